"""What a change of a room means for housekeeping's tasks and for open discrepancies.

Runs inside the change's own transaction, under the room's lock: a room is never dirty without its task, and a task
never open for a room somebody has already called clean.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from addons.pms.db.queries import housekeeping_discrepancies as discrepancy_queries
from addons.pms.db.queries import housekeeping_tasks as queries
from addons.pms.domain.events import HousekeepingDiscrepancyResolved
from addons.pms.domain.housekeeping import CLEANING, DiscrepancySnapshot, TaskKind, TaskStatus
from addons.pms.domain.room_status import Condition, Occupancy
from addons.pms.services import configuration_records, housekeeping_records
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

_READYING = frozenset({TaskKind.DEPARTURE, TaskKind.ARRIVAL, TaskKind.INSPECTION})


def occupancy_changed(uow: UnitOfWork, room_id: UUID, occupancy: Occupancy, condition: Condition) -> None:
    """A guest moved in: readying the room has no point any more. One left it dirty: it is a departure's work."""
    rules = _rules(uow, room_id)
    if occupancy is Occupancy.OCCUPIED:
        _settle(uow, rules, room_id, _READYING, TaskStatus.SKIPPED)
    else:
        _settle(uow, rules, room_id, {TaskKind.STAY_OVER}, TaskStatus.SKIPPED)
        if condition is Condition.DIRTY:
            _open(uow, rules, room_id, TaskKind.DEPARTURE)
    rows = uow.execute(
        discrepancy_queries.RESOLVE_OF_ROOM,
        {"tenant": uow.tenant_id, "room": room_id, "by": uow.actor.label, "at": clock.now()},
    )
    resolved(uow, rows)


def condition_said(uow: UnitOfWork, room_id: UUID, occupancy: Occupancy, condition: Condition) -> None:
    """Somebody said how clean the room is: finish what that answers, and open what follows from it."""
    rules = _rules(uow, room_id)
    if condition is Condition.DIRTY:
        if _settle(uow, rules, room_id, {TaskKind.INSPECTION}, TaskStatus.SKIPPED):
            binds = _binds(uow, rules, room_id)
            housekeeping_records.changed(uow, uow.execute(queries.REOPEN_CLEANING, binds), "reopen")
        return
    answered = CLEANING if condition is Condition.CLEAN else {*CLEANING, TaskKind.INSPECTION}
    _settle(uow, rules, room_id, answered, TaskStatus.DONE)
    vacant = occupancy is Occupancy.VACANT
    if condition is Condition.CLEAN and vacant and rules.inspect_rooms:
        _open(uow, rules, room_id, TaskKind.INSPECTION)


def resolved(uow: UnitOfWork, rows: Iterable[Any]) -> None:
    """Record that the discrepancies of ``rows`` are settled."""
    for row in rows:
        configuration_records.record(
            uow, "housekeeping_discrepancy.resolve", HousekeepingDiscrepancyResolved,
            before=None, after=discrepancy_of_row(row),
        )  # fmt: skip


def discrepancy_of_row(row: Any) -> DiscrepancySnapshot:
    """Return the snapshot of a selected row."""
    return DiscrepancySnapshot(
        row.id, row.version, row.property_id, row.room_id, row.date, Occupancy(row.seen), Occupancy(row.desk),
        row.resolution,
    )  # fmt: skip


def _rules(uow: UnitOfWork, room_id: UUID) -> Any:
    return uow.execute(queries.RULES_OF_ROOM, {"tenant": uow.tenant_id, "room": room_id}).one()


def _binds(uow: UnitOfWork, rules: Any, room_id: UUID) -> dict[str, Any]:
    return {
        "tenant": uow.tenant_id,
        "property": rules.property_id,
        "room": room_id,
        "day": rules.business_date,
    }


def _settle(uow: UnitOfWork, rules: Any, room_id: UUID, kinds: Iterable[TaskKind], status: TaskStatus) -> int:
    finished: datetime | None = clock.now() if status is TaskStatus.DONE else None
    binds = _binds(uow, rules, room_id) | {
        "kinds": sorted(kind.value for kind in kinds),
        "status": status.value,
        "finished": finished,
    }
    action = "finish" if status is TaskStatus.DONE else "skip"
    return housekeeping_records.changed(uow, uow.execute(queries.SETTLE, binds), action)


def _open(uow: UnitOfWork, rules: Any, room_id: UUID, kind: TaskKind) -> None:
    binds = _binds(uow, rules, room_id) | {"id": new_id(), "kind": kind.value, "at": clock.now()}
    row = uow.execute(queries.INSERT_OR_REOPEN, binds).one_or_none()
    if row is None:
        return
    if row.version == 1:
        housekeeping_records.created(uow, [row])
    else:
        housekeeping_records.changed(uow, [row], "reopen")
