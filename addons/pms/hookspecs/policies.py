"""House rules: what not coming costs, when a no-show may be marked, and what must not be written."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from addons.pms.domain.cancellation import CancellationTerms
from addons.pms.domain.snapshots import ReservationSnapshot
from oppsera_host.hookspecs import hookspec


@dataclass(frozen=True, slots=True)
class PropertyRules:
    """What of a property the rules need; ``timezone`` is an IANA name, the times are local."""

    id: UUID
    timezone: str
    business_date: date
    no_show_cutoff: time
    check_in_time: time = time(15)
    cancellation_deadline_hours: int = 24


@dataclass(frozen=True, slots=True)
class ReservationChange:
    """A change about to be written; ``before`` is None for a new reservation."""

    action: str
    before: ReservationSnapshot | None
    after: ReservationSnapshot


@dataclass(frozen=True, slots=True)
class Veto:
    """A refusal: a code for programmes and a sentence for the clerk. Answered as 409."""

    code: str
    text: str


@hookspec(firstresult=True)
def pms_no_show_at(reservation: ReservationSnapshot, property: PropertyRules) -> datetime | None:  # noqa: A002 - the public name
    """Say from when on a reservation may be marked as a no-show.

    Args:
        reservation: a confirmed reservation.
        property: the rules of its property.

    Returns:
        An aware instant, or None to leave it to the next addon; the default is the property's cutoff in the
        night of arrival.
    """


@hookspec(firstresult=True)
def pms_cancellation_terms(
    reservation: ReservationSnapshot, rules: PropertyRules, at: datetime
) -> CancellationTerms | None:
    """Say what it costs that a guest does not come: to cancel at a moment, and to be marked as a no-show.

    Asked when the fee is shown and again when the stay is cancelled or marked; a clerk who was shown another fee
    is asked to confirm anew.

    Args:
        reservation: a hold or a confirmed reservation.
        rules: of its property.
        at: the moment of cancelling; aware.

    Returns:
        The terms, with amounts in minor units of the reservation's currency, or None to leave it to the next
        addon. The default is free for a hold and until the property's deadline before check-in, afterwards and
        for a no-show the price of the first night.
    """


@hookspec
def pms_validate_reservation(change: ReservationChange) -> Veto | None:
    """Refuse a change of a reservation; asked inside its transaction, before anything is written.

    Args:
        change: what is about to be written, on every path: desk, board, import.

    Returns:
        A veto, or None to let it pass. One veto of any addon refuses.
    """
