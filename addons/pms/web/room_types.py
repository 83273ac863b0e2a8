"""/api/pms/room-types: the categories of rooms that are sold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.money import Money
from addons.pms.services import room_types
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import expected_version
from addons.pms.web.schemas.room_type import (
    OfPropertyQuerySchema,
    RoomTypeCreateSchema,
    RoomTypeEditSchema,
    RoomTypeSchema,
)
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import page_of

_dump = RoomTypeSchema().dump


@api.get("/room-types")
@api.arguments(OfPropertyQuerySchema, location="query")
@api.response(200, page_of(RoomTypeSchema))
@require("pms.properties.read")
def list_room_types(query: dict[str, Any]) -> Response:
    """List the room types of a property."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]

    def work(session: Session) -> list[room_types.RoomTypeRecord]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return room_types.list_room_types(session, tenant_id, hotel.id, after, limit + 1)

    return page_response(commands.read(work), limit, lambda each: each.id, _dump)


@api.post("/room-types")
@api.arguments(RoomTypeCreateSchema)
@api.response(201, RoomTypeSchema)
@require("pms.properties.write")
def create_room_type(body: dict[str, Any]) -> Response:
    """Set up a room type."""
    wanted = {"property_id": None} | _settings(body)
    return commands.run(lambda uow: room_types.create_room_type(uow, **wanted), dump=_dump, status=201)


@api.get("/room-types/<uuid:room_type_id>")
@api.response(200, RoomTypeSchema)
@require("pms.properties.read")
def get_room_type(room_type_id: UUID) -> Response:
    """Return one room type with its version as ETag."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: room_types.find_room_type(session, tenant_id, room_type_id))
    return commands.json_response(_dump(found), etag=found.version)


@api.patch("/room-types/<uuid:room_type_id>")
@api.arguments(RoomTypeEditSchema)
@api.response(200, RoomTypeSchema)
@require("pms.properties.write")
def edit_room_type(body: dict[str, Any], room_type_id: UUID) -> Response:
    """Change a room type; another overbooking limit counts from the business date on."""
    version = expected_version(body)
    changes = _settings(body)
    return commands.run(
        lambda uow: room_types.update_room_type(uow, room_type_id, version, changes), dump=_dump
    )


def _settings(body: dict[str, Any]) -> dict[str, Any]:
    settings = {
        name: value for name, value in body.items() if name not in {"idempotency_key", "expected_version"}
    }
    if "base_rate" in settings:
        settings["base_rate"] = Money(*settings["base_rate"])
    return settings
