"""Tasks of housekeeping: generated for a day, given out by hand, assigned, started, finished, skipped, taken back.

Order of locks: the room, then its tasks, as in every change of a room.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.queries import housekeeping_tasks as queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.housekeeping import (
    TaskCommand,
    TaskKind,
    TaskStatus,
    condition_when_finished,
    condition_when_reopened,
    next_status,
)
from addons.pms.domain.room_status import Condition, StatusCause
from addons.pms.domain.sentence import Sentence
from addons.pms.services import configuration_records, housekeeping_records, rooms
from addons.pms.services.existing import existing_row
from addons.pms.services.housekeeping_records import TaskRecord, record_of
from addons.pms.services.properties import find_property
from addons.pms.services.reservation_store import lock_rooms
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


def generate(uow: UnitOfWork, property_id: UUID, day: date) -> int:
    """Make the tasks that ``day`` brings and that are not there yet; return how many are new.

    A departure for each room somebody leaves, a stay-over for each room whose guest stays and whose turn it is
    (``stay_over_cleaning_every`` nights since they moved in, 0 = never), an arrival for each other room somebody moves
    into. For the business date, what earlier days left and nobody needs any more is skipped.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR on ``date`` when the day is over.
    """
    hotel = find_property(uow.session, uow.tenant_id, property_id)
    if day < hotel.business_date:
        sentence = Sentence(
            "The day is over; the business date is {business_date}.",
            business_date=hotel.business_date,
        )
        raise invalid_fields({"date": [sentence]})
    binds = {"tenant": uow.tenant_id, "property": property_id, "day": day}
    if day == hotel.business_date:
        housekeeping_records.changed(uow, uow.execute(queries.OVERTAKEN, binds), "skip")
    asked = binds | {"today": hotel.business_date, "every": hotel.stay_over_cleaning_every}
    wanted = uow.execute(queries.WANTED, asked).all()
    if not wanted:
        return 0
    made = uow.execute(
        queries.INSERT,
        binds | {
            "ids": [new_id() for _ in wanted], "rooms": [row.room_id for row in wanted],
            "kinds": [row.kind for row in wanted], "assignee": None, "note": "", "at": clock.now(),
        },
    )  # fmt: skip
    return housekeeping_records.created(uow, made)


def create_task(
    uow: UnitOfWork, room_id: UUID, *, kind: TaskKind, day: date | None, assignee_id: UUID | None, note: str
) -> TaskRecord:
    """Give out one task; ``day`` defaults to the business date.

    Raises:
        DomainError: NOT_FOUND for the room or the person; VALIDATION_ERROR on ``date`` when the day is over, on
            ``kind`` when the room has this task on that day already.
    """
    room = lock_rooms(uow, {room_id})[room_id]
    hotel = find_property(uow.session, uow.tenant_id, room.property_id)
    day = day or hotel.business_date
    if day < hotel.business_date:
        sentence = Sentence(
            "The day is over; the business date is {business_date}.",
            business_date=hotel.business_date,
        )
        raise invalid_fields({"date": [sentence]})
    _check_person(uow, assignee_id)
    made = uow.execute(
        queries.INSERT,
        {
            "tenant": uow.tenant_id, "property": hotel.id, "day": day, "ids": [new_id()], "rooms": [room_id],
            "kinds": [kind.value], "assignee": assignee_id, "note": note, "at": clock.now(),
        },
    ).all()  # fmt: skip
    if not made:
        raise invalid_fields(
            {"kind": [Sentence("Room {number} has this task on {day} already.", number=room.number, day=day)]}
        )
    housekeeping_records.created(uow, made)
    return find_task(uow.session, uow.tenant_id, made[0].id)


def update_task(
    uow: UnitOfWork, task_id: UUID, expected_version: int | None, changes: Mapping[str, Any]
) -> TaskRecord:
    """Change ``assignee_id`` (None = nobody) or ``note``.

    Raises:
        DomainError: NOT_FOUND for the task or the person; CONCURRENCY_CONFLICT.
    """
    task = _locked(uow, task_id, expected_version)
    if "assignee_id" in changes:
        _check_person(uow, changes["assignee_id"])
    return _write(uow, task, "update", **changes)


def take_step(
    uow: UnitOfWork,
    task_id: UUID,
    expected_version: int | None,
    command: TaskCommand,
    condition: Condition | None = None,
) -> TaskRecord:
    """Start, finish, skip or reopen a task.

    Finishing says how clean the room is: a cleaning makes it CLEAN, an inspection INSPECTED, and a task given out by
    hand says nothing unless ``condition`` does. Taking a finished task back takes that back too.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; INVALID_STATUS_TRANSITION.
    """
    task = _locked(uow, task_id, expected_version)
    status, kind = next_status(TaskStatus(task.status), command), TaskKind(task.kind)
    was_done = task.status == TaskStatus.DONE
    times: dict[TaskCommand, dict[str, Any]] = {
        TaskCommand.START: {"started_at": clock.now()},
        TaskCommand.FINISH: {"finished_at": clock.now()},
        TaskCommand.SKIP: {},
        TaskCommand.REOPEN: {"started_at": None, "finished_at": None},
    }
    written = _write(uow, task, command.value, status=status.value, **times[command])
    current = Condition(lock_rooms(uow, {task.room_id})[task.room_id].condition)
    if command is TaskCommand.FINISH:
        condition = condition or condition_when_finished(kind, current)
    elif command is TaskCommand.REOPEN and was_done:
        condition = condition_when_reopened(kind, current)
    if condition is not None:
        rooms.set_condition(uow, task.room_id, None, condition, cause=StatusCause.TASK)
    return find_task(uow.session, uow.tenant_id, task_id) if condition is not None else written


def assign_open(uow: UnitOfWork, property_id: UUID, day: date, floor: str | None, assignee_id: UUID) -> int:
    """Give every unfinished task of the day (of one floor) that nobody has to one person; return how many.

    Raises:
        DomainError: NOT_FOUND for the person.
    """
    _check_person(uow, assignee_id)
    binds = {
        "tenant": uow.tenant_id,
        "property": property_id,
        "day": day,
        "floor": floor,
        "assignee": assignee_id,
    }
    return housekeeping_records.changed(uow, uow.execute(queries.ASSIGN, binds), "assign")


def find_task(source: Session | Connection, tenant_id: UUID, task_id: UUID) -> TaskRecord:
    """Return one task.

    Raises:
        DomainError: NOT_FOUND.
    """
    return record_of(existing_row(source, queries.ONE, tenant_id, task_id))


def list_tasks(
    session: Session, tenant_id: UUID, property_id: UUID, filters: Mapping[str, Any], limit: int
) -> list[TaskRecord]:
    """Return up to ``limit`` tasks, oldest first.

    Args:
        session: of the tenant.
        tenant_id: the tenant.
        property_id: whose tasks.
        filters: ``date``, ``room_id``, ``assignee_id``, ``status``, ``kind`` and ``after`` (a task's id); none is
            needed.
        limit: how many at most.
    """
    binds = {
        "tenant": tenant_id, "property": property_id, "day": filters.get("date"), "room": filters.get("room_id"),
        "assignee": filters.get("assignee_id"), "status": filters.get("status"), "kind": filters.get("kind"),
        "after": filters.get("after"), "count": limit,
    }  # fmt: skip
    return [record_of(row) for row in session.execute(queries.PAGE, binds)]


def _locked(uow: UnitOfWork, task_id: UUID, expected_version: int | None) -> Any:
    room_id = uow.execute(queries.ROOM_OF, {"tenant": uow.tenant_id, "id": task_id}).scalar()
    if room_id is None:
        raise not_found()
    lock_rooms(uow, {room_id})
    task = uow.execute(queries.LOCK, {"tenant": uow.tenant_id, "id": task_id}).one()
    configuration_records.require_version(task.version, expected_version)
    return task


def _write(uow: UnitOfWork, task: Any, action: str, **changes: Any) -> TaskRecord:
    after = {
        "status": task.status, "started_at": task.started_at, "finished_at": task.finished_at,
        "assignee_id": task.assignee_id, "note": task.note,
    } | changes  # fmt: skip
    binds = {
        "tenant": uow.tenant_id, "id": task.id, "status": after["status"], "started": after["started_at"],
        "finished": after["finished_at"], "assignee": after["assignee_id"], "note": after["note"],
    }  # fmt: skip
    row = uow.execute(queries.WRITE, binds).one()
    housekeeping_records.changed(uow, [row], action)
    return find_task(uow.session, uow.tenant_id, task.id)


def _check_person(uow: UnitOfWork, user_id: UUID | None) -> None:
    """A task can only be given to somebody who works in this house."""
    binds = {"tenant": uow.tenant_id, "user": user_id}
    if user_id is not None and not uow.connection.execute(queries.MEMBER, binds).scalar():
        raise not_found()
