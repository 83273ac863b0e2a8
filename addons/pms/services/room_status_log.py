"""The history of a room's state: one line for each change, never rewritten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from addons.pms.domain.room_status import RoomStatus, StatusCause, label
from addons.pms.domain.snapshots import RoomSnapshot, instant_text
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor_names import names_of
from oppsera_host.ids import new_id

_INSERT = text(
    "insert into pms_room_status_log (tenant_id, id, room_id, at, actor, cause, reason, occupancy_before,"
    " condition_before, status_before, occupancy_after, condition_after, status_after) values"
    " (cast(:tenant as uuid), cast(:id as uuid), cast(:room as uuid), cast(:at as timestamptz), cast(:actor as text),"
    " cast(:cause as text), cast(:reason as text), cast(:occupancy_before as text), cast(:condition_before as text),"
    " cast(:status_before as text), cast(:occupancy_after as text), cast(:condition_after as text),"
    " cast(:status_after as text))"
)
_PAGE = text(
    "select id, at, actor, cause, reason, occupancy_before, condition_before, status_before, occupancy_after,"
    " condition_after, status_after from pms_room_status_log where tenant_id = cast(:tenant as uuid)"
    " and room_id = cast(:room as uuid) and (cast(:after as uuid) is null or id < cast(:after as uuid))"
    " order by id desc limit cast(:count as integer)"
)


def write(
    uow: UnitOfWork, before: RoomSnapshot, after: RoomSnapshot, cause: StatusCause, reason: str = ""
) -> None:
    """Keep that the room ``before`` became ``after``; ``reason`` is about the room and names no guest."""
    uow.execute_later(
        _INSERT,
        {
            "tenant": uow.tenant_id, "id": new_id(), "room": after.id, "at": clock.now(),
            "actor": uow.actor.label, "cause": cause.value, "reason": reason,
            "occupancy_before": before.occupancy.value, "condition_before": before.condition.value,
            "status_before": before.status.value, "occupancy_after": after.occupancy.value,
            "condition_after": after.condition.value, "status_after": after.status.value,
        },
    )  # fmt: skip


def write_new_day(uow: UnitOfWork, after: RoomSnapshot) -> None:
    """Keep that a closure of the room began or ended with the business date: only its word changed."""
    was_closed = after.status is not RoomStatus.OUT_OF_ORDER
    before = replace(after, status=label(after.occupancy, after.condition, out_of_order=was_closed))
    write(uow, before, after, StatusCause.BUSINESS_DATE)


def page(
    session: Session, tenant_id: UUID, room_id: UUID, after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to ``limit`` changes of the room as JSON-ready rows, newest first, those before the id ``after``."""
    binds = {"tenant": tenant_id, "room": room_id, "after": after, "count": limit}
    rows = session.execute(_PAGE, binds).all()
    names = names_of(session, [row.actor for row in rows])
    return [
        {
            "id": str(row.id), "roomId": str(room_id), "at": instant_text(row.at), "actor": row.actor,
            "actorName": names[row.actor], "cause": row.cause, "reason": row.reason,
            "from": _state(row.occupancy_before, row.condition_before, row.status_before),
            "to": _state(row.occupancy_after, row.condition_after, row.status_after),
        }
        for row in rows
    ]  # fmt: skip


def _state(occupancy: str, condition: str, status: str) -> dict[str, str]:
    return {"occupancy": occupancy, "condition": condition, "status": status}
