"""Where words about a guest lie besides the profile, and how they are taken out."""

from __future__ import annotations

from sqlalchemy import text

#: What still needs the guest: stays to come, stays in the house, and folios that are open.
STAYS_TO_SERVE = text(
    "select r.id, r.confirmation_number, r.status from pms_reservations r where r.tenant_id = cast(:tenant as uuid)"
    " and r.id = any(cast(:stays as uuid[])) and r.status in ('HOLD', 'CONFIRMED', 'CHECKED_IN')"
    " order by r.confirmation_number"
)
OPEN_FOLIOS = text(
    "select f.id, f.reservation_id, r.confirmation_number from pms_folios f"
    " join pms_reservations r on r.tenant_id = f.tenant_id and r.id = f.reservation_id"
    " where f.tenant_id = cast(:tenant as uuid) and f.reservation_id = any(cast(:stays as uuid[]))"
    " and r.guest_id = any(cast(:guests as uuid[])) and f.status = 'OPEN'"
    " order by r.confirmation_number, f.id for no key update of f"
)
BLANK_BOOKINGS = text(
    "update pms_bookings set version = version + 1, notes = '', updated_at = cast(:now as timestamptz)"
    " where tenant_id = cast(:tenant as uuid) and guest_id = any(cast(:guests as uuid[])) and notes <> ''"
)
# An account of its own name gets the one it would have got without: the guest's, or that of its number.
BLANK_FOLIOS = text(
    "update pms_folios f set payer = case when f.payer ~* cast(:inside as text) then '' else f.payer end,"
    " name = case when f.name !~* cast(:inside as text) then f.name"
    " when f.window_number = 1 then cast(:guest_name as text) else 'Folio ' || f.window_number end"
    " where f.tenant_id = cast(:tenant as uuid) and f.reservation_id = any(cast(:stays as uuid[]))"
    " and (f.payer ~* cast(:inside as text) or f.name ~* cast(:inside as text))"
)
#: What is typed about rooms, and may name whoever stayed there.
ROOM_TEXTS = {
    "pms_maintenance_notes": "text",
    "pms_housekeeping_tasks": "note",
    "pms_room_blocks": "reason",
    "pms_room_out_of_service": "reason",
}
# A name that is a part of another word is another word: Lee is no sleeper.
BLANK_ROOM_TEXTS = tuple(
    text(
        f"update {table} set {column} = cast(:blank as text)"  # names are literals of this module
        f" where tenant_id = cast(:tenant as uuid) and {column} <> '' and {column} ~* cast(:alone as text)"
    )
    for table, column in ROOM_TEXTS.items()
)
#: Rooms with closures whose reason names the guest.
CLOSED_ROOMS = text(
    "select distinct b.room_id from pms_room_blocks b where b.tenant_id = cast(:tenant as uuid)"
    " and b.reason <> '' and b.reason ~* cast(:alone as text) order by b.room_id"
)
#: What changes and merges of the guests say they were called before: objects with names of fields.
SAID_BEFORE = text(
    "select s.said from pms_guest_changes c cross join lateral (values (c.before), (c.after)) as s (said)"
    " where c.tenant_id = cast(:tenant as uuid) and c.guest_id = any(cast(:guests as uuid[]))"
    " union all select s.said from pms_guest_merges m cross join lateral (values (m.before), (m.filled)) as s (said)"
    " where m.tenant_id = cast(:tenant as uuid) and m.survivor_id = any(cast(:guests as uuid[]))"
)
BLANK_MERGES = text(
    "update pms_guest_merges set before = '{}', filled = '{}' where tenant_id = cast(:tenant as uuid)"
    " and survivor_id = any(cast(:guests as uuid[]))"
)
# Answers kept for retries. Each names the guest or the stay it is about, so these are found by ids too. The name of
# an encoding collates as "C", which knows upper case of ASCII alone: its text must not.
BLANK_ANSWERS = text(
    "update pms_idempotency_keys k set body = cast(:blank as bytea) where k.tenant_id = cast(:tenant as uuid)"
    " and convert_from(k.body, 'UTF8') collate \"default\" ~* cast(:written as text)"
)
