"""The life of a reservation as data (spec section 4.2, with a way out of holds and back from mistakes)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from addons.pms.domain import events
from addons.pms.domain.errors import invalid_status_transition


class ReservationStatus(StrEnum):
    """Where a reservation stands."""

    HOLD = "HOLD"
    CONFIRMED = "CONFIRMED"
    CHECKED_IN = "CHECKED_IN"
    CHECKED_OUT = "CHECKED_OUT"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"
    EXPIRED = "EXPIRED"


class Command(StrEnum):
    """A step that changes the status; the value is the audit action's last word."""

    CONFIRM = "confirm"
    CANCEL = "cancel"
    EXPIRE = "expire"
    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    NO_SHOW = "no_show"
    REINSTATE = "reinstate"
    REVERT_CHECK_IN = "revert_check_in"


class DeskLabel(StrEnum):
    """What the desk expects of a stay today; derived, never stored."""

    DUE_IN = "due_in"
    STAY_OVER = "stay_over"
    DUE_OUT = "due_out"


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step: from ``source`` by ``command`` to ``target``."""

    source: ReservationStatus
    target: ReservationStatus
    command: Command
    event: type[events.DomainEvent]
    permission: str

    @property
    def event_type(self) -> str:
        """The wire type of the event this step publishes."""
        return self.event.type


_S, _C = ReservationStatus, Command

TRANSITIONS: tuple[Transition, ...] = (
    Transition(_S.HOLD, _S.CONFIRMED, _C.CONFIRM, events.ReservationConfirmed, "pms.reservations.edit"),
    Transition(_S.HOLD, _S.CANCELLED, _C.CANCEL, events.ReservationCancelled, "pms.reservations.cancel"),
    Transition(_S.HOLD, _S.EXPIRED, _C.EXPIRE, events.ReservationExpired, "pms.reservations.cancel"),
    Transition(
        _S.CONFIRMED, _S.CHECKED_IN, _C.CHECK_IN, events.ReservationCheckedIn, "pms.reservations.check_in"
    ),
    Transition(_S.CONFIRMED, _S.CANCELLED, _C.CANCEL, events.ReservationCancelled, "pms.reservations.cancel"),
    Transition(
        _S.CONFIRMED, _S.NO_SHOW, _C.NO_SHOW, events.ReservationNoShowMarked, "pms.reservations.no_show"
    ),
    Transition(
        _S.CHECKED_IN,
        _S.CHECKED_OUT,
        _C.CHECK_OUT,
        events.ReservationCheckedOut,
        "pms.reservations.check_out",
    ),
    Transition(
        _S.CHECKED_IN,
        _S.CONFIRMED,
        _C.REVERT_CHECK_IN,
        events.ReservationCheckInReverted,
        "pms.reservations.check_in",
    ),
    Transition(
        _S.CANCELLED, _S.CONFIRMED, _C.REINSTATE, events.ReservationReinstated, "pms.reservations.reinstate"
    ),
    Transition(
        _S.NO_SHOW, _S.CONFIRMED, _C.REINSTATE, events.ReservationReinstated, "pms.reservations.reinstate"
    ),
)

#: Statuses that hold a room and count as inventory used (a departed stay keeps its place: history).
HOLDING_INVENTORY = frozenset({_S.HOLD, _S.CONFIRMED, _S.CHECKED_IN, _S.CHECKED_OUT})
#: Statuses in which room and dates may still change.
MOVABLE = frozenset({_S.HOLD, _S.CONFIRMED, _S.CHECKED_IN})
#: Statuses no command leads out of.
FINAL = frozenset(_S) - {step.source for step in TRANSITIONS}

_BY_STEP = {(step.source, step.command): step for step in TRANSITIONS}


def transition(status: ReservationStatus, command: Command) -> Transition:
    """Return the step ``command`` takes from ``status``.

    Raises:
        DomainError: INVALID_STATUS_TRANSITION when there is none.
    """
    step = _BY_STEP.get((status, command))
    if step is None:
        raise invalid_status_transition(status.value, command.value)
    return step


def desk_label(
    status: ReservationStatus, check_in: date, check_out: date, business_date: date
) -> DeskLabel | None:
    """Say what the desk expects of the stay on ``business_date``; None when nothing.

    An overdue arrival or departure stays due until somebody deals with it. A guest who arrived today and
    stays the night has no label: nothing is left to do today.
    """
    if status is _S.CONFIRMED and check_in <= business_date:
        return DeskLabel.DUE_IN
    if status is not _S.CHECKED_IN:
        return None
    if check_out <= business_date:
        return DeskLabel.DUE_OUT
    return DeskLabel.STAY_OVER if check_in < business_date else None
