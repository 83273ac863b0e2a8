"""House rules: when a no-show may be marked, and what must not be written."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from addons.pms.domain.snapshots import ReservationSnapshot
from oppsera_host.hookspecs import hookspec


@dataclass(frozen=True, slots=True)
class PropertyRules:
    """What of a property the rules need; ``timezone`` is an IANA name, the times are local."""

    id: UUID
    timezone: str
    business_date: date
    no_show_cutoff: time


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
def pms_no_show_at(reservation: ReservationSnapshot, rules: PropertyRules) -> datetime | None:
    """Say from when on a reservation may be marked as a no-show.

    Args:
        reservation: a confirmed reservation.
        rules: of its property.

    Returns:
        An aware instant, or None to leave it to the next addon; the default is the property's cutoff in the
        night of arrival.
    """


@hookspec
def pms_validate_reservation(change: ReservationChange) -> Veto | None:
    """Refuse a change of a reservation; asked inside its transaction, before anything is written.

    Args:
        change: what is about to be written, on every path: desk, board, import.

    Returns:
        A veto, or None to let it pass. One veto of any addon refuses.
    """
