from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.move import plan_move, plan_resize, plan_swap
from addons.pms.domain.reservation_status import MOVABLE, ReservationStatus
from addons.pms.domain.stay_dates import Edge, StayDates
from tests.factories.stays import (
    CHECKED_IN,
    TODAY,
    A,
    B,
    C,
    day,
    part,
    refusal_of,
    stay,
    without_room,
)


class TestExpectedStays:
    def test_another_room_on_the_same_dates(self) -> None:
        plan = plan_move(stay(), B, day(1), business_date=TODAY)
        assert plan.segments == (part(B, 1, 4),)
        assert plan.dates == stay().dates
        assert plan.changed
        assert plan.rooms == [A, B]
        assert (plan.vacated_room, plan.entered_room) == (None, None)
        assert plan.nights_taken == plan.nights_released == []

    def test_other_dates_keep_the_duration(self) -> None:
        plan = plan_move(stay(), A, day(2), business_date=TODAY)
        assert plan.dates == StayDates(day(2), day(5))
        assert plan.segments == (part(A, 2, 5),)
        assert (plan.nights_taken, plan.nights_released) == ([day(4)], [day(1)])

    def test_nothing_changes_when_dropped_where_it_was(self) -> None:
        assert not plan_move(stay(), A, day(1), business_date=TODAY, from_room=A).changed

    def test_into_the_unassigned_lane_and_out_of_it(self) -> None:
        lane = plan_move(stay(), None, day(2), business_date=TODAY)
        assert lane.segments == ()
        assert lane.dates == StayDates(day(2), day(5))
        assert lane.rooms == [A]
        assigned = plan_move(without_room(stay()), C, day(2), business_date=TODAY)
        assert assigned.segments == (part(C, 2, 5),)

    def test_day_use_moves_as_one_day(self) -> None:
        plan = plan_move(stay(1, 1), B, day(3), business_date=TODAY)
        assert plan.dates == StayDates(day(3), day(3), day_use=True)
        assert plan.segments == (part(B, 3, 3),)

    def test_the_part_that_was_taken_changes_rooms(self) -> None:
        split = stay(1, 5, part(A, 1, 3), part(B, 3, 5))
        plan = plan_move(split, C, day(2), business_date=TODAY, from_room=B)
        assert plan.segments == (part(A, 2, 4), part(C, 4, 6))
        assert plan_move(split, A, day(1), business_date=TODAY, from_room=B).segments == (part(A, 1, 5),)
        assert plan_move(split, B, day(2), business_date=TODAY, from_room=B).segments == (
            part(A, 2, 4),
            part(B, 4, 6),
        )

    def test_the_whole_stay_goes_to_one_room_when_no_part_is_named(self) -> None:
        split = stay(1, 5, part(A, 1, 3), part(B, 3, 5))
        assert plan_move(split, C, day(1), business_date=TODAY).segments == (part(C, 1, 5),)

    def test_a_room_the_stay_is_not_in(self) -> None:
        refusal = refusal_of(stay(), C, day(1), from_room=B)
        assert refusal.code == "CONCURRENCY_CONFLICT"
        assert refusal.facts == {"currentVersion": 3}

    def test_an_arrival_before_the_business_date(self) -> None:
        refusal = refusal_of(stay(), B, day(-1))
        assert refusal.code == "VALIDATION_ERROR"
        assert list(refusal.facts["fields"]) == ["to.checkInDate"]
        assert plan_move(stay(), B, day(0), business_date=TODAY).dates.check_in == TODAY

    def test_a_late_guest_may_change_rooms_on_past_dates(self) -> None:
        plan = plan_move(stay(-1, 2), B, day(-1), business_date=TODAY)
        assert plan.segments == (part(B, -1, 2),)

    def test_past_the_end_of_the_calendar(self) -> None:
        assert list(refusal_of(stay(), B, date.max).facts["fields"]) == ["to.checkInDate"]


def test_rooms_are_locked_in_the_order_of_their_ids() -> None:
    rooms = [UUID(int=number << 64) for number in (7, 5, 3, 11, 2)]
    split = stay(1, 5, *(part(room, start, start + 1) for start, room in enumerate(rooms[:4], start=1)))
    assert plan_move(split, rooms[4], day(1), business_date=TODAY).rooms == sorted(rooms)


@pytest.mark.parametrize("status", sorted(set(ReservationStatus) - MOVABLE))
def test_statuses_that_do_not_move(status: ReservationStatus) -> None:
    finished = stay(status=status)
    assert refusal_of(finished, B, day(1), confirm=True).code == "RESERVATION_NOT_MOVABLE"
    with pytest.raises(DomainError) as resized:
        plan_resize(finished, Edge.RIGHT, day(5), business_date=TODAY)
    assert resized.value.code == "RESERVATION_NOT_MOVABLE"
    for pair in ((finished, stay(number=101)), (stay(number=101), finished)):
        with pytest.raises(DomainError) as swapped:
            plan_swap(*pair, business_date=TODAY, confirm=True)
        assert swapped.value.code == "RESERVATION_NOT_MOVABLE"


