"""Tells the past of an imported reservation step by step, so that audit and event feed hold its whole life."""

from __future__ import annotations

from dataclasses import replace

from addons.pms.domain.events import ReservationCreated
from addons.pms.domain.reservation_status import Command, ReservationStatus, Transition, transition
from addons.pms.services import configuration_records
from addons.pms.services.reservation_store import touched
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork

_COMMANDS: dict[ReservationStatus, tuple[Command, ...]] = {
    ReservationStatus.HOLD: (),
    ReservationStatus.CONFIRMED: (),
    ReservationStatus.CANCELLED: (Command.CANCEL,),
    ReservationStatus.NO_SHOW: (Command.NO_SHOW,),
    ReservationStatus.CHECKED_IN: (Command.CHECK_IN,),
    ReservationStatus.CHECKED_OUT: (Command.CHECK_IN, Command.CHECK_OUT),
    ReservationStatus.EXPIRED: (Command.EXPIRE,),
}
_BEGAN_AS_HOLD = frozenset({ReservationStatus.HOLD, ReservationStatus.EXPIRED})


def steps_to(status: ReservationStatus) -> tuple[Transition, ...]:
    """Return the steps a booking takes from its creation to ``status``; version 1 is the creation."""
    reached = _first_status(status)
    steps = []
    for command in _COMMANDS[status]:
        step = transition(reached, command)
        steps.append(step)
        reached = step.target
    return tuple(steps)


def record(uow: UnitOfWork, stay: StoredReservation) -> None:
    """Record the creation of ``stay`` and every step to its status, each an audit row and an event.

    The creation carries the booking date, a check-in the arrival, the last step the date of the status.
    """
    steps = steps_to(stay.snapshot.status)
    state = _at(stay, _first_status(stay.snapshot.status), 1, last=not steps)
    told = state.audit_state()
    configuration_records.publish(
        uow, "reservation.create", ReservationCreated.of(state.snapshot, **state.further_state()), None, told
    )
    for number, step in enumerate(steps, start=2):
        after = _at(stay, step.target, number, last=step is steps[-1])
        before, told = told, after.audit_state()
        event = step.event.of(after.snapshot, **after.further_state(), **touched(state, after))
        configuration_records.publish(uow, f"reservation.{step.command.value}", event, before, told)
        state = after


def _first_status(status: ReservationStatus) -> ReservationStatus:
    return ReservationStatus.HOLD if status in _BEGAN_AS_HOLD else ReservationStatus.CONFIRMED


def _at(stay: StoredReservation, status: ReservationStatus, version: int, *, last: bool) -> StoredReservation:
    if last:
        return stay
    reached_on = stay.booked_on if version == 1 else stay.snapshot.check_in_date
    return replace(
        stay, snapshot=replace(stay.snapshot, status=status, version=version), status_date=reached_on
    )
