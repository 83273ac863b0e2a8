"""Look-ups of rooms, and what housekeeping has to know of them."""

from __future__ import annotations

from sqlalchemy import text

_CLOSED = (
    "exists (select from pms_room_blocks b where b.tenant_id = r.tenant_id and b.room_id = r.id"
    " and b.active and b.kind = 'OUT_OF_ORDER' and b.start_date <= p.business_date"
    " and b.start_date > p.business_date - 366 and b.end_date > p.business_date)"
)
_SELECT = (
    "select r.id, r.version, r.property_id, r.room_type_id, r.number, r.floor, r.features, r.occupancy,"
    f" r.condition, t.code as room_type_code, p.business_date, p.inspect_rooms, {_CLOSED} as closed"
    " from pms_rooms r join pms_room_types t on t.tenant_id = r.tenant_id and t.id = r.room_type_id"
    " join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id"
    " where r.tenant_id = cast(:tenant as uuid)"
)
# By length first: 9, 10, 101 and not 10, 101, 9.
_ORDER = " order by length(r.number), r.number, r.id"

MANY = text(_SELECT + " and r.id = any(cast(:ids as uuid[]))" + _ORDER)
PAGE = text(
    _SELECT + " and r.property_id = cast(:property as uuid)"
    " and (cast(:type as uuid) is null or r.room_type_id = cast(:type as uuid))"
    " and (cast(:after as uuid) is null or (length(r.number), r.number, r.id) > ("
    "select length(a.number), a.number, a.id from pms_rooms a"
    " where a.tenant_id = cast(:tenant as uuid) and a.id = cast(:after as uuid)))"
    + _ORDER + " limit cast(:count as integer)"
)  # fmt: skip
OF_PROPERTY = text(_SELECT + " and r.property_id = cast(:property as uuid)" + _ORDER)
NUMBERS_TAKEN = text(
    "select number from pms_rooms where tenant_id = cast(:tenant as uuid)"
    " and property_id = cast(:property as uuid) and number = any(cast(:numbers as text[]))"
)
# Closures that begin or end with a business date change the room's label without anyone touching the room.
LABEL_CHANGED_ON = text(
    "select distinct b.room_id from pms_room_blocks b where b.tenant_id = cast(:tenant as uuid)"
    " and b.property_id = cast(:property as uuid) and b.active and b.kind = 'OUT_OF_ORDER'"
    " and (b.start_date = cast(:day as date) or b.end_date = cast(:day as date)) order by b.room_id"
)
RAISE_VERSION = text(
    "update pms_rooms set version = version + 1 where tenant_id = cast(:tenant as uuid)"
    " and id = any(cast(:ids as uuid[]))"
)
CLOSED_ON = text(
    "select b.room_id, b.id as block_id, b.start_date, b.end_date, b.reason from pms_room_blocks b"
    " where b.tenant_id = cast(:tenant as uuid) and b.property_id = cast(:property as uuid) and b.active"
    " and b.kind = 'OUT_OF_ORDER' and b.start_date <= cast(:day as date)"
    " and b.start_date > cast(:day as date) - 366 and b.end_date > cast(:day as date)"
)
# Whoever has to do with a room on the day: slept there the night before, or will sleep there the night after.
STAYS_ON = text(
    "select b.room_id, b.start_date, b.end_date, r.id as reservation_id, r.status, r.check_in_date,"
    " r.check_out_date, r.adults, r.children, trim(g.first_name || ' ' || g.last_name) as guest_name"
    " from pms_room_blocks b"
    " join pms_reservations r on r.tenant_id = b.tenant_id and r.id = b.reservation_id"
    " join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " where b.tenant_id = cast(:tenant as uuid) and b.property_id = cast(:property as uuid) and b.active"
    " and b.start_date <= cast(:day as date) and b.start_date >= cast(:day as date) - 366"
    " and b.end_date >= cast(:day as date)"
    " union all"
    " select r.day_use_room_id, r.check_in_date, r.check_out_date, r.id, r.status, r.check_in_date,"
    " r.check_out_date, r.adults, r.children, trim(g.first_name || ' ' || g.last_name)"
    " from pms_reservations r join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.check_in_date = cast(:day as date) and r.day_use and r.day_use_room_id is not null"
    " and r.status in ('HOLD', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')"
)
