"""Any sequence of commands: the product and a hotel in plain Python come to the same."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from addons.pms.db.queries import room_blocks
from addons.pms.services import calendar, conflict_check, expired_holds, stays
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.clock import TestClock
from oppsera_host.testing.databases import Database
from tests.factories.hotel import BUSINESS_DATE, build_hotel
from tests.pms.machine import oracle_board, oracle_life
from tests.pms.machine.house import House
from tests.pms.machine.oracle import DONE, Hotel

RUNS, STEPS = 50, 50
MORNING = datetime(2027, 3, 15, 8, tzinfo=UTC)
ROOMS = {"101": "STD", "102": "STD", "103": "STD", "201": "SUITE"}
PICK, YES = st.integers(0, 30), st.booleans()
DAY, ROOM = st.integers(-1, 9), st.sampled_from(sorted(ROOMS))
NEAR = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, -1])
MAYBE_ROOM = st.one_of(ROOM, ROOM, st.none())
Start = Callable[[], House]


class Desk(RuleBasedStateMachine):
    """One hotel, told to the product and to the oracle alike; ``begin`` makes it."""

    begin: Start
    clock: TestClock
    told: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.clock.stop_at(MORNING)
        self.house = type(self).begin()
        self.oracle = Hotel(dict(ROOMS), BUSINESS_DATE, MORNING)
        self.before: tuple[list[int], Hotel] | None = None

    def agree(self, name: str, *facts: Any, **more: Any) -> str:
        """Carry out one command on both sides and compare the answer and everything there is."""
        kept = copy.deepcopy(self.oracle)
        here = oracle_board if hasattr(oracle_board, name) else oracle_life
        expected = getattr(here, name)(self.oracle, *facts, **more)
        here_too = (kept.today,) if name == "close_day" else facts
        answer = getattr(self.house, name)(*here_too, **more)
        self.told[f"{name} {answer}"] += 1
        assert answer == expected, (name, facts, more)
        self.compare()
        undoable = name in {"move", "resize", "swap"} and self.house.undoable
        self.before = (self.house.undoable, kept) if undoable else None
        return answer

    def compare(self) -> None:
        """Compare status, dates, rooms, versions, stock and rooms' occupancy."""
        oracle, seen = self.oracle, self.house.seen()
        expected = [
            (
                stay.status, stay.arrival, stay.departure,
                {night: room for night, room in stay.rooms.items() if room is not None}, stay.day_room, stay.locked,
                stay.release_at, stay.status_date, stay.version,
            )
            for stay in oracle.stays
        ]  # fmt: skip
        assert seen["stays"] == expected
        assert seen["strangers"] == 0
        assert seen["sold"] == dict(oracle.sold())
        assert seen["closed"] == dict(oracle.closed())
        assert seen["occupied"] == oracle.occupied
        assert seen["today"] == oracle.today

    def pick(self, number: int) -> int:
        return number % len(self.oracle.stays)

    def day(self, days: int) -> Any:
        return self.oracle.today + timedelta(days=days)

    @initialize(rooms=st.lists(MAYBE_ROOM, min_size=2, max_size=4), nights=st.integers(1, 4))
    def some_stays(self, rooms: list[str | None], nights: int) -> None:
        for days, room in enumerate(rooms):
            self.agree("book", self.day(days % 2), nights, ROOMS[room or "101"], room, "CONFIRMED", None)

    @rule(days=NEAR, nights=st.integers(0, 5), room=MAYBE_ROOM, confirmed=YES, hours=st.integers(-1, 60))
    def book(self, days: int, nights: int, room: str | None, confirmed: bool, hours: int) -> None:
        release = self.oracle.now + timedelta(hours=hours) if not confirmed and hours < 40 else None
        kind, status = ROOMS[room or "101"], "CONFIRMED" if confirmed else "HOLD"
        self.agree("book", self.day(days), nights, kind, room, status, release)

    @rule(room=ROOM, nights=st.integers(1, 3))
    def walk_in(self, room: str, nights: int) -> None:
        if self.agree("book", self.day(0), nights, ROOMS[room], room, "CONFIRMED", None) == DONE:
            self.agree("step", len(self.oracle.stays) - 1, "check_in", None, yes=False)

    @precondition(lambda self: self.oracle.stays)
    @rule(number=PICK, command=st.sampled_from(["check_in", "check_out"]), room=MAYBE_ROOM, yes=YES)
    def come_or_go(self, number: int, command: str, room: str | None, yes: bool) -> None:
        self.agree("step", self.pick(number), command, room if yes else None, yes=yes)

    @precondition(lambda self: self.oracle.stays)
    @rule(
        number=PICK,
        command=st.sampled_from(["confirm", "cancel", "expire", "no_show", "reinstate", "revert_check_in"]),
    )
    def another_step(self, number: int, command: str) -> None:
        self.agree("step", self.pick(number), command, None, yes=False)

    @precondition(lambda self: self.oracle.stays)
    @rule(number=PICK, room=ROOM)
    def reinstate_elsewhere(self, number: int, room: str) -> None:
        self.agree("step", self.pick(number), "reinstate", room, yes=False)

    @precondition(lambda self: self.oracle.stays)
    @rule(number=PICK, room=MAYBE_ROOM, days=DAY, shift=YES, last=YES, yes=YES)
    def move(self, number: int, room: str | None, days: int, shift: bool, last: bool, yes: bool) -> None:
        stay = self.oracle.stays[self.pick(number)]
        rooms = stay.numbers() or [None]
        arrival = self.day(days) if shift else stay.arrival
        self.agree("move", self.pick(number), rooms[-1 if last else 0], room, arrival, yes=yes)

    @precondition(lambda self: self.oracle.stays)
    @rule(number=PICK, edge=st.sampled_from(["LEFT", "RIGHT"]), days=DAY)
    def resize(self, number: int, edge: str, days: int) -> None:
        self.agree("resize", self.pick(number), edge, self.day(days))

    @precondition(lambda self: len(self.oracle.stays) > 1)
    @rule(first=PICK, second=PICK, yes=YES)
    def swap(self, first: int, second: int, yes: bool) -> None:
        self.agree("swap", self.pick(first), self.pick(second), yes=yes)

    @precondition(lambda self: self.oracle.stays)
    @rule(number=PICK, room=MAYBE_ROOM, yes=YES)
    def assign(self, number: int, room: str | None, yes: bool) -> None:
        self.agree("assign", self.pick(number), room, yes=yes)

    @precondition(lambda self: self.oracle.stays)
    @rule(number=PICK, nights=st.integers(0, 4), room=ROOM)
    def split(self, number: int, nights: int, room: str) -> None:
        on = self.oracle.stays[self.pick(number)].arrival + timedelta(days=nights)
        self.agree("split", self.pick(number), on, room)

    @precondition(lambda self: self.oracle.stays)
    @rule(number=PICK, locked=YES)
    def lock(self, number: int, locked: bool) -> None:
        self.agree("lock", self.pick(number), locked)

    @precondition(lambda self: self.before is not None)
    @rule()
    def undo(self) -> None:
        assert self.before is not None
        seqs, kept = self.before
        answer = self.house.undo(seqs)
        self.told[f"undo {answer}"] += 1
        assert answer == DONE
        for number, stay in enumerate(kept.stays):
            now = self.oracle.stays[number]
            expired = now.status == "EXPIRED" != stay.status
            if now.version > stay.version and not expired:
                self.oracle.stays[number] = stay.changed(version=now.version + 1)
        self.oracle.occupied = kept.occupied
        self.compare()
        self.before = None

    @rule(room=ROOM, days=NEAR, nights=st.integers(1, 4))
    def close_room(self, room: str, days: int, nights: int) -> None:
        self.agree("close_room", room, self.day(days), nights)

    @rule(room=ROOM, days=st.integers(0, 2), closing_first=YES)
    def close_and_take_for_the_day(self, room: str, days: int, closing_first: bool) -> None:
        """A room is closed and taken for the day, in either order: the second is refused."""
        closing = ("close_room", room, self.day(days), 1)
        taking = ("book", self.day(days), 0, ROOMS[room], room, "CONFIRMED", None)
        for command in (closing, taking) if closing_first else (taking, closing):
            self.agree(*command)

    @precondition(lambda self: any(self.oracle.closures))
    @rule(number=PICK)
    def open_room(self, number: int) -> None:
        left = [place for place, closure in enumerate(self.oracle.closures) if closure is not None]
        self.agree("open_room", left[number % len(left)])

    @rule(hours=st.sampled_from([1, 5, 12, 18]), going_on=YES)
    def wait(self, hours: int, going_on: bool) -> None:
        """Let hours pass; somebody may want to go on with a hold that has ended meanwhile."""
        self.wait_until(self.oracle.now + timedelta(hours=hours))
        if going_on and (due := self.oracle.due()):
            self.agree("step", due[0], "confirm", None, yes=False)

    def wait_until(self, moment: datetime) -> None:
        self.oracle.now, self.before = moment, None
        self.clock.stop_at(moment)

    @rule(hour=st.sampled_from([None, 1, 4, 7]))
    def close_day(self, hour: int | None) -> None:
        """Close the day: at once, which may be too early, or at an hour (UTC) of the night, around the cutoff."""
        if hour is not None:
            night = datetime.combine(self.oracle.today + timedelta(days=1), time(hour), tzinfo=UTC)
            self.wait_until(max(self.oracle.now, night))
        self.agree("close_day")


