"""A stay pushed around at random must stay whole, and what was slept must stay slept."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from addons.pms.domain.errors import DomainError
from addons.pms.domain.move import MovePlan, StayState, plan_move, plan_resize
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.segments import whole_stay
from addons.pms.domain.stay_dates import Edge, StayDates

START = date(2027, 3, 15)
ROOMS = [UUID(int=number) for number in range(1, 5)]
EXPECTED_CODES = {
    "VALIDATION_ERROR",
    "RESERVATION_NOT_MOVABLE",
    "CONFIRMATION_REQUIRED",
    "CONCURRENCY_CONFLICT",
}


def expect_named(refusal: DomainError) -> None:
    assert refusal.code in EXPECTED_CODES


class PushedAround(RuleBasedStateMachine):
    @initialize(length=st.integers(1, 9), room=st.sampled_from([None, *ROOMS]), locked=st.booleans())
    def book(self, length: int, room: UUID | None, locked: bool) -> None:
        dates = StayDates(START, START + timedelta(days=length))
        self.today = START
        self.slept: dict[date, UUID] = {}
        self.inside: UUID | None = None
        self.state = StayState(
            UUID(int=99),
            1,
            ReservationStatus.CONFIRMED,
            dates,
            whole_stay(room, dates),
            UUID(int=50),
            locked,
            2,
            0,
        )

    def rooms_by_night(self) -> dict[date, UUID]:
        return {
            part.start_date + timedelta(days=offset): part.room_id
            for part in self.state.segments
            for offset in range((part.end_date - part.start_date).days)
        }

    def apply(self, plan: MovePlan) -> None:
        was_unassigned = not self.state.segments
        if self.state.room_locked and not was_unassigned:
            assert {part.room_id for part in plan.segments} == {part.room_id for part in self.state.segments}
        self.state = replace(self.state, dates=plan.dates, segments=plan.segments)
        if plan.vacated_room is not None:
            assert plan.vacated_room == self.inside
            self.inside = None
        if plan.entered_room is not None:
            self.inside = plan.entered_room

    @rule(
        room=st.sampled_from([None, *ROOMS]),
        offset=st.integers(-3, 12),
        confirm=st.booleans(),
        named=st.sampled_from([None, *ROOMS]),
    )
    def move(self, room: UUID | None, offset: int, confirm: bool, named: UUID | None) -> None:
        to = START + timedelta(days=offset)
        length = self.state.dates.night_count
        try:
            plan = plan_move(self.state, room, to, business_date=self.today, confirm=confirm, from_room=named)
        except DomainError as refusal:
            expect_named(refusal)
            return
        assert plan.dates.night_count == length
        if self.state.status is ReservationStatus.CHECKED_IN:
            assert plan.dates == self.state.dates
            assert confirm or not plan.changed
        else:
            assert plan.dates.check_in == to
        self.apply(plan)

    @rule(edge=st.sampled_from(Edge), offset=st.integers(-3, 20))
    def resize(self, edge: Edge, offset: int) -> None:
        to = START + timedelta(days=offset)
        try:
            plan = plan_resize(self.state, edge, to, business_date=self.today)
        except DomainError as refusal:
            expect_named(refusal)
            return
        assert (plan.dates.check_in if edge is Edge.LEFT else plan.dates.check_out) == to
        self.apply(plan)

    @precondition(lambda self: self.state.segments and self.today == self.state.dates.check_in)
    @rule()
    def check_in(self) -> None:
        if self.state.status is ReservationStatus.CONFIRMED:
            self.state = replace(self.state, status=ReservationStatus.CHECKED_IN)
            self.inside = self.rooms_by_night()[self.today]

    @precondition(
        lambda self: (
            self.state.status is ReservationStatus.CHECKED_IN and self.today < self.state.dates.check_out
        )
    )
    @rule()
    def sleep(self) -> None:
        room = self.rooms_by_night()[self.today]
        self.slept[self.today] = room
        self.today += timedelta(days=1)
        if self.today < self.state.dates.check_out:
            self.inside = self.rooms_by_night()[self.today]

    @precondition(lambda self: self.state.status is ReservationStatus.CONFIRMED)
    @rule()
    def pass_a_day(self) -> None:
        self.today += timedelta(days=1)

    @invariant()
    def rooms_cover_the_stay_without_gap_or_repeat(self) -> None:
        segments = self.state.segments
        if not segments:
            assert self.state.status is ReservationStatus.CONFIRMED
            return
        assert segments[0].start_date == self.state.dates.check_in
        assert segments[-1].end_date == self.state.dates.check_out
        for one, other in itertools.pairwise(segments):
            assert one.start_date < one.end_date == other.start_date
            assert one.room_id != other.room_id

    @invariant()
    def slept_nights_never_change_rooms(self) -> None:
        assert self.rooms_by_night().items() >= self.slept.items()

    @invariant()
    def the_guest_is_where_the_stay_says(self) -> None:
        if self.inside is not None and self.today < self.state.dates.check_out:
            assert self.rooms_by_night()[self.today] == self.inside


PushedAround.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestPushedAround = PushedAround.TestCase
