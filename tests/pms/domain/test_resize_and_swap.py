from __future__ import annotations

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.move import StayState, plan_resize, plan_swap
from addons.pms.domain.stay_dates import Edge, StayDates
from tests.factories.stays import (
    CHECKED_IN,
    TODAY,
    A,
    B,
    C,
    day,
    part,
    stay,
    without_room,
)


class TestResize:
    @pytest.mark.parametrize(
        ("edge", "to", "start", "end"),
        [
            (Edge.RIGHT, 6, 1, 6),
            (Edge.RIGHT, 2, 1, 2),
            (Edge.LEFT, 0, 0, 4),
            (Edge.LEFT, 3, 3, 4),
        ],
    )
    def test_an_edge_is_drawn(self, edge: Edge, to: int, start: int, end: int) -> None:
        plan = plan_resize(stay(), edge, day(to), business_date=TODAY)
        assert plan.dates == StayDates(day(start), day(end))
        assert plan.segments == (part(A, start, end),)

    @pytest.mark.parametrize(
        ("edge", "to", "field"),
        [
            (Edge.RIGHT, 1, "to.checkOutDate"),
            (Edge.RIGHT, -5, "to.checkOutDate"),
            (Edge.RIGHT, 400, "to.checkOutDate"),
            (Edge.LEFT, 4, "to.checkInDate"),
            (Edge.LEFT, -1, "to.checkInDate"),
        ],
    )
    def test_edges_that_cannot_be(self, edge: Edge, to: int, field: str) -> None:
        with pytest.raises(DomainError) as refusal:
            plan_resize(stay(), edge, day(to), business_date=TODAY)
        assert refusal.value.code == "VALIDATION_ERROR"
        assert list(refusal.value.facts["fields"]) == [field]

    def test_parts_beyond_the_edge_are_dropped(self) -> None:
        split = stay(1, 7, part(A, 1, 3), part(B, 3, 5), part(C, 5, 7))
        assert plan_resize(split, Edge.RIGHT, day(4), business_date=TODAY).segments == (
            part(A, 1, 3),
            part(B, 3, 4),
        )
        assert plan_resize(split, Edge.RIGHT, day(5), business_date=TODAY).segments == (
            part(A, 1, 3),
            part(B, 3, 5),
        )
        assert plan_resize(split, Edge.LEFT, day(3), business_date=TODAY).segments == (
            part(B, 3, 5),
            part(C, 5, 7),
        )
        assert plan_resize(split, Edge.LEFT, day(0), business_date=TODAY).segments[0] == part(A, 0, 3)

    def test_a_stay_without_a_room(self) -> None:
        plan = plan_resize(without_room(stay()), Edge.RIGHT, day(6), business_date=TODAY)
        assert plan.segments == ()
        assert plan.nights_taken == [day(4), day(5)]

    def test_the_arrival_of_a_guest_in_house_is_fixed(self) -> None:
        guest = stay(-2, 3, status=CHECKED_IN)
        with pytest.raises(DomainError) as refusal:
            plan_resize(guest, Edge.LEFT, day(0), business_date=TODAY)
        assert refusal.value.code == "RESERVATION_NOT_MOVABLE"
        assert not plan_resize(guest, Edge.LEFT, day(-2), business_date=TODAY).changed

    def test_a_guest_in_house_leaves_today_at_the_earliest(self) -> None:
        guest = stay(-2, 3, status=CHECKED_IN)
        assert plan_resize(guest, Edge.RIGHT, TODAY, business_date=TODAY).segments == (part(A, -2, 0),)
        with pytest.raises(DomainError) as refusal:
            plan_resize(guest, Edge.RIGHT, day(-1), business_date=TODAY)
        assert list(refusal.value.facts["fields"]) == ["to.checkOutDate"]

    def test_an_overdue_guest_may_be_extended(self) -> None:
        guest = stay(-4, -2, status=CHECKED_IN)
        assert plan_resize(guest, Edge.RIGHT, day(-1), business_date=TODAY).dates.check_out == day(-1)

    def test_who_moved_today_and_leaves_today_leaves_the_new_room(self) -> None:
        guest = stay(-2, 3, part(A, -2, 0), part(B, 0, 3), status=CHECKED_IN)
        plan = plan_resize(guest, Edge.RIGHT, TODAY, business_date=TODAY)
        assert plan.segments == (part(A, -2, 0),)
        assert (plan.vacated_room, plan.entered_room) == (B, None)

    def test_who_has_not_come_leaves_no_room(self) -> None:
        late = stay(-2, 3, part(A, -2, -1), part(B, -1, 3))
        plan = plan_resize(late, Edge.RIGHT, day(-1), business_date=TODAY)
        assert (plan.vacated_room, plan.entered_room) == (None, None)

    def test_a_late_guest_keeps_the_past_arrival(self) -> None:
        late = stay(-1, 3)
        assert plan_resize(late, Edge.RIGHT, day(2), business_date=TODAY).dates.check_in == day(-1)
        assert not plan_resize(late, Edge.LEFT, day(-1), business_date=TODAY).changed


class TestSwap:
    other = stay(2, 6, part(B, 2, 6), number=101)

    def test_two_stays_exchange_rooms_and_keep_dates(self) -> None:
        first, second = plan_swap(stay(), self.other, business_date=TODAY)
        assert first.segments == (part(B, 1, 4),)
        assert second.segments == (part(A, 2, 6),)

    def test_a_guest_in_house_exchanges_what_is_left(self) -> None:
        guest = stay(-2, 3, status=CHECKED_IN)
        with pytest.raises(DomainError) as refusal:
            plan_swap(self.other, guest, business_date=TODAY)
        assert refusal.value.code == "CONFIRMATION_REQUIRED"
        first, second = plan_swap(guest, self.other, business_date=TODAY, confirm=True)
        assert first.segments == (part(A, -2, 0), part(B, 0, 3))
        assert (first.vacated_room, first.entered_room) == (A, B)
        assert second.segments == (part(A, 2, 6),)

    def test_a_guest_for_the_day_exchanges_rooms(self) -> None:
        first, second = plan_swap(
            stay(0, 0, status=CHECKED_IN), self.other, business_date=TODAY, confirm=True
        )
        assert first.segments == (part(B, 0, 0),)
        assert second.segments == (part(A, 2, 6),)

    @pytest.mark.parametrize(
        ("second", "word"),
        [
            (without_room(stay(number=101)), "no room"),
            (stay(number=101), "same room"),
            (stay(1, 5, part(B, 1, 3), part(C, 3, 5), number=101), "several rooms"),
            (stay(-2, 0, part(B, -2, 0), status=CHECKED_IN, number=101), "no room"),
        ],
    )
    def test_what_has_nothing_to_exchange(self, second: StayState, word: str) -> None:
        with pytest.raises(DomainError) as refusal:
            plan_swap(stay(), second, business_date=TODAY, confirm=True)
        assert refusal.value.code == "RESERVATION_NOT_MOVABLE"
        assert word in refusal.value.detail

    def test_a_stay_with_itself(self) -> None:
        with pytest.raises(DomainError) as refusal:
            plan_swap(stay(), stay(), business_date=TODAY)
        assert list(refusal.value.facts["fields"]) == ["second.reservationId"]
