"""What happens to rooms when guests arrive, change rooms and leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from addons.pms.db.queries import room_blocks
from addons.pms.domain.errors import DomainError, reservation_not_movable
from addons.pms.domain.events import RoomStatusChanged
from addons.pms.domain.move import MovePlan
from addons.pms.domain.room_status import Condition, Occupancy, StatusCause, label
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.snapshots import RoomSnapshot
from addons.pms.services import configuration_records, housekeeping_follow_up, room_status_log
from addons.pms.services.reservation_store import lock_rooms
from oppsera_host.db.unit_of_work import UnitOfWork

_CLOSED = text(
    "select exists (select from pms_room_blocks b join pms_properties p on p.tenant_id = b.tenant_id"
    " and p.id = b.property_id where b.tenant_id = cast(:tenant as uuid) and b.room_id = cast(:room as uuid)"
    " and b.active and b.kind = 'OUT_OF_ORDER' and b.start_date <= p.business_date and b.end_date > p.business_date)"
)


def guests_changed_rooms(uow: UnitOfWork, plans: Sequence[MovePlan]) -> None:
    """Leave every vacated room vacant and dirty, then mark every entered one occupied.

    Raises:
        DomainError: RESERVATION_NOT_MOVABLE when somebody is still in a room that is entered: a guest overdue.
    """
    for plan in plans:
        if plan.vacated_room is not None:
            vacate(uow, plan.vacated_room, StatusCause.ROOM_MOVE)
    for plan in plans:
        if plan.entered_room is not None:
            row = lock_rooms(uow, {plan.entered_room})[plan.entered_room]
            if row.occupancy == Occupancy.OCCUPIED:
                raise still_occupied(row)
            occupy(uow, plan.entered_room, StatusCause.ROOM_MOVE)


def still_occupied(room: Any) -> DomainError:
    """Return the refusal of a move into a room, given by its row, that somebody else is in."""
    return reservation_not_movable(
        Sentence("Room {number} is still occupied: check the other guest out first.", number=room.number)
    )


def occupy(uow: UnitOfWork, room_id: UUID, cause: StatusCause = StatusCause.CHECK_IN) -> None:
    """Mark a room occupied; its condition stays."""
    change_status(uow, room_id, occupancy=Occupancy.OCCUPIED, cause=cause)


def vacate(uow: UnitOfWork, room_id: UUID, cause: StatusCause = StatusCause.CHECK_OUT) -> None:
    """Mark a room vacant and dirty: somebody slept in it. Housekeeping gets the departure's task."""
    change_status(uow, room_id, occupancy=Occupancy.VACANT, condition=Condition.DIRTY, cause=cause)


def change_status(
    uow: UnitOfWork,
    room_id: UUID,
    *,
    occupancy: Occupancy | None = None,
    condition: Condition | None = None,
    cause: StatusCause = StatusCause.CORRECTION,
    reason: str = "",
) -> RoomSnapshot:
    """Set one or both axes of a room; a change leaves an audit row, an event and a line in the status log.

    Args:
        uow: the running unit of work.
        room_id: which room; it is locked.
        occupancy: None leaves it.
        condition: None leaves it.
        cause: why, for the status log.
        reason: more about it, never about a guest.

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
    configuration_records.record(uow, "room.change_status", RoomStatusChanged, before=before, after=after)
    room_status_log.write(uow, before, after, cause, reason)
    if after_occupancy is not before.occupancy:
        housekeeping_follow_up.occupancy_changed(uow, room_id, after_occupancy, after_condition)
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