@pytest.fixture
def machine(actor: Actor, database: Database, clock: TestClock) -> Iterator[type[Desk]]:
    """The machine, with a new property for each run."""
    hotels = iter(range(10_000))

    with database.connect_as_admin() as connection:
        connection.autocommit = True

        class Machine(Desk):
            @staticmethod
            def begin() -> House:
                hotel = build_hotel(actor, rooms={"STD": 3, "SUITE": 1}, code=f"RUN{next(hotels)}")
                return House(actor, hotel, connection)

        Machine.clock, Machine.told = clock, Counter()
        yield Machine


def drive(machine: type[Desk], runs: int, phases: tuple[Phase, ...]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs, stateful_step_count=STEPS, derandomize=True, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=phases, report_multiple_bugs=False,
        ),
    )  # fmt: skip


def test_the_product_and_the_oracle_never_differ(machine: type[Desk]):
    drive(machine, RUNS, (Phase.generate,))
    told = machine.told

    assert told.total() >= 2_000, told
    done = {name.rpartition(" ")[0] for name in told if name.endswith(DONE)}
    assert done >= {
        "book", "step", "move", "resize", "swap", "assign", "split", "lock", "undo", "close_room", "open_room",
        "close_day",
    }  # fmt: skip
    refusals = {name.rpartition(" ")[2] for name in told} - {DONE}
    assert refusals >= {
        "ROOM_ALREADY_BOOKED", "ROOM_OUT_OF_ORDER", "NO_AVAILABILITY", "INVALID_STATUS_TRANSITION",
        "RESERVATION_NOT_MOVABLE", "CONFIRMATION_REQUIRED", "VALIDATION_ERROR",
    }  # fmt: skip


def nothing(*_arguments: Any, **_more: Any) -> None:
    """Stand in for a guard that is off."""


@pytest.mark.parametrize(
    ("where", "guard", "instead"),
    [
        (stays, "check_no_show", nothing),
        (expired_holds, "refuse_to_go_on", nothing),
        (calendar.room_status, "guests_changed_rooms", nothing),
        (conflict_check, "_day_is_over", lambda stay: stay.snapshot.day_use),
        (room_blocks, "DAY_USES", text(f"select d.* from ({room_blocks.DAY_USES.text}) as d where false")),
    ],
)
def test_control_a_guard_that_is_off_is_found_out(
    machine: type[Desk], monkeypatch: pytest.MonkeyPatch, where: Any, guard: str, instead: Any
):
    monkeypatch.setattr(where, guard, instead)
    with pytest.raises((AssertionError, AppError, DBAPIError)):
        drive(machine, RUNS, (Phase.generate,))