class TestLockedRooms:
    @pytest.mark.parametrize("to_room", [B, None])
    def test_another_room_is_refused(self, to_room: UUID | None) -> None:
        assert refusal_of(stay(locked=True), to_room, day(1)).code == "RESERVATION_NOT_MOVABLE"

    def test_an_in_house_guest_is_refused_before_being_asked(self) -> None:
        in_house = stay(-1, 3, status=CHECKED_IN, locked=True)
        assert refusal_of(in_house, B, day(-1)).code == "RESERVATION_NOT_MOVABLE"

    def test_other_dates_in_the_same_room_are_fine(self) -> None:
        plan = plan_move(stay(locked=True), A, day(3), business_date=TODAY)
        assert plan.segments == (part(A, 3, 6),)
        assert plan_resize(stay(locked=True), Edge.RIGHT, day(6), business_date=TODAY).changed

    def test_a_locked_stay_without_a_room_may_get_one(self) -> None:
        assert plan_move(without_room(stay(locked=True)), B, day(1), business_date=TODAY).changed

    def test_neither_side_of_a_swap_may_be_locked(self) -> None:
        free = stay(1, 4, part(B, 1, 4), number=101)
        with pytest.raises(DomainError) as refusal:
            plan_swap(free, stay(locked=True), business_date=TODAY)
        assert refusal.value.code == "RESERVATION_NOT_MOVABLE"


class TestInHouseStays:
    guest = stay(-2, 3, status=CHECKED_IN)

    def test_a_move_must_be_confirmed(self) -> None:
        refusal = refusal_of(self.guest, B, day(-2))
        assert refusal.code == "CONFIRMATION_REQUIRED"
        assert "2027-03-15" in refusal.detail

    @pytest.mark.parametrize("to_check_in", [day(-2), day(0), day(2)])
    def test_nights_slept_stay_where_they_were_slept(self, to_check_in: date) -> None:
        plan = plan_move(self.guest, B, to_check_in, business_date=TODAY, confirm=True)
        assert plan.dates == self.guest.dates
        assert plan.segments == (part(A, -2, 0), part(B, 0, 3))
        assert (plan.vacated_room, plan.entered_room) == (A, B)

    def test_on_the_day_of_arrival_the_room_is_replaced(self) -> None:
        plan = plan_move(stay(0, 3, status=CHECKED_IN), B, day(0), business_date=TODAY, confirm=True)
        assert plan.segments == (part(B, 0, 3),)
        assert (plan.vacated_room, plan.entered_room) == (A, B)

    def test_a_second_move_on_one_day_replaces_the_first(self) -> None:
        moved = replace(self.guest, segments=(part(A, -2, 0), part(B, 0, 3)))
        plan = plan_move(moved, C, day(-2), business_date=TODAY, confirm=True)
        assert plan.segments == (part(A, -2, 0), part(C, 0, 3))
        assert (plan.vacated_room, plan.entered_room) == (B, C)

    def test_moving_back_heals_the_cut(self) -> None:
        moved = replace(self.guest, segments=(part(A, -2, 0), part(B, 0, 3)))
        plan = plan_move(moved, A, day(-2), business_date=TODAY, confirm=True)
        assert plan.segments == (part(A, -2, 3),)
        assert (plan.vacated_room, plan.entered_room) == (B, A)

    def test_a_move_planned_for_a_later_night_changes_no_room_today(self) -> None:
        planned = replace(self.guest, segments=(part(A, -2, 1), part(B, 1, 3)))
        plan = plan_move(planned, C, day(-2), business_date=TODAY, confirm=True, from_room=B)
        assert plan.segments == (part(A, -2, 1), part(C, 1, 3))
        assert (plan.vacated_room, plan.entered_room) == (None, None)

    def test_slept_nights_cannot_be_taken(self) -> None:
        moved = replace(self.guest, segments=(part(A, -2, 0), part(B, 0, 3)))
        refusal = refusal_of(moved, C, day(-2), confirm=True, from_room=A)
        assert refusal.code == "RESERVATION_NOT_MOVABLE"

    def test_the_arrival_cannot_be_moved(self) -> None:
        assert refusal_of(self.guest, A, day(-1), confirm=True).code == "RESERVATION_NOT_MOVABLE"
        assert not plan_move(self.guest, A, day(-2), business_date=TODAY).changed

    def test_a_guest_needs_a_room(self) -> None:
        assert refusal_of(self.guest, None, day(-2), confirm=True).code == "RESERVATION_NOT_MOVABLE"

    @pytest.mark.parametrize("end", [0, -1])
    def test_a_guest_who_is_due_out_stays_put(self, end: int) -> None:
        due_out = stay(-2, end, status=CHECKED_IN)
        refusal = refusal_of(due_out, B, day(-2), confirm=True)
        assert refusal.code == "RESERVATION_NOT_MOVABLE"
        assert "due out" in refusal.detail

    def test_a_guest_for_the_day_changes_rooms(self) -> None:
        plan = plan_move(stay(0, 0, status=CHECKED_IN), B, day(0), business_date=TODAY, confirm=True)
        assert plan.segments == (part(B, 0, 0),)
        assert (plan.vacated_room, plan.entered_room) == (A, B)

    def test_an_overdue_guest_for_the_day_changes_rooms(self) -> None:
        plan = plan_move(stay(-1, -1, status=CHECKED_IN), B, day(-1), business_date=TODAY, confirm=True)
        assert plan.segments == (part(B, -1, -1),)

    def test_a_guest_who_came_before_the_arrival_date_changes_rooms(self) -> None:
        plan = plan_move(stay(1, 3, status=CHECKED_IN), B, day(1), business_date=TODAY, confirm=True)
        assert plan.segments == (part(B, 1, 3),)
        assert (plan.vacated_room, plan.entered_room) == (A, B)

    def test_a_guest_known_without_a_room_gets_one(self) -> None:
        plan = plan_move(without_room(self.guest), B, day(-2), business_date=TODAY, confirm=True)
        assert plan.segments == (part(B, -2, 3),)
        assert (plan.vacated_room, plan.entered_room) == (None, B)
