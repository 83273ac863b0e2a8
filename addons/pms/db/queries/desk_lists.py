"""Who arrives, who leaves, who is in the house."""

from __future__ import annotations

from sqlalchemy import text

_LIST = (
    "select r.id, r.confirmation_number, r.status, r.check_in_date, r.check_out_date, r.adults, r.children,"
    " trim(g.first_name || ' ' || g.last_name) as guest_name, t.code as room_type_code,"
    " (select string_agg(m.number, ' → ' order by b.segment_no) from pms_room_blocks b"
    " join pms_rooms m on m.tenant_id = b.tenant_id and m.id = b.room_id"
    " where b.tenant_id = r.tenant_id and b.reservation_id = r.id) as room_number"
    " from pms_reservations r"
    " join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " join pms_room_types t on t.tenant_id = r.tenant_id and t.id = r.room_type_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
)
_ORDER = " order by lower(g.last_name), lower(g.first_name), r.id limit 200"
ARRIVALS = text(
    _LIST + " and r.check_in_date = cast(:day as date) and r.status in ('CONFIRMED', 'HOLD')" + _ORDER
)
DEPARTURES = text(_LIST + " and r.check_out_date = cast(:day as date) and r.status = 'CHECKED_IN'" + _ORDER)
IN_HOUSE = text(
    _LIST + " and r.check_in_date <= cast(:day as date) and r.check_out_date > cast(:day as date)"
    " and r.check_in_date > cast(:day as date) - 367 and r.status = 'CHECKED_IN'" + _ORDER
)
