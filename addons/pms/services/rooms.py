"""Rooms: found, changed, marked clean or dirty. ``services.room_creation`` sets them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.models import Room
from addons.pms.db.queries import rooms as queries
from addons.pms.domain.errors import not_found
from addons.pms.domain.events import RoomUpdated
from addons.pms.domain.room_status import Condition, Occupancy, StatusCause, is_ready, label
from addons.pms.domain.snapshots import RoomSnapshot
from addons.pms.services import (
    configuration_records,
    housekeeping_follow_up,
    room_conflicts,
    room_status,
    room_stock,
)
from addons.pms.services.expired_holds import Around
from addons.pms.services.reservation_store import lock_rooms, past_expired_holds
from addons.pms.services.room_types import find_room_type
from oppsera_host.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """A room with the code of its type, as lists show it; ``ready`` = a guest can have it now."""

    snapshot: RoomSnapshot
    room_type_code: str
    ready: bool


def update_room(
    uow: UnitOfWork, room_id: UUID, expected_version: int | None, changes: Mapping[str, Any]
) -> RoomRecord:
    """Change number, floor, features or ``room_type_id`` of a room.

    The type can change only while nothing stands in the room from the business date on.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR on a ``number`` in use;
            ROOM_ALREADY_BOOKED or ROOM_OUT_OF_ORDER with what stands in the room, NO_AVAILABILITY when the
            old type is sold down to its last room, for a change of type.
    """
    lock_rooms(uow, {room_id})
    before = find_room(uow.session, uow.tenant_id, room_id)
    configuration_records.require_version(before.snapshot.version, expected_version)
    row = uow.session.get_one(Room, (uow.tenant_id, room_id), populate_existing=True)
    wanted_type = changes.get("room_type_id", row.room_type_id)
    if wanted_type != row.room_type_id:
        _change_type(uow, row, wanted_type)
    for name in ("number", "floor", "features"):
        if name in changes:
            setattr(row, name, changes[name])
    row.version += 1
    uow.session.flush()
    after = find_room(uow.session, uow.tenant_id, room_id)
    configuration_records.record(
        uow, "room.update", RoomUpdated, before=before.snapshot, after=after.snapshot
    )
    return after


def set_condition(
    uow: UnitOfWork,
    room_id: UUID,
    expected_version: int | None,
    condition: Condition,
    *,
    cause: StatusCause = StatusCause.BY_HAND,
    reason: str = "",
) -> RoomRecord:
    """Mark a room clean, dirty or inspected; whether somebody lives in it is not touched.

    Housekeeping's tasks follow: what the word answers is finished, an inspection opens where the house inspects.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT.
    """
    row = lock_rooms(uow, {room_id})[room_id]
    configuration_records.require_version(row.version, expected_version)
    room_status.change_status(uow, room_id, condition=condition, cause=cause, reason=reason)
    housekeeping_follow_up.condition_said(uow, room_id, Occupancy(row.occupancy), condition)
    return find_room(uow.session, uow.tenant_id, room_id)


def find_room(source: Session | Connection, tenant_id: UUID, room_id: UUID) -> RoomRecord:
    """Return one room.

    Raises:
        DomainError: NOT_FOUND.
    """
    found = find_rooms(source, tenant_id, [room_id])
    if not found:
        raise not_found()
    return found[0]


def find_rooms(source: Session | Connection, tenant_id: UUID, ids: Iterable[UUID]) -> list[RoomRecord]:
    """Return those of the rooms that exist, in the order of room lists."""
    rows = source.execute(queries.MANY, {"tenant": tenant_id, "ids": list(ids)})
    return [record_of(row) for row in rows]


def list_rooms(
    session: Session,
    tenant_id: UUID,
    property_id: UUID,
    after: UUID | None,
    limit: int,
    room_type_id: UUID | None = None,
) -> list[RoomRecord]:
    """Return up to ``limit`` rooms of a property (of one type) by number, those after the id ``after``."""
    binds = {
        "tenant": tenant_id,
        "property": property_id,
        "type": room_type_id,
        "after": after,
        "count": limit,
    }
    return [record_of(row) for row in session.execute(queries.PAGE, binds)]


def record_of(row: Any) -> RoomRecord:
    """Return the record of a row of ``queries.rooms``."""
    occupancy, condition = Occupancy(row.occupancy), Condition(row.condition)
    snapshot = RoomSnapshot(
        id=row.id,
        version=row.version,
        property_id=row.property_id,
        room_type_id=row.room_type_id,
        number=row.number,
        floor=row.floor,
        features=tuple(row.features),
        occupancy=occupancy,
        condition=condition,
        status=label(occupancy, condition, out_of_order=row.closed),
    )
    ready = is_ready(occupancy, condition, out_of_order=row.closed, inspects=row.inspect_rooms)
    return RoomRecord(snapshot, row.room_type_code, ready)


def _change_type(uow: UnitOfWork, row: Room, room_type_id: UUID) -> None:
    wanted = find_room_type(uow.session, uow.tenant_id, room_type_id)
    if wanted.property_id != row.property_id:
        raise not_found()
    room_stock.lock_types(uow, {row.room_type_id, room_type_id})

    def take() -> None:
        room_conflicts.refuse_unless_free(uow, row, wanted.business_date)
        room_stock.change_physical(
            uow, Counter({row.room_type_id: -1, room_type_id: 1}), from_night=wanted.business_date
        )

    past_expired_holds(uow, Around(row.property_id, wanted.business_date, date.max), take)
    row.room_type_id = room_type_id
