"""The product's side of the machine: the same commands through the services, and everything the tables say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from addons.pms.domain.errors import DomainError
from addons.pms.domain.money import Money
from addons.pms.domain.reservation_status import Command, ReservationStatus
from addons.pms.domain.stay_dates import Edge, StayDates
from addons.pms.services import (
    calendar,
    closures,
    night_audit,
    reservation_edits,
    reservations,
    room_assignment,
    stays,
)
from addons.pms.services.calendar import Origin
from addons.pms.services.night_audit_steps import Request
from addons.pms.services.reservation_store import load
from addons.pms.services.undo import undo
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor
from tests.factories.hotel import Hotel
from tests.pms.machine.oracle import DONE

_STAYS = (
    "select r.id, r.status, r.check_in_date, r.check_out_date, r.day_use_room_id, r.room_locked, r.release_at,"
    " r.status_date, r.version, r.status in ('HOLD', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT') as holding,"
    " (select jsonb_agg(jsonb_build_array(b.room_id, b.start_date, b.end_date, b.active) order by b.start_date)"
    "  from pms_room_blocks b where b.tenant_id = r.tenant_id and b.reservation_id = r.id)"
    " from pms_reservations r where r.tenant_id = %(tenant)s and r.property_id = %(property)s"
)
_STOCK = (
    "select i.room_type_id, i.night, i.sold, i.out_of_order from pms_type_inventory i join pms_room_types t"
    " on t.tenant_id = i.tenant_id and t.id = i.room_type_id"
    " where i.tenant_id = %(tenant)s and t.property_id = %(property)s and (i.sold <> 0 or i.out_of_order <> 0)"
)
_OCCUPIED = (
    "select id from pms_rooms where tenant_id = %(tenant)s and property_id = %(property)s"
    " and occupancy = 'OCCUPIED'"
)
_TODAY = "select business_date from pms_properties where tenant_id = %(tenant)s and id = %(property)s"


@dataclass
class House:
    """One property, its stays and closures in the order in which they were made."""

    actor: Actor
    hotel: Hotel
    connection: psycopg.Connection[Any]
    stays: list[UUID] = field(default_factory=list)
    closures: list[tuple[UUID, UUID]] = field(default_factory=list)
    undoable: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = {room_id: number for number, room_id in self.hotel.rooms.items()}
        self._kinds = {type_id: code for code, type_id in self.hotel.types.items()}

    def _run(self, work: Callable[[UnitOfWork], Any]) -> str:
        def counted(uow: UnitOfWork) -> list[int]:
            work(uow)
            last = uow.seal()
            return list(range(last - len(uow.mutations) + 1, last + 1)) if uow.mutations else []

        self.undoable = []
        try:
            self.undoable = unit_of_work.run(counted, actor=self.actor)
        except DomainError as refusal:
            return refusal.code
        return DONE

    def _room(self, number: str | None) -> UUID | None:
        return None if number is None else self.hotel.rooms[number]

    def book(
        self, arrival: date, nights: int, kind: str, room: str | None, status: str, release: datetime | None
    ) -> str:
        """Book a stay."""
        made: list[UUID] = []

        def work(uow: UnitOfWork) -> None:
            wanted = reservations.NewReservation(
                property_id=self.hotel.property_id, room_type_id=self.hotel.types[kind],
                dates=StayDates(arrival, arrival + timedelta(days=nights), day_use=nights == 0), adults=1,
                guest=reservations.NewGuest(first_name="Ada", last_name="Probe"), room_id=self._room(room),
                nightly_rate=Money(10_000, "EUR"), status=ReservationStatus(status), release_at=release,
            )  # fmt: skip
            made[:] = [reservations.create(uow, wanted).snapshot.id]

        code = self._run(work)
        self.stays += made if code == DONE else []
        return code

    def step(self, number: int, command: str, room: str | None, yes: bool) -> str:
        """Take a step."""
        choices = stays.StepChoices(room_id=self._room(room), confirm=yes)
        return self._run(
            lambda uow: stays.take_step(uow, self.stays[number], None, Command(command), choices)
        )

    def lock(self, number: int, locked: bool) -> str:
        """Lock a stay to its room, or unlock it."""
        wanted = reservation_edits.Edit(room_locked=locked)
        return self._run(lambda uow: reservation_edits.edit(uow, self.stays[number], None, wanted))

    def move(self, number: int, taken: str | None, room: str | None, arrival: date, *, yes: bool) -> str:
        """Drag a chip."""

        def work(uow: UnitOfWork) -> None:
            origin = self._origin(uow, number, taken)
            calendar.move(uow, self.stays[number], origin, self._room(room), arrival, confirm=yes)

        return self._run(work)

    def resize(self, number: int, edge: str, day: date) -> str:
        """Draw an edge."""

        def work(uow: UnitOfWork) -> None:
            held = load(uow, self.stays[number]).snapshot
            origin = Origin(held.room_id, held.check_in_date, held.check_out_date, held.version)
            calendar.resize(uow, self.stays[number], origin, Edge(edge), day)

        return self._run(work)

    def swap(self, first: int, second: int, *, yes: bool) -> str:
        """Exchange rooms."""

        def work(uow: UnitOfWork) -> None:
            pair = [
                (self.stays[each], load(uow, self.stays[each]).snapshot.version) for each in (first, second)
            ]
            calendar.swap(uow, pair[0], pair[1], confirm=yes)

        return self._run(work)

    def assign(self, number: int, room: str | None, *, yes: bool) -> str:
        """Give a room, or take it away."""
        return self._run(
            lambda uow: room_assignment.assign_room(
                uow, self.stays[number], None, self._room(room), confirm=yes
            )
        )

    def split(self, number: int, on: date, room: str) -> str:
        """Plan a change of rooms."""
        return self._run(
            lambda uow: room_assignment.split(uow, self.stays[number], None, on, self.hotel.rooms[room])
        )

    def undo(self, seqs: list[int]) -> str:
        """Take a move, resize or swap back."""
        return self._run(lambda uow: undo(uow, seqs))

    def close_room(self, room: str, first: date, nights: int) -> str:
        """Take a room out of order."""
        made: list[UUID] = []

        def work(uow: UnitOfWork) -> None:
            end = first + timedelta(days=nights)
            made[:] = [closures.set_out_of_order(uow, self.hotel.rooms[room], first, end, "Boiler").block_id]

        code = self._run(work)
        self.closures += [(self.hotel.rooms[room], made[0])] if code == DONE else []
        return code

    def open_room(self, number: int) -> str:
        """Lift a closure."""
        room, block = self.closures[number]
        return self._run(lambda uow: closures.clear_out_of_order(uow, room, block))

    def close_day(self, today: date) -> str:
        """Run the night audit."""
        self.undoable = []
        try:
            night_audit.run(self.actor, Request(self.hotel.property_id, today))
        except DomainError as refusal:
            return refusal.code
        return DONE

    def _origin(self, uow: UnitOfWork, number: int, taken: str | None) -> Origin:
        held = load(uow, self.stays[number]).snapshot
        return Origin(self._room(taken), held.check_in_date, held.check_out_date, held.version)

    def seen(self) -> dict[str, Any]:
        """Return what the tables say, in the oracle's words."""
        binds = {"tenant": self.actor.tenant_id, "property": self.hotel.property_id}
        rows = {row[0]: row for row in self.connection.execute(_STAYS, binds)}
        stock = self.connection.execute(_STOCK, binds).fetchall()
        occupied = self.connection.execute(_OCCUPIED, binds).fetchall()
        [today] = self.connection.execute(_TODAY, binds).fetchone() or [None]
        return {
            "stays": [self._stay(rows[stay_id]) for stay_id in self.stays],
            "strangers": len(rows) - len(self.stays),
            "sold": {(self._kinds[row[0]], row[1]): row[2] for row in stock if row[2]},
            "closed": {(self._kinds[row[0]], row[1]): row[3] for row in stock if row[3]},
            "occupied": {self._numbers[row[0]] for row in occupied},
            "today": today,
        }

    def _stay(self, row: Any) -> tuple[Any, ...]:
        _, status, arrival, departure, day_room, locked, release_at, status_date, version, holding, blocks = (
            row
        )
        rooms: dict[date, str | None] = {}
        for room, start, end, active in blocks or []:
            assert active == holding
            first, last = date.fromisoformat(start), date.fromisoformat(end)
            rooms |= {
                first + timedelta(days=offset): self._numbers[UUID(room)]
                for offset in range((last - first).days)
            }
        return (
            status, arrival, departure, rooms, None if day_room is None else self._numbers[day_room], locked,
            release_at, status_date, version,
        )  # fmt: skip
