"""What happens to rooms when guests arrive, change rooms and leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from addons.pms.db.queries import room_blocks
from addons.pms.domain.events import RoomStatusChanged
from addons.pms.domain.move import MovePlan
from addons.pms.domain.room_status import Condition, Occupancy, label
from addons.pms.domain.snapshots import RoomSnapshot
from addons.pms.services.reservation_store import AUDIT_TABLE, lock_rooms
from oppsera_host.db.unit_of_work import Event, Mutation, UnitOfWork

_CLOSED = text(
    "select exists (select from pms_room_blocks b join pms_properties p on p.tenant_id = b.tenant_id"
    " and p.id = b.property_id where b.tenant_id = cast(:tenant as uuid) and b.room_id = cast(:room as uuid)"
    " and b.active and b.kind = 'OUT_OF_ORDER' and b.start_date <= p.business_date and b.end_date > p.business_date)"
)


def guests_changed_rooms(uow: UnitOfWork, plans: Sequence[MovePlan]) -> None:
    """Leave every vacated room vacant and dirty, then mark every entered one occupied."""
    for plan in plans:
        if plan.vacated_room is not None:
            vacate(uow, plan.vacated_room)
    for plan in plans:
        if plan.entered_room is not None:
            occupy(uow, plan.entered_room)


def occupy(uow: UnitOfWork, room_id: UUID) -> None:
    """Mark a room occupied; its condition stays."""
    change_status(uow, room_id, occupancy=Occupancy.OCCUPIED)


def vacate(uow: UnitOfWork, room_id: UUID) -> None:
    """Mark a room vacant and dirty: somebody slept in it."""
    change_status(uow, room_id, occupancy=Occupancy.VACANT, condition=Condition.DIRTY)


def change_status(
    uow: UnitOfWork, room_id: UUID, *, occupancy: Occupancy | None = None, condition: Condition | None = None
) -> RoomSnapshot:
    """Set one or both axes of a room, leaving an audit row and an event when something changes.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = lock_rooms(uow, {room_id})[room_id]
    before = _snapshot(uow, row, row.version, Occupancy(row.occupancy), Condition(row.condition))
    after_occupancy, after_condition = occupancy or before.occupancy, condition or before.condition
    if (after_occupancy, after_condition) == (before.occupancy, before.condition):
        return before
    version = uow.connection.execute(
        room_blocks.UPDATE_ROOM_STATUS,
        {
            "tenant": uow.tenant_id, "id": room_id, "occupancy": after_occupancy.value,
            "condition": after_condition.value,
        },
    ).scalar_one()  # fmt: skip
    after = _snapshot(uow, row, version, after_occupancy, after_condition)
    event = RoomStatusChanged.of(after)
    uow.record(
        Mutation(
            action="room.change_status", entity="room", entity_id=room_id, entity_version=version,
            before=before.to_payload(), after=after.to_payload(),
            events=(Event(event.type, event.aggregate_type, room_id, version, event.payload),),
            audit_table=AUDIT_TABLE,
        )
    )  # fmt: skip
    return after


def _snapshot(
    uow: UnitOfWork, row: Any, version: int, occupancy: Occupancy, condition: Condition
) -> RoomSnapshot:
    closed = uow.connection.execute(_CLOSED, {"tenant": uow.tenant_id, "room": row.id}).scalar_one()
    return RoomSnapshot(
        id=row.id, version=version, property_id=row.property_id, room_type_id=row.room_type_id, number=row.number,
        floor=row.floor, features=tuple(row.features), occupancy=occupancy, condition=condition,
        status=label(occupancy, condition, out_of_order=closed),
    )  # fmt: skip
