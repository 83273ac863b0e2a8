"""Tasks as they lie in the database, and the record of every change of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from addons.pms.domain.events import DomainEvent, HousekeepingTaskCreated, HousekeepingTaskUpdated
from addons.pms.domain.housekeeping import TaskKind, TaskSnapshot, TaskStatus
from addons.pms.services import configuration_records
from oppsera_host.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task with what only its readers see: the note, and the room as people call it."""

    snapshot: TaskSnapshot
    note: str
    room_number: str = ""
    floor: str | None = None


def record_of(row: Any) -> TaskRecord:
    """Return the record of a selected row, with the room where the query joined it."""
    snapshot = TaskSnapshot(
        id=row.id, version=row.version, property_id=row.property_id, room_id=row.room_id, date=row.date,
        kind=TaskKind(row.kind), status=TaskStatus(row.status), assignee_id=row.assignee_id,
        started_at=row.started_at, finished_at=row.finished_at,
    )  # fmt: skip
    return TaskRecord(snapshot, row.note, getattr(row, "room_number", ""), getattr(row, "floor", None))


def created(uow: UnitOfWork, rows: Iterable[Any]) -> int:
    """Record that the tasks of ``rows`` are new; return how many."""
    return _recorded(uow, rows, "housekeeping_task.create", HousekeepingTaskCreated)


def changed(uow: UnitOfWork, rows: Iterable[Any], action: str) -> int:
    """Record that the tasks of ``rows`` became what they are by ``action``; return how many."""
    return _recorded(uow, rows, f"housekeeping_task.{action}", HousekeepingTaskUpdated)


def _recorded(uow: UnitOfWork, rows: Iterable[Any], action: str, event: type[DomainEvent]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the answer
        configuration_records.record(uow, action, event, before=None, after=record_of(row).snapshot)
    return count
