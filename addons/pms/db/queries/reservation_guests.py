"""Reads and writes who else stays."""

from __future__ import annotations

from sqlalchemy import text

OF_STAY = text(
    "select g.id, g.first_name, g.last_name, g.email, g.phone, c.role from pms_reservation_guests c"
    " join pms_guests g on g.tenant_id = c.tenant_id and g.id = c.guest_id"
    " where c.tenant_id = cast(:tenant as uuid) and c.reservation_id = cast(:reservation as uuid)"
    " order by c.added_at, g.id"
)
ADD = text(
    "insert into pms_reservation_guests (tenant_id, reservation_id, guest_id, role, added_at)"
    " values (:tenant, :reservation, :guest, :role, :now)"
    " on conflict (tenant_id, reservation_id, guest_id) do update set role = excluded.role"
)
REMOVE = text(
    "delete from pms_reservation_guests where tenant_id = cast(:tenant as uuid)"
    " and reservation_id = cast(:reservation as uuid) and guest_id = cast(:guest as uuid) returning guest_id"
)
