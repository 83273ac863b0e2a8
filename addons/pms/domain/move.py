"""What a move, a resize or a swap would make of a stay (contract section 4). Planning only, no writing.

Whether the rooms are free is not asked here: the caller checks the plan's segments under lock, without the
reservation's own blocks, so that an overlap with itself never counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from addons.pms.domain.errors import (
    DomainError,
    concurrency_conflict,
    confirmation_required,
    invalid_fields,
    reservation_not_movable,
)
from addons.pms.domain.reservation_status import MOVABLE, ReservationStatus
from addons.pms.domain.segments import Segments, before, fitted, joined, room_on, shifted, since, whole_stay
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.spoken_names import spoken_name
from addons.pms.domain.stay_dates import Edge, StayDates


@dataclass(frozen=True, slots=True)
class StayState:
    """A reservation as planning sees it; ``segments`` is empty when it has no room."""

    reservation_id: UUID
    version: int
    status: ReservationStatus
    dates: StayDates
    segments: Segments
    room_type_id: UUID
    room_locked: bool
    adults: int
    children: int


@dataclass(frozen=True, slots=True)
class MovePlan:
    """The stay as it would become.

    Attributes:
        state: the stay as it is.
        dates: its new dates.
        segments: its new rooms, night by night; empty when it has none.
        vacated_room: the room an in-house guest leaves now (becomes vacant and dirty); else None.
        entered_room: the room an in-house guest moves into now (becomes occupied); else None.
    """

    state: StayState
    dates: StayDates
    segments: Segments
    vacated_room: UUID | None = None
    entered_room: UUID | None = None

    @property
    def changed(self) -> bool:
        """Whether anything differs from the stay as it is."""
        return (self.dates, self.segments) != (self.state.dates, self.state.segments)

    @property
    def rooms(self) -> list[UUID]:
        """Every room touched, old and new, in the order in which to lock them."""
        return sorted({part.room_id for part in (*self.state.segments, *self.segments)})

    @property
    def nights_taken(self) -> list[date]:
        """The nights the stay has not had before."""
        return sorted(set(self.dates.nights()) - set(self.state.dates.nights()))

    @property
    def nights_released(self) -> list[date]:
        """The nights the stay gives back."""
        return sorted(set(self.state.dates.nights()) - set(self.dates.nights()))


def plan_move(
    state: StayState,
    to_room: UUID | None,
    to_check_in: date,
    *,
    business_date: date,
    confirm: bool = False,
    from_room: UUID | None = None,
) -> MovePlan:
    """Plan the stay in another room, on other dates, or both; its duration is kept.

    An in-house stay keeps its arrival whatever ``to_check_in`` says: the nights slept stay where they were
    slept, and ``to_room`` begins on the business date (on the day of arrival it replaces the room outright).

    Args:
        state: the stay as it is.
        to_room: where it goes; None puts it in the unassigned lane.
        to_check_in: its new arrival.
        business_date: the property's today.
        confirm: the clerk has said yes to moving an in-house guest.
        from_room: the room of the chip that was taken, so that of a stay in several rooms only the nights
            there change rooms; None brings the whole stay (in-house: all that is left of it) to one room.

    Raises:
        DomainError: RESERVATION_NOT_MOVABLE by status or room lock; CONFIRMATION_REQUIRED for an in-house
            stay; VALIDATION_ERROR on ``to.checkInDate`` for an arrival before the business date;
            CONCURRENCY_CONFLICT when the stay is not in ``from_room``.
    """
    _refuse_unless_movable(state)
    if state.status is ReservationStatus.CHECKED_IN:
        return _move_in_house(state, to_room, to_check_in, business_date, confirm, from_room)
    dates = state.dates
    if to_check_in != dates.check_in:
        _refuse_past_arrival(to_check_in, business_date)
        dates = _in_request(lambda: state.dates.shift_to(to_check_in))
    parts = shifted(state.segments, (dates.check_in - state.dates.check_in).days)
    segments = _rehoused(state, parts, from_room, to_room) or whole_stay(to_room, dates)
    _refuse_when_locked(state, parts, segments)
    return MovePlan(state, dates, segments)


def _move_in_house(
    state: StayState,
    to_room: UUID | None,
    to_check_in: date,
    business_date: date,
    confirm: bool,
    from_room: UUID | None,
) -> MovePlan:
    dates = state.dates
    if to_room is None:
        raise reservation_not_movable(Sentence("The guest is in the house and needs a room."))
    due_out = dates.check_out <= business_date and not dates.day_use
    if due_out and room_on(state.segments, business_date) != to_room:
        raise reservation_not_movable(
            Sentence("The guest is due out: extend the stay before changing rooms.")
        )
    slept = () if dates.day_use else before(state.segments, business_date)
    ahead = state.segments if dates.day_use else since(state.segments, business_date)
    if from_room is not None and from_room in _rooms(slept) and from_room not in _rooms(ahead):
        raise reservation_not_movable(Sentence("Those nights have been slept already."))
    moved = _rehoused(state, ahead, from_room, to_room)
    if not state.segments:
        moved = whole_stay(to_room, dates)
    if _rooms(moved) == _rooms(joined(ahead)):
        if to_check_in != dates.check_in:
            raise reservation_not_movable(
                Sentence("The guest has arrived: draw the departure instead of moving.")
            )
        return MovePlan(state, dates, state.segments)
    _refuse_when_locked(state, ahead, moved)
    if not confirm:
        raise confirmation_required(
            Sentence(
                "The guest is in the house: the new room begins on {business_date}, slept nights stay put.",
                business_date=business_date,
            )
        )
    left, entered = room_on(state.segments, business_date), room_on(moved, business_date)
    segments = joined((*slept, *moved))
    if left == entered:
        return MovePlan(state, dates, segments)
    return MovePlan(state, dates, segments, vacated_room=left, entered_room=entered)


def _rehoused(state: StayState, parts: Segments, from_room: UUID | None, to_room: UUID | None) -> Segments:
    if to_room is None or not parts:
        return ()
    if from_room is None:
        return (replace(parts[0], room_id=to_room, end_date=parts[-1].end_date),)
    if from_room not in _rooms(parts):
        raise concurrency_conflict(state.version)
    return joined([replace(part, room_id=to_room) if part.room_id == from_room else part for part in parts])


def plan_resize(state: StayState, edge: Edge, day: date, *, business_date: date) -> MovePlan:
    """Plan the stay with its arrival (LEFT) or departure (RIGHT) on ``day``; new nights go to the outer room.

    When an in-house guest changed rooms today and now leaves today, ``vacated_room`` is the room entered
    today, which the shortened stay no longer holds.

    Raises:
        DomainError: RESERVATION_NOT_MOVABLE by status, or for the arrival of an in-house stay;
            VALIDATION_ERROR on ``to.checkInDate`` or ``to.checkOutDate`` when less than one night or more
            than 366 would remain, for an arrival before the business date, or for shortening an in-house
            stay to before it.
    """
    _refuse_unless_movable(state)
    in_house = state.status is ReservationStatus.CHECKED_IN
    if edge is Edge.LEFT and day != state.dates.check_in:
        if in_house:
            raise reservation_not_movable(Sentence("The guest has arrived: the arrival stays as it is."))
        _refuse_past_arrival(day, business_date)
    if in_house and edge is Edge.RIGHT and day < min(business_date, state.dates.check_out):
        sentence = Sentence("The guest is in the house on {business_date}.", business_date=business_date)
        raise invalid_fields({"to.checkOutDate": [sentence]})
    dates = _in_request(lambda: state.dates.resized(edge, day))
    segments = fitted(state.segments, dates)
    if in_house and room_on(state.segments, business_date) != room_on(segments, business_date):
        return MovePlan(state, dates, segments, vacated_room=room_on(state.segments, business_date))
    return MovePlan(state, dates, segments)


def plan_swap(
    first: StayState, second: StayState, *, business_date: date, confirm: bool = False
) -> tuple[MovePlan, MovePlan]:
    """Plan two stays in each other's room, dates untouched; both plans hold or neither.

    When both guests are in the house each room is vacated by one plan and entered by the other: apply both
    ``vacated_room`` before either ``entered_room``.

    Raises:
        DomainError: VALIDATION_ERROR for a stay with itself; RESERVATION_NOT_MOVABLE when one has no room,
            several rooms, the same room as the other, or may not move; CONFIRMATION_REQUIRED when one is
            in the house.
    """
    if first.reservation_id == second.reservation_id:
        raise invalid_fields({"second.reservationId": ["Choose two different reservations."]})
    rooms = [_room_to_give(state, business_date) for state in (first, second)]
    if rooms[0] == rooms[1]:
        raise reservation_not_movable(Sentence("Both reservations are in the same room."))
    plans = [
        plan_move(state, room, state.dates.check_in, business_date=business_date, confirm=confirm)
        for state, room in ((first, rooms[1]), (second, rooms[0]))
    ]
    return plans[0], plans[1]


def _room_to_give(state: StayState, business_date: date) -> UUID:
    _refuse_unless_movable(state)
    in_house = state.status is ReservationStatus.CHECKED_IN and not state.dates.day_use
    rooms = set(_rooms(since(state.segments, business_date) if in_house else state.segments))
    if not rooms:
        raise reservation_not_movable(Sentence("A reservation with no room ahead has none to exchange."))
    if len(rooms) > 1:
        raise reservation_not_movable(
            Sentence("A reservation in several rooms cannot be exchanged: move its parts.")
        )
    return rooms.pop()


def _rooms(segments: Segments) -> list[UUID]:
    return [part.room_id for part in segments]


def _refuse_unless_movable(state: StayState) -> None:
    if state.status not in MOVABLE:
        raise reservation_not_movable(
            Sentence(
                "A {status} reservation keeps its room and its dates.", status=spoken_name(state.status.value)
            )
        )


def _refuse_when_locked(state: StayState, parts: Segments, segments: Segments) -> None:
    if state.room_locked and parts and _rooms(joined(parts)) != _rooms(segments):
        raise reservation_not_movable(Sentence("The reservation is locked to its room: unlock it first."))


def _refuse_past_arrival(check_in: date, business_date: date) -> None:
    if check_in < business_date:
        sentence = Sentence(
            "The arrival would be before today, {business_date}.", business_date=business_date
        )
        raise invalid_fields({"to.checkInDate": [sentence]})


def _in_request(dates: Callable[[], StayDates]) -> StayDates:
    """Name fields as the move and resize requests do, where the new dates stand under ``to``."""
    try:
        return dates()
    except DomainError as error:
        fields = error.facts["fields"]
        raise invalid_fields({f"to.{name}": sentences for name, sentences in fields.items()}) from error
