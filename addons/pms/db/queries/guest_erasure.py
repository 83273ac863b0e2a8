"""Where words about a guest lie besides the profile, and how they are taken out."""

from __future__ import annotations

from sqlalchemy import text

#: What still needs the guest: stays in the house, and folios that are open.
IN_HOUSE = text(
    "select r.id, r.confirmation_number from pms_reservations r where r.tenant_id = cast(:tenant as uuid)"
    " and r.id = any(cast(:stays as uuid[])) and r.status = 'CHECKED_IN' order by r.confirmation_number"
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
BLANK_PAYERS = text(
    "update pms_folios f set payer = '' where f.tenant_id = cast(:tenant as uuid)"
    " and f.reservation_id = any(cast(:stays as uuid[])) and f.payer <> '' and exists (select"
    " from unnest(cast(:words as text[])) as t (word) where strpos(lower(f.payer), lower(t.word)) > 0)"
)
BLANK_MERGES = text(
    "update pms_guest_merges set before = '{}', filled = '{}' where tenant_id = cast(:tenant as uuid)"
    " and survivor_id = any(cast(:guests as uuid[]))"
)
# Answers kept for retries. Each names the guest or the stay it is about, so these are found by ids too.
BLANK_ANSWERS = text(
    "update pms_idempotency_keys k set body = cast(:blank as bytea) where k.tenant_id = cast(:tenant as uuid)"
    " and exists (select from unnest(cast(:words as bytea[])) as t (word) where position(t.word in k.body) > 0)"
)
