"""Locks, conflict look-ups and writes of room blocks.

Overlap is asked with plain ``<`` and ``>`` on dates and a look-back of the longest stay: under row-level security a
range operator would keep Postgres from using the index.
"""

from __future__ import annotations

from sqlalchemy import text

_ROOMS = (
    "select id, room_type_id, number, floor, occupancy, condition, version, property_id, features from pms_rooms"
    " where tenant_id = cast(:tenant as uuid) and id = any(cast(:ids as uuid[])"
)
LOCK_ROOMS = text(_ROOMS + ") order by id for no key update")
# The rooms a stay has are found by the statement itself: locking them later would be out of order.
LOCK_ROOMS_OF_STAYS = text(
    _ROOMS + " || array(select b.room_id from pms_room_blocks b where b.tenant_id = cast(:tenant as uuid)"
    " and b.reservation_id = any(cast(:reservations as uuid[])))) order by id for no key update"
)
# Of a block ``b``: its hold has passed its release time, so whoever writes there releases it (services.expired_holds).
OF_EXPIRED_HOLD = (
    "exists (select from pms_reservations h where h.tenant_id = b.tenant_id and h.id = b.reservation_id"
    " and h.status = 'HOLD' and h.release_at <= cast(:now as timestamptz))"
)
CONFLICTS = text(
    "select b.id, b.room_id, b.kind, b.reservation_id, b.start_date, b.end_date"
    " from pms_room_blocks b where b.tenant_id = cast(:tenant as uuid) and b.active"
    " and b.room_id = any(cast(:rooms as uuid[])) and b.start_date < cast(:last as date)"
    " and b.start_date > cast(:first as date) - 366 and b.end_date > cast(:first as date)"
    " and (b.reservation_id is null or b.reservation_id <> all (cast(:own as uuid[])))"
    " order by b.start_date"
)
# Day uses have no block; one whose guest has left is in nobody's way.
DAY_USES = text(
    "select r.day_use_room_id as room_id, 'RESERVATION' as kind, r.id as reservation_id, r.check_in_date as start_date,"
    " r.check_out_date as end_date from pms_reservations r where r.tenant_id = cast(:tenant as uuid)"
    " and r.property_id = cast(:property as uuid) and r.check_in_date >= cast(:first as date)"
    " and r.check_in_date < cast(:last as date) and r.day_use_room_id = cast(:room as uuid)"
    " and r.status in ('HOLD', 'CONFIRMED', 'CHECKED_IN') order by r.check_in_date, r.id"
)
# Asked only where there are conflicts to tell of: a look-up that finds nothing would pay for it each time.
GUEST_NAMES = text(
    "select r.id, trim(g.first_name || ' ' || g.last_name) as guest_name from pms_reservations r"
    " join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.id = any(cast(:ids as uuid[]))"
)
DELETE = text(
    "delete from pms_room_blocks where tenant_id = cast(:tenant as uuid) and id = any(cast(:ids as uuid[]))"
)
# All changed blocks in one statement: two stays can exchange rooms, because the constraint is checked at its end.
UPDATE = text(
    "update pms_room_blocks b set room_id = d.room_id, start_date = d.start_date, end_date = d.end_date,"
    " active = d.active from unnest(cast(:ids as uuid[]), cast(:rooms as uuid[]), cast(:starts as date[]),"
    " cast(:ends as date[]), cast(:actives as boolean[])) as d (id, room_id, start_date, end_date, active)"
    " where b.tenant_id = cast(:tenant as uuid) and b.id = d.id"
)
INSERT = text(
    "insert into pms_room_blocks (tenant_id, id, property_id, room_id, kind, reservation_id, segment_no, start_date,"
    " end_date, active, reason) select cast(:tenant as uuid), d.id, d.property_id, d.room_id, 'RESERVATION',"
    " d.reservation_id, d.segment_no, d.start_date, d.end_date, d.active, ''"
    " from unnest(cast(:ids as uuid[]), cast(:properties as uuid[]), cast(:rooms as uuid[]),"
    " cast(:reservations as uuid[]), cast(:numbers as smallint[]), cast(:starts as date[]), cast(:ends as date[]),"
    " cast(:actives as boolean[]))"
    " as d (id, property_id, room_id, reservation_id, segment_no, start_date, end_date, active)"
)
UPDATE_ROOM_STATUS = text(
    "update pms_rooms set occupancy = :occupancy, condition = :condition, version = version + 1"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid) returning version"
)
