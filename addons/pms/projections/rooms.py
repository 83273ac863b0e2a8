"""Keeps the labels of the board's rows: ``rm_pms_calendar_rooms``."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection

from addons.pms.db.queries.board_rows import ROOM_COLUMNS, ROOM_KEY, rooms_from
from addons.pms.projections.writing import Model, synchronise
from oppsera_host.db import direct

MODEL = Model("rm_pms_calendar_rooms", ROOM_COLUMNS, ROOM_KEY)
_ROOMS = synchronise(
    MODEL,
    rooms_from("m.id = any(cast(:rooms as uuid[]))"),
    old_rows="o.property_id in (select m.property_id from pms_rooms m"
    " where m.tenant_id = cast(:tenant as uuid) and m.id = any(cast(:rooms as uuid[])))"
    " and o.room_id = any(cast(:rooms as uuid[]))",
    returning=["property_id"],
)
_PROPERTIES = synchronise(
    MODEL,
    rooms_from("m.property_id = any(cast(:properties as uuid[]))"),
    old_rows="o.property_id = any(cast(:properties as uuid[]))",
    returning=["property_id"],
)


def write_rooms(connection: Connection, tenant_id: UUID, version: int, rooms: Collection[UUID]) -> set[UUID]:
    """Bring the rows of ``rooms`` up to date; return the properties where something changed."""
    if not rooms:
        return set()
    binds = {"tenant": tenant_id, "version": version, "rooms": list(rooms)}
    return {row.property_id for row in direct.execute_one(connection, _ROOMS, binds)}


def write_properties(
    connection: Connection, tenant_id: UUID, version: int, properties: Collection[UUID]
) -> set[UUID]:
    """Bring the rows of all rooms of ``properties`` up to date; return where something changed."""
    if not properties:
        return set()
    binds = {"tenant": tenant_id, "version": version, "properties": list(properties)}
    return {row.property_id for row in direct.execute_one(connection, _PROPERTIES, binds)}
