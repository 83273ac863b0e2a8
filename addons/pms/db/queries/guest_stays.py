"""The stays of guests: as who pays and as who comes along."""

from __future__ import annotations

from sqlalchemy import text

PAGE = text(
    "select r.id, r.version, r.property_id, r.confirmation_number, r.status, r.room_type_id, r.check_in_date,"
    " r.check_out_date, r.day_use, r.adults, r.children, r.total_amount, r.currency, r.source_type,"
    " (select b.room_id from pms_room_blocks b where b.tenant_id = r.tenant_id and b.reservation_id = r.id"
    " order by b.segment_no desc limit 1) as room_id"
    " from pms_reservations r where r.tenant_id = cast(:tenant as uuid) and r.guest_id = cast(:guest as uuid)"
    " and (cast(:after as uuid) is null or (r.check_in_date, r.id) < ("
    "select a.check_in_date, a.id from pms_reservations a"
    " where a.tenant_id = cast(:tenant as uuid) and a.id = cast(:after as uuid)))"
    " order by r.check_in_date desc, r.id desc limit cast(:count as integer)"
)
#: What the profile's head says: how often, when last, when next.
SUMMARY = text(
    "select count(*) filter (where r.status = 'CHECKED_OUT') as stayed,"
    " max(r.check_in_date) filter (where r.status = 'CHECKED_OUT') as last_stay,"
    " min(r.check_in_date) filter (where r.status in ('HOLD', 'CONFIRMED')) as next_stay,"
    " count(*) filter (where r.status = 'NO_SHOW') as no_shows"
    " from pms_reservations r where r.tenant_id = cast(:tenant as uuid) and r.guest_id = cast(:guest as uuid)"
)
LOCK = text(
    "select r.id from pms_reservations r where r.tenant_id = cast(:tenant as uuid)"
    " and (r.guest_id = any(cast(:guests as uuid[])) or r.id in (select c.reservation_id"
    " from pms_reservation_guests c where c.tenant_id = cast(:tenant as uuid)"
    " and c.guest_id = any(cast(:guests as uuid[])))) order by r.id for no key update"
)
LOCK_LISTED = text(
    "select r.id from pms_reservations r where r.tenant_id = cast(:tenant as uuid)"
    " and r.id = any(cast(:ids as uuid[])) and r.guest_id = cast(:guest as uuid)"
    " order by r.id for no key update"
)
REWRITE = text(
    "update pms_reservations set version = version + 1, guest_id = coalesce(cast(:guest as uuid), guest_id),"
    " notes = case when cast(:blank as boolean) then '' else notes end,"
    " updated_at = cast(:now as timestamptz) where tenant_id = cast(:tenant as uuid)"
    " and id = any(cast(:ids as uuid[]))"
)
MOVE_BOOKINGS = text(
    "update pms_bookings set version = version + 1, guest_id = cast(:to as uuid),"
    " updated_at = cast(:now as timestamptz) where tenant_id = cast(:tenant as uuid)"
    " and guest_id = cast(:from as uuid) and (cast(:ids as uuid[]) is null or id = any(cast(:ids as uuid[])))"
    " returning id"
)
# Somebody who comes along twice stays where he is: the row of the profile merged away.
MOVE_COMPANIONS = text(
    "update pms_reservation_guests c set guest_id = cast(:to as uuid) where c.tenant_id = cast(:tenant as uuid)"
    " and c.guest_id = cast(:from as uuid)"
    " and (cast(:ids as uuid[]) is null or c.reservation_id = any(cast(:ids as uuid[])))"
    " and not exists (select from pms_reservation_guests d where d.tenant_id = c.tenant_id"
    " and d.reservation_id = c.reservation_id and d.guest_id = cast(:to as uuid)) returning c.reservation_id as id"
)
