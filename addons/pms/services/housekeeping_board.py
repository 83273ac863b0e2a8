"""A day's rooms with everything housekeeping and the desk want to know of them, in a fixed number of reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import housekeeping_tasks as queries
from addons.pms.domain.housekeeping import CLEANING, UNFINISHED, TaskKind, TaskStatus
from addons.pms.domain.room_status import Condition, Occupancy
from addons.pms.services import housekeeping_discrepancies, maintenance_notes
from addons.pms.services.housekeeping_discrepancies import DiscrepancyRecord
from addons.pms.services.housekeeping_records import TaskRecord, record_of
from addons.pms.services.housekeeping_rooms import RoomDay, rooms_on
from addons.pms.services.maintenance_notes import NoteRecord
from addons.pms.services.properties import PropertyRecord

MOST_NOTES = 1000


@dataclass(frozen=True, slots=True)
class BoardRoom:
    """One room of the board.

    Attributes:
        day: the room, who leaves, stays and arrives, its closure and its flaw.
        tasks: the day's tasks, and unfinished ones of the days before.
        discrepancy: where housekeeping and the desk differ, or None.
        notes: open maintenance notes.
        inspects: whether the house inspects cleaned rooms.
    """

    day: RoomDay
    tasks: Sequence[TaskRecord]
    discrepancy: DiscrepancyRecord | None
    notes: Sequence[NoteRecord]
    inspects: bool

    @property
    def id(self) -> UUID:
        """The room's id."""
        return self.day.room.snapshot.id

    @property
    def floor(self) -> str:
        """The floor as people call it; empty without one."""
        return self.day.room.snapshot.floor or ""

    @property
    def unfinished(self) -> list[TaskRecord]:
        """What is still to do, begun work first."""
        waiting = [task for task in self.tasks if task.snapshot.status in UNFINISHED]
        return sorted(waiting, key=lambda task: task.snapshot.status is TaskStatus.OPEN)

    @property
    def finished(self) -> list[TaskRecord]:
        """What was done or skipped today."""
        return [task for task in self.tasks if task.snapshot.status not in UNFINISHED]

    @property
    def to_clean(self) -> bool:
        """Somebody has to clean it: a cleaning waits, or it stands empty and dirty."""
        cleaning = any(task.snapshot.kind in CLEANING for task in self.unfinished)
        room = self.day.room.snapshot
        return cleaning or (room.occupancy is Occupancy.VACANT and room.condition is Condition.DIRTY)

    @property
    def to_inspect(self) -> bool:
        """Somebody has to look at it before a guest can have it."""
        inspection = any(task.snapshot.kind is TaskKind.INSPECTION for task in self.unfinished)
        room = self.day.room.snapshot
        cleaned = room.occupancy is Occupancy.VACANT and room.condition is Condition.CLEAN
        return inspection or (self.inspects and cleaned and self.day.closure is None and not self.to_clean)

    @property
    def in_progress(self) -> bool:
        """Somebody is at work in it."""
        return any(task.snapshot.status is TaskStatus.IN_PROGRESS for task in self.tasks)

    @property
    def has_work(self) -> bool:
        """There is something to do or to clear up."""
        return bool(self.unfinished) or self.to_clean or self.to_inspect or self.discrepancy is not None


def board_of(session: Session, tenant_id: UUID, hotel: PropertyRecord, day: date) -> list[BoardRoom]:
    """Return every room of the property by number, as of ``day``."""
    binds = {"tenant": tenant_id, "property": hotel.id, "day": day, "today": hotel.business_date}
    tasks: dict[UUID, list[TaskRecord]] = defaultdict(list)
    for row in session.execute(queries.OF_DAY, binds):
        tasks[row.room_id].append(record_of(row))
    differing = housekeeping_discrepancies.page(
        session, tenant_id, hotel.id, day=None, unresolved=True, after=None, limit=MOST_NOTES
    )
    discrepancies = {each.snapshot.room_id: each for each in differing}
    notes: dict[UUID, list[NoteRecord]] = defaultdict(list)
    for note in maintenance_notes.list_notes(session, tenant_id, hotel.id, is_open=True, limit=MOST_NOTES):
        notes[note.snapshot.room_id].append(note)
    return [
        BoardRoom(
            each, tasks[each.room.snapshot.id], discrepancies.get(each.room.snapshot.id),
            notes[each.room.snapshot.id], hotel.inspect_rooms,
        )
        for each in rooms_on(session, tenant_id, hotel.id, day)
    ]  # fmt: skip


def by_floor(rooms: Sequence[BoardRoom]) -> list[tuple[str, list[BoardRoom]]]:
    """Return the rooms by floor, floor 2 before floor 10; rooms without a floor first."""
    floors: dict[str, list[BoardRoom]] = defaultdict(list)
    for room in rooms:
        floors[room.floor].append(room)
    return sorted(floors.items(), key=lambda floor: (len(floor[0]), floor[0]))
