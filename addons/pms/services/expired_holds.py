"""Holds whose release time has passed before the job came by: they keep nobody from room or stock.

Whoever meets one where it stands in the way begins anew after it was released, with an event and an audit row of
its own; whoever wants to go on with it is told that it has ended. The release is a transaction by itself: whoever
holds a room already would ask for the holds' rooms, stock and rows out of the house's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import text

from addons.pms.domain.errors import DomainError, invalid_status_transition
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.sentence import Sentence
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork

MOST_AT_ONCE = 100
_IN_THE_WAY = {"ROOM_ALREADY_BOOKED": "conflicts", "NO_AVAILABILITY": "shortages"}
_DUE = text(
    "select id, day_use_room_id from pms_reservations where tenant_id = cast(:tenant as uuid) and status = 'HOLD'"
    " and release_at <= cast(:now as timestamptz) and property_id = cast(:property as uuid)"
    " and check_in_date < cast(:last as date)"
    " and (check_out_date > cast(:first as date) or day_use and check_in_date = cast(:first as date))"
    " and id <> all (cast(:own as uuid[])) order by id limit cast(:most as integer)"
)


@dataclass(frozen=True, slots=True)
class Around:
    """The nights ``[first, last)`` of a property, on which somebody needs a room or a unit; ``own`` stays apart."""

    property_id: UUID
    first: date
    last: date
    own: frozenset[UUID] = frozenset()


def around(afters: Sequence[StoredReservation]) -> Around:
    """Return the nights of ``afters``, stays of one property that are to be written."""
    stays = [after.snapshot for after in afters]
    return Around(
        stays[0].property_id,
        min(stay.check_in_date for stay in stays),
        max(stay.check_out_date for stay in stays),
        frozenset(stay.id for stay in stays),
    )


def may_be_gone(refusal: DomainError) -> bool:
    """Tell whether a hold could be what ``refusal`` speaks of; nothing has been written then."""
    return bool(refusal.facts.get(_IN_THE_WAY.get(refusal.code, "")))


def due_around(uow: UnitOfWork, wanted: Around) -> dict[UUID, UUID | None]:
    """Return the ids of the expired holds on the nights wanted, each with the room of a day use; nothing is locked."""
    rows = uow.execute(
        _DUE,
        {
            "tenant": uow.tenant_id, "now": clock.now(), "property": wanted.property_id,
            "first": wanted.first, "last": wanted.last, "own": list(wanted.own), "most": MOST_AT_ONCE,
        },
    )  # fmt: skip
    return {row.id: row.day_use_room_id for row in rows}


def is_due(stored: StoredReservation) -> bool:
    """Tell whether the reservation is a hold past its release time."""
    release_at = stored.snapshot.release_at
    held = stored.snapshot.status is ReservationStatus.HOLD
    return held and release_at is not None and release_at <= clock.now()


def released(hold: StoredReservation, business_date: date) -> StoredReservation:
    """Return the hold as it is once it has expired on ``business_date``."""
    snapshot = replace(hold.snapshot, status=ReservationStatus.EXPIRED, release_at=None)
    return replace(hold, snapshot=snapshot, status_date=business_date)


def refuse_to_go_on(before: StoredReservation, after: StoredReservation, action: str) -> None:
    """Refuse whatever else than its release happens to a hold past its release time.

    Raises:
        DomainError: INVALID_STATUS_TRANSITION.
    """
    if is_due(before) and after.snapshot.status is not ReservationStatus.EXPIRED:
        raise invalid_status_transition(
            ReservationStatus.EXPIRED.value,
            action.rpartition(".")[2],
            Sentence("The hold has passed its release time: make a new reservation."),
        )
