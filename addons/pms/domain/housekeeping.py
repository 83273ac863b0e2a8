"""The life of a housekeeping task, and what housekeeping saw against what the desk believes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from addons.pms.domain.errors import invalid_status_transition
from addons.pms.domain.room_status import Condition, Occupancy
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.snapshots import SCHEMA_VERSION, instant_text
from addons.pms.domain.spoken_names import spoken_name


class TaskKind(StrEnum):
    """Why there is something to do."""

    DEPARTURE = "DEPARTURE"
    STAY_OVER = "STAY_OVER"
    ARRIVAL = "ARRIVAL"
    INSPECTION = "INSPECTION"
    MANUAL = "MANUAL"


class TaskStatus(StrEnum):
    """How far it is."""

    OPEN = "OPEN"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    SKIPPED = "SKIPPED"


class TaskCommand(StrEnum):
    """What can be done with it."""

    START = "start"
    FINISH = "finish"
    SKIP = "skip"
    REOPEN = "reopen"


CLEANING = frozenset({TaskKind.DEPARTURE, TaskKind.STAY_OVER, TaskKind.ARRIVAL})
UNFINISHED = frozenset({TaskStatus.OPEN, TaskStatus.IN_PROGRESS})

#: (from, command) → to; what is not here is refused.
TRANSITIONS = {
    (TaskStatus.OPEN, TaskCommand.START): TaskStatus.IN_PROGRESS,
    (TaskStatus.OPEN, TaskCommand.FINISH): TaskStatus.DONE,
    (TaskStatus.OPEN, TaskCommand.SKIP): TaskStatus.SKIPPED,
    (TaskStatus.IN_PROGRESS, TaskCommand.FINISH): TaskStatus.DONE,
    (TaskStatus.IN_PROGRESS, TaskCommand.SKIP): TaskStatus.SKIPPED,
    (TaskStatus.IN_PROGRESS, TaskCommand.REOPEN): TaskStatus.OPEN,
    (TaskStatus.DONE, TaskCommand.REOPEN): TaskStatus.OPEN,
    (TaskStatus.SKIPPED, TaskCommand.REOPEN): TaskStatus.OPEN,
}


def next_status(status: TaskStatus, command: TaskCommand) -> TaskStatus:
    """Return where ``command`` leads from ``status``.

    Raises:
        DomainError: INVALID_STATUS_TRANSITION.
    """
    target = TRANSITIONS.get((status, command))
    if target is None:
        reason = Sentence(
            "The task is {status}: it cannot take the step “{command}”.",
            status=spoken_name(status.value),
            command=spoken_name(command.value),
        )
        raise invalid_status_transition(status.value, command.value, reason)
    return target


def condition_when_finished(kind: TaskKind, current: Condition) -> Condition | None:
    """Return what the room is once the task is finished; None when the task says nothing about it.

    A look at an inspected room before the arrival leaves it inspected.
    """
    if kind is TaskKind.INSPECTION:
        return Condition.INSPECTED
    if kind is TaskKind.MANUAL:
        return None
    if kind is TaskKind.ARRIVAL and current is Condition.INSPECTED:
        return Condition.INSPECTED
    return Condition.CLEAN


def condition_when_reopened(kind: TaskKind, current: Condition) -> Condition | None:
    """Return what the room is once a finished task is taken back; None when the task says nothing about it."""
    if kind in CLEANING:
        return Condition.DIRTY
    if kind is TaskKind.INSPECTION and current is Condition.INSPECTED:
        return Condition.CLEAN
    return None


class DiscrepancyKind(StrEnum):
    """The two ways housekeeping and the desk can differ, in the trade's words."""

    SLEEP = "SLEEP"
    """Somebody is in a room that the desk believes vacant."""
    SKIP = "SKIP"
    """Nobody is in a room that the desk believes occupied."""


def discrepancy_of(seen: Occupancy, desk: Occupancy) -> DiscrepancyKind | None:
    """Return how what housekeeping has ``seen`` differs from the ``desk``; None when they agree."""
    if seen is desk:
        return None
    return DiscrepancyKind.SLEEP if seen is Occupancy.OCCUPIED else DiscrepancyKind.SKIP


@dataclass(frozen=True, slots=True)
class TaskSnapshot:
    """A task as events tell of it; instants are aware. Its note stays out: people write about guests in notes."""

    id: UUID
    version: int
    property_id: UUID
    room_id: UUID
    date: date
    kind: TaskKind
    status: TaskStatus
    assignee_id: UUID | None
    started_at: datetime | None
    finished_at: datetime | None

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        return {
            "schemaVersion": SCHEMA_VERSION, "id": str(self.id), "taskId": str(self.id), "version": self.version,
            "propertyId": str(self.property_id), "roomId": str(self.room_id), "date": self.date.isoformat(),
            "kind": self.kind.value, "status": self.status.value,
            "assigneeId": None if self.assignee_id is None else str(self.assignee_id),
            "startedAt": None if self.started_at is None else instant_text(self.started_at),
            "finishedAt": None if self.finished_at is None else instant_text(self.finished_at),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DiscrepancySnapshot:
    """A discrepancy as events tell of it."""

    id: UUID
    version: int
    property_id: UUID
    room_id: UUID
    date: date
    seen: Occupancy
    desk: Occupancy
    resolution: str | None

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        kind = discrepancy_of(self.seen, self.desk)
        return {
            "schemaVersion": SCHEMA_VERSION, "id": str(self.id), "version": self.version,
            "propertyId": str(self.property_id), "roomId": str(self.room_id), "date": self.date.isoformat(),
            "kind": None if kind is None else kind.value, "seen": self.seen.value, "desk": self.desk.value,
            "resolution": self.resolution,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class MaintenanceNoteSnapshot:
    """A maintenance note as events tell of it, without its text."""

    id: UUID
    version: int
    property_id: UUID
    room_id: UUID
    is_open: bool

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        return {
            "schemaVersion": SCHEMA_VERSION, "id": str(self.id), "version": self.version,
            "propertyId": str(self.property_id), "roomId": str(self.room_id), "open": self.is_open,
        }  # fmt: skip
