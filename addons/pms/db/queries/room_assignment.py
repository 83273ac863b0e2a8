"""Stays without a room, the rooms they could have, and what stands in those."""

from __future__ import annotations

from sqlalchemy import text

from addons.pms.db.queries.room_blocks import OF_EXPIRED_HOLD

# In id order, like every lock on reservations. Whether they have a room is asked again under the lock.
_UNPLACED = (
    "select r.id from pms_reservations r where r.tenant_id = cast(:tenant as uuid)"
    " and r.property_id = cast(:property as uuid) and r.status in ('HOLD', 'CONFIRMED')"
    " and r.check_in_date between cast(:first as date) and cast(:last as date)"
    " and r.day_use_room_id is null and not exists (select from pms_room_blocks b"
    " where b.tenant_id = r.tenant_id and b.reservation_id = r.id) order by r.id"
)
UNPLACED = text(_UNPLACED)
LOCK_UNPLACED = text(_UNPLACED + " for no key update of r")
ROOMS = text(
    "select r.id, r.number, r.floor, r.room_type_id, r.occupancy, r.condition from pms_rooms r"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " order by length(r.number), r.number, r.id"
)
TAKEN = text(
    "select b.room_id, b.start_date, b.end_date, b.kind from pms_room_blocks b"
    " where b.tenant_id = cast(:tenant as uuid) and b.property_id = cast(:property as uuid) and b.active"
    " and b.start_date > cast(:first as date) - 400 and b.end_date >= cast(:first as date)"
    f" and not {OF_EXPIRED_HOLD}"
    " union all"
    " select r.day_use_room_id, r.check_in_date, r.check_out_date, 'RESERVATION' from pms_reservations r"
    " where r.tenant_id = cast(:tenant as uuid) and r.property_id = cast(:property as uuid)"
    " and r.check_in_date between cast(:first as date) and cast(:last as date)"
    " and r.day_use and r.day_use_room_id is not null"
    " and r.status in ('HOLD', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT')"
)
# Where the others of a booking are or will be.
PARTY_ROOMS = text(
    "select distinct r.booking_id, b.room_id from pms_reservations r"
    " join pms_room_blocks b on b.tenant_id = r.tenant_id and b.reservation_id = r.id and b.active"
    " where r.tenant_id = cast(:tenant as uuid) and r.booking_id = any(cast(:bookings as uuid[]))"
    " order by r.booking_id, b.room_id"
)
