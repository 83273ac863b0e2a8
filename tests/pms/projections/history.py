"""Random lives of a hotel: commands through the real services; what they refuse is part of the life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import text

from addons.pms.domain.errors import DomainError
from addons.pms.domain.money import Money
from addons.pms.domain.reservation_status import Command, ReservationStatus
from addons.pms.domain.room_status import Condition
from addons.pms.domain.stay_dates import Edge, StayDates
from addons.pms.services import (
    calendar,
    closures,
    guests,
    night_audit,
    reservations,
    room_assignment,
    rooms,
    stays,
)
from addons.pms.services.calendar import Origin
from addons.pms.services.reservation_store import load
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor
from tests.factories.hotel import BUSINESS_DATE, Hotel

DAYS = st.integers(0, 20)
NIGHTS = st.integers(0, 16)
PICK = st.integers(0, 7)
STEP = st.one_of(
    st.tuples(st.just("book"), DAYS, NIGHTS, PICK, st.sampled_from(["HOLD", "CONFIRMED"])),
    st.tuples(st.just("book"), DAYS, NIGHTS, PICK, st.sampled_from(["HOLD", "CONFIRMED"])),
    st.tuples(st.just("move"), PICK, DAYS, PICK),
    st.tuples(st.just("resize"), PICK, DAYS, st.sampled_from(list(Edge))),
    st.tuples(st.just("swap"), PICK, PICK),
    st.tuples(st.just("life"), PICK, st.sampled_from(list(Command))),
    st.tuples(st.just("life"), PICK, st.sampled_from([Command.CHECK_IN, Command.CHECK_OUT, Command.CANCEL])),
    st.tuples(st.just("unassign"), PICK),
    st.tuples(st.just("rename"), PICK, st.sampled_from(["Grace", "Linus", "Zoë"])),
    st.tuples(st.just("close"), PICK, DAYS, st.integers(1, 9)),
    st.tuples(st.just("reopen"), PICK),
    st.tuples(st.just("clean"), PICK, st.sampled_from(["DIRTY", "CLEAN", "INSPECTED"])),
    st.tuples(st.just("next day")),
    st.tuples(st.just("project")),
)
BOOKING = st.tuples(st.just("book"), st.integers(0, 3), NIGHTS, PICK, st.sampled_from(["HOLD", "CONFIRMED"]))
HISTORIES = st.builds(
    lambda bookings, steps: bookings + steps,
    st.lists(BOOKING, min_size=3, max_size=6),
    st.lists(STEP, min_size=5, max_size=30),
)


class Life:
    """One hotel in which steps happen."""

    def __init__(self, actor: Actor, hotel: Hotel, project: Callable[[], Any]) -> None:
        self.actor, self.hotel, self.project = actor, hotel, project
        self.today = BUSINESS_DATE
        self.stays: list[UUID] = []
        self.closures: list[tuple[UUID, UUID]] = []
        self.refused = 0

    def happen(self, step: tuple[Any, ...]) -> None:
        """Take one step; a refusal is counted."""
        what, *facts = step
        try:
            getattr(self, f"_{what.replace(' ', '_')}")(*facts)
        except (DomainError, AppError):
            self.refused += 1

    def _run(self, work: Callable[[UnitOfWork], Any]) -> Any:
        return unit_of_work.run(work, actor=self.actor)

    def _room(self, pick: int) -> UUID | None:
        return ([*self.hotel.rooms.values(), None, None, None])[pick]

    def _stay(self, pick: int) -> UUID:
        if not self.stays:
            raise AppError("NOT_FOUND", 404, "")
        return self.stays[pick % len(self.stays)]

    def _book(self, day: int, nights: int, pick: int, status: str) -> None:
        arrival = BUSINESS_DATE + timedelta(days=day)
        room = self._room(pick)
        suite = room in {self.hotel.rooms["201"], self.hotel.rooms["202"]} or pick == 7
        wanted = reservations.NewReservation(
            property_id=self.hotel.property_id, room_type_id=self.hotel.types["SUITE" if suite else "STD"],
            dates=StayDates(arrival, arrival + timedelta(days=nights), day_use=nights == 0), adults=1 + pick % 2,
            guest=reservations.NewGuest(first_name="Ada", last_name=f"Probe {len(self.stays)}"), room_id=room,
            nightly_rate=Money(10_000 + pick, "EUR"), status=ReservationStatus(status),
        )  # fmt: skip
        self.stays.append(self._run(lambda uow: reservations.create(uow, wanted)).snapshot.id)

    def _move(self, pick: int, day: int, room: int) -> None:
        stay = self._stay(pick)
        to = BUSINESS_DATE + timedelta(days=day)
        self._run(
            lambda uow: calendar.move(uow, stay, _origin(uow, stay), self._room(room), to, confirm=True)
        )

    def _resize(self, pick: int, day: int, edge: Edge) -> None:
        stay = self._stay(pick)
        to = BUSINESS_DATE + timedelta(days=day)
        self._run(lambda uow: calendar.resize(uow, stay, _origin(uow, stay), edge, to))

    def _swap(self, first: int, second: int) -> None:
        one, other = self._stay(first), self._stay(second)
        if one == other:
            return
        self._run(
            lambda uow: calendar.swap(
                uow,
                (one, load(uow, one).snapshot.version),
                (other, load(uow, other).snapshot.version),
                confirm=True,
            )
        )

    def _life(self, pick: int, command: Command) -> None:
        self._run(lambda uow: stays.take_step(uow, self._stay(pick), None, command))

    def _unassign(self, pick: int) -> None:
        self._run(lambda uow: room_assignment.assign_room(uow, self._stay(pick), None, None))

    def _rename(self, pick: int, name: str) -> None:
        stay = self._stay(pick)
        self._run(
            lambda uow: guests.update_guest(
                uow, load(uow, stay).snapshot.guest_id, None, {"first_name": name}
            )
        )

    def _close(self, pick: int, day: int, nights: int) -> None:
        room = self._room(pick % len(self.hotel.rooms))
        first = BUSINESS_DATE + timedelta(days=day)
        closure = self._run(
            lambda uow: closures.set_out_of_order(uow, room, first, first + timedelta(days=nights), "Boiler")
        )
        self.closures.append((room, closure.block_id))

    def _reopen(self, pick: int) -> None:
        if self.closures:
            room, block = self.closures[pick % len(self.closures)]
            self._run(lambda uow: closures.clear_out_of_order(uow, room, block))

    def _clean(self, pick: int, condition: str) -> None:
        room = self._room(pick % len(self.hotel.rooms))
        self._run(lambda uow: rooms.set_condition(uow, room, None, Condition(condition)))

    def _next_day(self) -> None:
        self._run(lambda uow: night_audit.close_business_date(uow, self.hotel.property_id, self.today))
        self.today += timedelta(days=1)

    def _project(self) -> None:
        self.project()


def _origin(uow: UnitOfWork, stay: UUID) -> Origin:
    held = load(uow, stay).snapshot
    return Origin(held.room_id, held.check_in_date, held.check_out_date, held.version)


MODELS = ("rm_pms_calendar_segments", "rm_pms_calendar_rooms", "rm_pms_daily_occupancy")


def rows_of(connection: Any, tenant_id: UUID, version: int) -> dict[str, list[Any]]:
    """Return everything one version of the read models says, comparable between versions."""
    return {
        table: connection.execute(
            text(
                f"select (to_jsonb(o) - 'model_version')::text from {table} o"
                " where tenant_id = :tenant and model_version = :version order by 1"
            ),
            {"tenant": tenant_id, "version": version},
        )
        .scalars()
        .all()
        for table in MODELS
    }
