"""Erases a guest: every word goes, every number stays.

What points at the guest (stays, folios, audit rows, events) holds an id, and keeps it; the profile behind the id
loses all it says. Copies of the words go in the same transaction: kept changes and their key, notes of the stays,
names and payers of folios, texts about rooms, what a merge filled up, answers kept for retries. The board's copies
follow with the events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from addons.pms.db.models import Guest
from addons.pms.db.queries import guest_erasure as queries
from addons.pms.db.queries import guests as guest_queries
from addons.pms.db.queries import rooms as room_queries
from addons.pms.domain.errors import guest_still_needed, not_found
from addons.pms.domain.events import GuestErased, RoomStatusChanged
from addons.pms.services import configuration_records, guest_history, guest_stays, guest_traces, guests
from addons.pms.services.folio_store import GUEST_FOLIO_NAME
from addons.pms.services.guest_merge import lock
from addons.pms.services.guests import GuestRecord, record_of, require_live
from addons.pms.services.idempotency import RETENTION_HOURS
from addons.pms.services.reservation_store import lock_rooms
from addons.pms.services.rooms import find_rooms
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork

ERASED_NAME = "Erased guest"
#: What a retry of an old request gets instead of its answer.
BLANK_ANSWER = b'{"erased":true}'
#: What a text about a room says that named the guest: somebody may still have to look at the room.
BLANK_TEXT = "(erased)"
_EMPTY = {
    "first_name": "", "last_name": ERASED_NAME, "email": None, "phone": None, "notes": "", "language": None,
    "country": None, "external_reference": None, "search_text": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Erased:
    """The guest as nobody knows it any more, and how much was found elsewhere."""

    guest: GuestRecord
    profiles: int
    stays: int


def erase(uow: UnitOfWork, guest_id: UUID, expected_version: int | None) -> Erased:
    """Erase a guest's data, with that of every profile merged into this one.

    Args:
        uow: the running unit of work.
        guest_id: the profile; one that was merged away is erased with its survivor.
        expected_version: as the caller has seen it; None = whatever is current.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; GUEST_MERGED; GUEST_ERASED; GUEST_STILL_NEEDED with the
            stays to come or in the house and the open folios.
    """
    family = _locked_family(uow, guest_id)
    guest = family[guest_id]
    configuration_records.require_version(guest.version, expected_version)
    require_live(record_of(guest))
    ids = sorted(family)
    stays = guest_stays.load(uow, guest_stays.lock_stays(uow, ids))
    _refuse_while_needed(uow, ids, stays)
    words = guest_traces.words_of(uow, list(family.values()))
    own = [stay for stay in stays if stay.snapshot.guest_id in family]
    named = [stay for stay in stays if stay not in own and guest_traces.mentions(stay.notes, words)]
    guest_stays.rewrite(uow, [*own, *named], action="reservation.erase_guest", blank_notes=True)
    _blank_copies(uow, ids, own, words)
    guest_history.forget(uow, ids)
    for each in ids:
        _empty(uow, family[each])
    return Erased(record_of(guest), len(ids), len(own))


def _locked_family(uow: UnitOfWork, guest_id: UUID) -> dict[UUID, Guest]:
    binds = {"tenant": uow.tenant_id, "id": guest_id}
    known: set[UUID] = set()
    rows: dict[UUID, Guest] = {}
    while (found := {row.id for row in uow.execute(guest_queries.FAMILY, binds)}) != known:
        rows = lock(uow, sorted(found))
        known = found  # a merge may have come first; now that these are locked, none does any more
    if not rows:
        raise not_found()
    return rows


def _refuse_while_needed(uow: UnitOfWork, ids: Sequence[UUID], stays: Sequence[StoredReservation]) -> None:
    binds = {"tenant": uow.tenant_id, "guests": list(ids), "stays": [stay.snapshot.id for stay in stays]}
    to_serve = uow.execute(queries.STAYS_TO_SERVE, binds).all()
    folios = [
        {
            "folioId": str(row.id),
            "reservationId": str(row.reservation_id),
            "confirmationNumber": row.confirmation_number,
        }
        for row in uow.execute(queries.OPEN_FOLIOS, binds)
    ]
    if to_serve or folios:
        facts = [
            {
                "reservationId": str(row.id),
                "confirmationNumber": row.confirmation_number,
                "status": row.status,
            }
            for row in to_serve
        ]
        raise guest_still_needed(facts, folios)


def _blank_copies(
    uow: UnitOfWork, ids: Sequence[UUID], stays: Sequence[StoredReservation], words: Sequence[str]
) -> None:
    now = clock.now()
    since = now - timedelta(hours=RETENTION_HOURS + 1)
    recent = [stay.snapshot.id for stay in stays if stay.snapshot.updated_at >= since]
    written = [str(each) for each in (*ids, *recent)] + [orjson.dumps(word)[1:-1].decode() for word in words]
    binds: dict[str, Any] = {"tenant": uow.tenant_id, "guests": list(ids), "now": now}
    uow.execute(queries.BLANK_BOOKINGS, binds)
    uow.execute(queries.BLANK_MERGES, binds)
    if words:
        folios = {"stays": [stay.snapshot.id for stay in stays], "guest_name": GUEST_FOLIO_NAME}
        uow.execute(queries.BLANK_FOLIOS, binds | folios | {"inside": guest_traces.inside(words)})
        _blank_room_texts(uow, guest_traces.alone(words))
    uow.execute(
        queries.BLANK_ANSWERS, binds | {"written": guest_traces.inside(written), "blank": BLANK_ANSWER}
    )


def _blank_room_texts(uow: UnitOfWork, alone: str) -> None:
    binds = {"tenant": uow.tenant_id, "alone": alone, "blank": BLANK_TEXT}
    closed = [row.room_id for row in uow.execute(queries.CLOSED_ROOMS, binds)]
    if closed:
        lock_rooms(uow, set(closed))
        uow.execute(room_queries.RAISE_VERSION, {"tenant": uow.tenant_id, "ids": closed})
    uow.execute_all(*((statement, binds) for statement in queries.BLANK_ROOM_TEXTS))
    for room in find_rooms(uow.session, uow.tenant_id, closed):  # the board shows why a room is closed
        configuration_records.record(
            uow, "room.erase_guest", RoomStatusChanged, before=None, after=room.snapshot
        )


def _empty(uow: UnitOfWork, row: Guest) -> None:
    for name, value in _EMPTY.items():
        setattr(row, name, value)
    row.preferences = []
    row.erased_at = row.updated_at = clock.now()
    row.version += 1
    uow.session.flush()
    guests.record(uow, "guest.erase", GuestErased, record_of(row), [])
