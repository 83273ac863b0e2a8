"""Whose stay a receipt is about."""

from __future__ import annotations

from sqlalchemy import text

STAY = text(
    "select r.confirmation_number, r.check_in_date, r.check_out_date, r.adults, r.children, g.first_name,"
    " g.last_name, g.language, e.reason as exemption, array(select rooms.number from pms_room_blocks b"
    " join pms_rooms rooms on rooms.tenant_id = b.tenant_id and rooms.id = b.room_id"
    " where b.tenant_id = r.tenant_id and b.reservation_id = r.id and b.active order by b.start_date) as rooms"
    " from pms_reservations r join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " left join pms_tax_exemptions e on e.tenant_id = r.tenant_id and e.reservation_id = r.id"
    " where r.tenant_id = cast(:tenant as uuid) and r.id = cast(:reservation as uuid)"
)
