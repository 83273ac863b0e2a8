"""/api/pms/housekeeping/tasks: what is to do, who does it, and how far it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.housekeeping import TaskCommand, TaskKind
from addons.pms.domain.room_status import Condition
from addons.pms.services import housekeeping_tasks
from addons.pms.services.housekeeping_records import TaskRecord
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.optional_version import optional_version
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import CommandSchema, expected_version
from addons.pms.web.schemas.housekeeping import (
    TaskAssignSchema,
    TaskCountSchema,
    TaskCreateSchema,
    TaskEditSchema,
    TaskFinishSchema,
    TaskGenerateSchema,
    TaskListQuerySchema,
    TaskSchema,
)
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import page_of

_dump = TaskSchema().dump


@api.get("/housekeeping/tasks")
@api.arguments(TaskListQuerySchema, location="query")
@api.response(200, page_of(TaskSchema))
@require("pms.housekeeping.read")
def list_tasks(query: dict[str, Any]) -> Response:
    """List tasks, oldest first."""
    tenant_id, limit = current_actor().tenant_id, query["limit"]
    filters = query | {"after": cursor_of(query)}

    def work(session: Session) -> list[TaskRecord]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return housekeeping_tasks.list_tasks(session, tenant_id, hotel.id, filters, limit + 1)

    return page_response(commands.read(work), limit, lambda task: task.snapshot.id, _dump)


@api.post("/housekeeping/tasks")
@api.arguments(TaskCreateSchema)
@api.response(201, TaskSchema)
@require("pms.housekeeping.write")
def create_task(body: dict[str, Any]) -> Response:
    """Give out a task by hand."""
    return commands.run(
        lambda uow: housekeeping_tasks.create_task(
            uow, body["room_id"], kind=TaskKind(body["kind"]), day=body.get("date"),
            assignee_id=body["assignee_id"], note=body["note"].strip(),
        ),
        dump=_dump, status=201,
    )  # fmt: skip


@api.post("/housekeeping/tasks/generate")
@api.arguments(TaskGenerateSchema)
@api.response(200, TaskCountSchema)
@require("pms.housekeeping.write")
def generate_tasks(body: dict[str, Any]) -> Response:
    """Make the tasks a day brings and that are not there yet; asking twice changes nothing."""

    def work(uow: UnitOfWork) -> dict[str, Any]:
        hotel = resolve_property(uow.session, uow.tenant_id, body.get("property_id"))
        day = body.get("date", hotel.business_date)
        return {"date": day.isoformat(), "count": housekeeping_tasks.generate(uow, hotel.id, day)}

    return commands.run(work, dump=dict)


@api.post("/housekeeping/tasks/assign")
@api.arguments(TaskAssignSchema)
@api.response(200, TaskCountSchema)
@require("pms.housekeeping.write")
def assign_tasks(body: dict[str, Any]) -> Response:
    """Give the unfinished tasks that nobody has, of a floor or of the house, to one person."""

    def work(uow: UnitOfWork) -> dict[str, Any]:
        hotel = resolve_property(uow.session, uow.tenant_id, body.get("property_id"))
        day = body.get("date", hotel.business_date)
        count = housekeeping_tasks.assign_open(uow, hotel.id, day, body["floor"], body["assignee_id"])
        return {"date": day.isoformat(), "count": count}

    return commands.run(work, dump=dict)


@api.get("/housekeeping/tasks/<uuid:task_id>")
@api.response(200, TaskSchema)
@require("pms.housekeeping.read")
def get_task(task_id: UUID) -> Response:
    """Return one task with its version as ETag."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: housekeeping_tasks.find_task(session, tenant_id, task_id))
    return commands.json_response(_dump(found), etag=found.snapshot.version)


@api.patch("/housekeeping/tasks/<uuid:task_id>")
@api.arguments(TaskEditSchema)
@api.response(200, TaskSchema)
@require("pms.housekeeping.write")
def edit_task(body: dict[str, Any], task_id: UUID) -> Response:
    """Give the task to somebody, or change what to mind."""
    version = expected_version(body)
    changes = {name: body[name] for name in ("assignee_id", "note") if name in body}
    return commands.run(
        lambda uow: housekeeping_tasks.update_task(uow, task_id, version, changes), dump=_dump
    )


@api.post("/housekeeping/tasks/<uuid:task_id>/start")
@api.arguments(CommandSchema)
@api.response(200, TaskSchema)
@require("pms.housekeeping.write")
def start_task(body: dict[str, Any], task_id: UUID) -> Response:
    """Begin."""
    return _step(TaskCommand.START, body, task_id)


@api.post("/housekeeping/tasks/<uuid:task_id>/finish")
@api.arguments(TaskFinishSchema)
@api.response(200, TaskSchema)
@require("pms.housekeeping.write")
def finish_task(body: dict[str, Any], task_id: UUID) -> Response:
    """Finish: a cleaning makes the room clean, an inspection inspected."""
    return _step(TaskCommand.FINISH, body, task_id)


@api.post("/housekeeping/tasks/<uuid:task_id>/skip")
@api.arguments(CommandSchema)
@api.response(200, TaskSchema)
@require("pms.housekeeping.write")
def skip_task(body: dict[str, Any], task_id: UUID) -> Response:
    """Leave it: the guest wants no service, or nobody needs it."""
    return _step(TaskCommand.SKIP, body, task_id)


@api.post("/housekeeping/tasks/<uuid:task_id>/reopen")
@api.arguments(CommandSchema)
@api.response(200, TaskSchema)
@require("pms.housekeeping.write")
def reopen_task(body: dict[str, Any], task_id: UUID) -> Response:
    """Take it back; a room that was called clean is dirty again."""
    return _step(TaskCommand.REOPEN, body, task_id)


def _step(command: TaskCommand, body: dict[str, Any], task_id: UUID) -> Response:
    version = optional_version(body)
    condition = Condition(body["condition"]) if "condition" in body else None
    return commands.run(
        lambda uow: housekeeping_tasks.take_step(uow, task_id, version, command, condition), dump=_dump
    )
