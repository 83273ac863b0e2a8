"""Takes a reservation through its life: confirm, cancel, check in, check out, no-show, and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from addons.pms.domain.cancellation import FeeAnswer, fee_to_confirm
from addons.pms.domain.charge_codes import CANCELLATION_FEE, DAY_USE, NO_SHOW_FEE
from addons.pms.domain.errors import invalid_status_transition
from addons.pms.domain.money import Money
from addons.pms.domain.no_show_policy import check_no_show
from addons.pms.domain.reservation_status import Command, Transition, transition
from addons.pms.domain.room_status import Occupancy
from addons.pms.domain.segments import fitted, room_on, since, whole_stay
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.stay_dates import StayDates
from addons.pms.hookspecs.ask import ask
from addons.pms.services import arrival_charges, cancellation, room_status
from addons.pms.services.calendar import property_of, with_nights
from addons.pms.services.reservation_store import Change, load_expected, lock_rooms, save
from addons.pms.services.stay_rules import first_departure
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChoices:
    """What the clerk has chosen for a step.

    Attributes:
        room_id: for a check-in or a reinstatement: the room to give, when the stay has none or another.
        without_room: for a reinstatement: come back without a room.
        fee: for cancelling, no-show and leaving on the day of arrival: what was said about the fee.
        confirm: for a check-out: yes, the guest leaves on the day of arrival.
    """

    room_id: UUID | None = None
    without_room: bool = False
    fee: FeeAnswer = field(default=FeeAnswer())
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """A step about to be carried out: the stay before, its after-state so far, and what it needs to know."""

    stored: StoredReservation
    after: StoredReservation
    transition: Transition
    hotel: Any
    choices: StepChoices

    def refused(self, sentence: str) -> Exception:
        """The status allows the step, but not now."""
        return invalid_status_transition(
            self.transition.source.value, self.transition.command.value, sentence
        )


_NO_CHOICES = StepChoices()
HOLDS_THE_DATE = frozenset({Command.CHECK_IN, Command.CHECK_OUT, Command.REVERT_CHECK_IN})
"""Steps that keep the night audit from closing the date under them: it looks at who is in the house, and charges them.
"""


def take_step(
    uow: UnitOfWork,
    reservation_id: UUID,
    expected_version: int | None,
    command: Command,
    choices: StepChoices = _NO_CHOICES,
) -> StoredReservation:
    """Carry out ``command``; the transition table says from which status it is possible.

    Args:
        uow: the running unit of work.
        reservation_id: which reservation.
        expected_version: the version the caller has seen; None accepts any.
        command: the step.
        choices: what the step leaves to the clerk.

    Raises:
        DomainError: INVALID_STATUS_TRANSITION (also when it is too early or too late in the day),
            CONFIRMATION_REQUIRED when a fee is another than the one shown, or when a guest leaves on the day of
            arrival; CONCURRENCY_CONFLICT, NOT_FOUND; for steps that take rooms, the conflicts of ``save``.
        AppError: FORBIDDEN when the actor may not waive a fee.
    """
    stored = load_expected(uow, reservation_id, expected_version)
    found = transition(stored.snapshot.status, command)
    hotel = property_of(uow, stored.snapshot.property_id, held=command in HOLDS_THE_DATE)
    after = replace(
        stored,
        snapshot=replace(stored.snapshot, status=found.target, release_at=None),
        status_date=hotel.business_date,
    )
    return _CARRIED_OUT.get(command, _saved)(uow, _Step(stored, after, found, hotel, choices))


def _check_in(uow: UnitOfWork, step: _Step) -> StoredReservation:
    snapshot = step.stored.snapshot
    today = step.hotel.business_date
    if snapshot.check_in_date > today:
        raise step.refused(
            Sentence(
                "The arrival is on {check_in_date}, today is {today}: change the arrival to today first.",
                check_in_date=snapshot.check_in_date,
                today=today,
            )
        )
    if today > max(snapshot.check_in_date, _last_night(step.stored)):
        raise step.refused(
            Sentence(
                "The stay was to end on {check_out_date}, today is {today}: change the departure first.",
                check_out_date=snapshot.check_out_date,
                today=today,
            )
        )
    segments = snapshot.segments
    if step.choices.room_id is not None:
        segments = whole_stay(step.choices.room_id, _dates(step.stored))
    if not segments:
        raise step.refused(Sentence("The stay has no room yet: assign one first."))
    step = replace(step, after=replace(step.after, snapshot=replace(step.after.snapshot, segments=segments)))
    room = (since(segments, today) or segments)[0].room_id
    row = lock_rooms(uow, {part.room_id for part in (*segments, *snapshot.segments)})[room]
    if row.occupancy == "OCCUPIED":
        raise step.refused(
            Sentence("Room {number} is still occupied: check the other guest out first.", number=row.number)
        )
    saved = _saved(uow, step)
    room_status.occupy(uow, room)
    arrival_charges.charge(uow, saved.snapshot, today)
    return saved


def _check_out(uow: UnitOfWork, step: _Step) -> StoredReservation:
    snapshot = step.stored.snapshot
    leaves = first_departure(uow, snapshot)
    if leaves <= snapshot.check_in_date and not snapshot.day_use:
        return _leave_on_arrival_day(uow, step)
    in_room = _room_in_house(step.stored, step.hotel.business_date)
    if leaves < snapshot.check_out_date and not snapshot.day_use:
        step = replace(step, after=_leaving_on(step.after, leaves))
    saved = _saved(uow, step)
    if in_room is not None:
        room_status.vacate(uow, in_room)
    return saved


def _leaving_on(after: StoredReservation, today: date) -> StoredReservation:
    """An early departure returns the remaining nights to stock at once."""
    snapshot = after.snapshot
    dates = StayDates(snapshot.check_in_date, today)
    kept = [price for price in snapshot.nightly_rates if price.night < today]
    shortened = replace(snapshot, check_out_date=today, segments=fitted(snapshot.segments, dates))
    return with_nights(replace(after, snapshot=shortened), kept)


def _leave_on_arrival_day(uow: UnitOfWork, step: _Step) -> StoredReservation:
    """Nobody sleeps: the stay becomes a day use, its nights are free again, the first night is charged."""
    snapshot = step.after.snapshot
    nights = snapshot.nightly_rates
    due = nights[0].price if nights else Money(0, snapshot.total.currency)
    choices = step.choices
    if not choices.confirm and choices.fee.expected is None and not choices.fee.waived:
        raise fee_to_confirm(
            Sentence(
                "The guest arrived today: confirm the departure and the charge for the first night, or revert the"
                " check-in."
            ),
            due,
        )
    charged = cancellation.agreed(uow, due, choices.fee)
    room = _room_in_house(step.stored, step.hotel.business_date)
    dates = StayDates(snapshot.check_in_date, snapshot.check_in_date, day_use=True)
    left = replace(
        snapshot, day_use=True, check_out_date=dates.check_out, segments=whole_stay(room, dates),
        total=Money(0, snapshot.total.currency),
    )  # fmt: skip
    step = replace(step, after=with_nights(replace(step.after, snapshot=left), []))
    saved = _saved(uow, step, **cancellation.fee_facts(due, charged))
    if room is not None:
        room_status.vacate(uow, room)
    cancellation.post(uow, saved.snapshot, DAY_USE, charged, "Day use")
    return saved


def _cancel(uow: UnitOfWork, step: _Step) -> StoredReservation:
    terms = cancellation.terms_by(uow.tenant_id, step.stored.snapshot, cancellation.rules_of(step.hotel))
    return _called_off(uow, step, terms.fee, CANCELLATION_FEE, "Cancellation fee")


def _no_show(uow: UnitOfWork, step: _Step) -> StoredReservation:
    snapshot, hotel = step.stored.snapshot, step.hotel
    rules = cancellation.rules_of(hotel)
    allowed = ask(uow.tenant_id, "pms_no_show_at", reservation=snapshot, property=rules)
    check_no_show(snapshot.check_in_date, hotel.business_date, allowed, clock.now(), ZoneInfo(hotel.timezone))
    terms = cancellation.terms_by(uow.tenant_id, snapshot, rules)
    return _called_off(uow, step, terms.no_show_fee, NO_SHOW_FEE, "No-show fee")


def _called_off(uow: UnitOfWork, step: _Step, due: Money, code: str, description: str) -> StoredReservation:
    charged = cancellation.agreed(uow, due, step.choices.fee)
    saved = _saved(uow, step, **cancellation.fee_facts(due, charged))
    cancellation.post(uow, saved.snapshot, code, charged, description)
    return saved


def _reinstate(uow: UnitOfWork, step: _Step) -> StoredReservation:
    snapshot = step.after.snapshot
    today = step.hotel.business_date
    if snapshot.check_in_date < today and snapshot.check_out_date <= today:
        raise step.refused(Sentence("No night of the stay lies ahead: make a new reservation instead."))
    if step.choices.without_room:
        snapshot = replace(snapshot, segments=(), room_type_id=step.stored.booked_room_type_id)
    elif step.choices.room_id is not None:
        snapshot = replace(snapshot, segments=whole_stay(step.choices.room_id, _dates(step.stored)))
    return _saved(uow, replace(step, after=replace(step.after, snapshot=snapshot)))


def _revert_check_in(uow: UnitOfWork, step: _Step) -> StoredReservation:
    charged = first_departure(uow, step.stored.snapshot) > step.hotel.business_date
    if charged or step.stored.status_date != step.hotel.business_date:
        raise step.refused(Sentence("A check-in can be taken back on the same business date only."))
    room = _room_in_house(step.stored, step.hotel.business_date)
    saved = _saved(uow, step)
    if room is not None:
        room_status.change_status(uow, room, occupancy=Occupancy.VACANT)
    arrival_charges.take_back(uow, saved.snapshot.id, step.hotel.business_date)
    return saved


def _room_in_house(stored: StoredReservation, today: date) -> UUID | None:
    """The room the guest is in: tonight's, or on the day of departure the last one."""
    return room_on(stored.snapshot.segments, today)


def _saved(uow: UnitOfWork, step: _Step, **facts: Any) -> StoredReservation:
    command, event = step.transition.command, step.transition.event
    return save(uow, Change(step.stored, step.after, f"reservation.{command.value}", event, facts))[0]


def _dates(stored: StoredReservation) -> StayDates:
    return StayDates(stored.snapshot.check_in_date, stored.snapshot.check_out_date, stored.snapshot.day_use)


def _last_night(stored: StoredReservation) -> date:
    nights = _dates(stored).nights()
    return nights[-1] if nights else stored.snapshot.check_in_date


#: What a step does besides changing the status; the others do nothing else.
_CARRIED_OUT = {
    Command.CHECK_IN: _check_in,
    Command.CHECK_OUT: _check_out,
    Command.CANCEL: _cancel,
    Command.NO_SHOW: _no_show,
    Command.REINSTATE: _reinstate,
    Command.REVERT_CHECK_IN: _revert_check_in,
}
