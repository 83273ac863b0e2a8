"""Holds whose release time has passed before the job came by: they keep nobody from room or stock.

Whoever meets one where it stands in the way releases it in the same transaction, with an event and an audit row of
its own; whoever wants to go on with it is told that it has ended.
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
# Locked, so that one that the job releases at this moment is waited for instead of being released twice.
_DUE = text(
    "select r.id, p.business_date from pms_reservations r"
    " join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id"
    " where r.tenant_id = cast(:tenant as uuid) and r.status = 'HOLD'"
    " and r.release_at <= cast(:now as timestamptz) and r.property_id = cast(:property as uuid)"
    " and r.check_in_date < cast(:last as date) and r.check_out_date > cast(:first as date)"
    " order by r.id limit cast(:most as integer) for update of r"
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


def due_around(uow: UnitOfWork, wanted: Around) -> dict[UUID, date]:
    """Lock the expired holds on the nights wanted; return their ids with the business date there."""
    rows = uow.execute(
        _DUE,
        {
            "tenant": uow.tenant_id, "now": clock.now(), "property": wanted.property_id,
            "first": wanted.first, "last": wanted.last, "most": MOST_AT_ONCE,
        },
    ).all()  # fmt: skip
    return {row.id: row.business_date for row in rows if row.id not in wanted.own}


def released(hold: StoredReservation, business_date: date) -> StoredReservation:
    """Return the hold as it is once it has expired on ``business_date``."""
    snapshot = replace(hold.snapshot, status=ReservationStatus.EXPIRED, release_at=None)
    return replace(hold, snapshot=snapshot, status_date=business_date)


def refuse_to_go_on(before: StoredReservation, after: StoredReservation, action: str) -> None:
    """Refuse whatever else than its release happens to a hold past its release time.

    Raises:
        DomainError: INVALID_STATUS_TRANSITION.
    """
    release_at = before.snapshot.release_at
    if (
        before.snapshot.status is ReservationStatus.HOLD
        and release_at is not None
        and release_at <= clock.now()
        and after.snapshot.status is not ReservationStatus.EXPIRED
    ):
        raise invalid_status_transition(
            ReservationStatus.EXPIRED.value,
            action.rpartition(".")[2],
            Sentence("The hold has passed its release time: make a new reservation."),
        )
