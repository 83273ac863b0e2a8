"""/api/pms/rooms: rooms, their condition, and their closures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.room_status import parse_condition
from addons.pms.services import (
    closures,
    maintenance_out_of_service,
    room_creation,
    room_status_log,
    rooms,
)
from addons.pms.services.properties import resolve_property
from addons.pms.services.room_creation import NewRoom
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.optional_version import optional_version
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import expected_version
from addons.pms.web.schemas.room import (
    ClosureSchema,
    OutOfOrderSchema,
    OutOfServicePeriodSchema,
    OutOfServiceSchema,
    RoomBulkSchema,
    RoomCreateSchema,
    RoomEditSchema,
    RoomListQuerySchema,
    RoomSchema,
    RoomsSchema,
    RoomStatusSchema,
    StatusLogEntrySchema,
)
from oppsera_host.web import bodies
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import ListQuerySchema, page_of

_dump = RoomSchema().dump
_dump_closure = ClosureSchema().dump
_dump_period = OutOfServicePeriodSchema().dump
_NEW_ROOM = ("number", "floor", "features", "room_type_id", "room_type_code")
_EDITABLE = ("number", "floor", "features", "room_type_id")


@api.get("/rooms")
@api.arguments(RoomListQuerySchema, location="query")
@api.response(200, page_of(RoomSchema))
@require("pms.rooms.read")
def list_rooms(query: dict[str, Any]) -> Response:
    """List the rooms of a property by number."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]

    def work(session: Session) -> list[rooms.RoomRecord]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return rooms.list_rooms(session, tenant_id, hotel.id, after, limit + 1, query.get("room_type_id"))

    return page_response(commands.read(work), limit, lambda each: each.snapshot.id, _dump)


@api.post("/rooms")
@api.arguments(RoomCreateSchema)
@api.response(201, RoomSchema)
@require("pms.rooms.write")
def create_room(body: dict[str, Any]) -> Response:
    """Set up a room; its type has one more to sell from the business date on."""
    property_id, wanted = body.get("property_id"), _new_room(body)
    return commands.run(
        lambda uow: room_creation.create_room(uow, property_id, wanted), dump=_dump, status=201
    )


@api.post("/rooms/bulk")
@api.arguments(RoomBulkSchema)
@api.response(201, RoomsSchema)
@require("pms.rooms.write")
@bodies.body_limit(bodies.BULK_LIMIT)
def create_rooms(body: dict[str, Any]) -> Response:
    """Set up to 1,000 rooms, all or none; bad rows are named as rooms.<row>.<field>."""
    property_id, wanted = body.get("property_id"), [_new_room(row) for row in body["rooms"]]
    return commands.run(
        lambda uow: room_creation.create_rooms(uow, property_id, wanted),
        dump=lambda made: {"items": [_dump(room) for room in made], "nextCursor": None},
        status=201,
    )


@api.get("/rooms/<uuid:room_id>")
@api.response(200, RoomSchema)
@require("pms.rooms.read")
def get_room(room_id: UUID) -> Response:
    """Return one room with its version as ETag."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: rooms.find_room(session, tenant_id, room_id))
    return commands.json_response(_dump(found), etag=found.snapshot.version)


@api.patch("/rooms/<uuid:room_id>")
@api.arguments(RoomEditSchema)
@api.response(200, RoomSchema)
@require("pms.rooms.write")
def edit_room(body: dict[str, Any], room_id: UUID) -> Response:
    """Change number, floor or features; the type only while nothing stands in the room from today on."""
    version = expected_version(body)
    changes = {name: body[name] for name in _EDITABLE if name in body}
    return commands.run(lambda uow: rooms.update_room(uow, room_id, version, changes), dump=_dump)


@api.post("/rooms/<uuid:room_id>/status")
@api.arguments(RoomStatusSchema)
@api.response(200, RoomSchema)
@require("pms.rooms.set_condition")
def set_condition(body: dict[str, Any], room_id: UUID) -> Response:
    """Mark a room clean, dirty or inspected."""
    given = [name for name in ("condition", "status") if name in body]
    if len(given) != 1:
        raise invalid_fields({"condition": ["Please give condition (or status)."]})
    condition, version = parse_condition(body[given[0]], given[0]), optional_version(body)
    reason = body["reason"].strip()
    return commands.run(
        lambda uow: rooms.set_condition(uow, room_id, version, condition, reason=reason), dump=_dump
    )


@api.get("/rooms/<uuid:room_id>/status-log")
@api.arguments(ListQuerySchema, location="query")
@api.response(200, page_of(StatusLogEntrySchema))
@require("pms.rooms.read")
def get_status_log(query: dict[str, Any], room_id: UUID) -> Response:
    """Return the changes of the room's state, newest first."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]

    def work(session: Session) -> list[dict[str, Any]]:
        rooms.find_room(session, tenant_id, room_id)
        return room_status_log.page(session, tenant_id, room_id, after, limit + 1)

    return page_response(commands.read(work), limit, lambda entry: UUID(entry["id"]), dict)


@api.post("/rooms/<uuid:room_id>/out-of-order")
@api.arguments(OutOfOrderSchema)
@api.response(201, ClosureSchema)
@require("pms.rooms.set_out_of_order")
def set_out_of_order(body: dict[str, Any], room_id: UUID) -> Response:
    """Close a room for some nights; stays in the way are named."""
    return commands.run(
        lambda uow: closures.set_out_of_order(
            uow, room_id, body["start_date"], body["end_date"], body["reason"].strip()
        ),
        dump=_dump_closure,
        status=201,
    )


@api.delete("/rooms/<uuid:room_id>/out-of-order/<uuid:block_id>")
@api.response(200, ClosureSchema)
@require("pms.rooms.set_out_of_order")
def clear_out_of_order(room_id: UUID, block_id: UUID) -> Response:
    """Lift a closure from the business date on."""
    return commands.run(lambda uow: closures.clear_out_of_order(uow, room_id, block_id), dump=_dump_closure)


@api.post("/rooms/<uuid:room_id>/out-of-service")
@api.arguments(OutOfServiceSchema)
@api.response(201, OutOfServicePeriodSchema)
@require("pms.rooms.set_out_of_order")
def set_out_of_service(body: dict[str, Any], room_id: UUID) -> Response:
    """Mark a room as flawed for some nights; it is sold all the same, with a warning."""
    return commands.run(
        lambda uow: maintenance_out_of_service.set_out_of_service(
            uow, room_id, body["start_date"], body["end_date"], body["reason"].strip()
        ),
        dump=_dump_period,
        status=201,
    )


@api.delete("/rooms/<uuid:room_id>/out-of-service/<uuid:out_of_service_id>")
@api.response(200, OutOfServicePeriodSchema)
@require("pms.rooms.set_out_of_order")
def clear_out_of_service(room_id: UUID, out_of_service_id: UUID) -> Response:
    """Say that the flaw is gone from the business date on."""
    return commands.run(
        lambda uow: maintenance_out_of_service.clear_out_of_service(uow, room_id, out_of_service_id),
        dump=_dump_period,
    )


def _new_room(body: dict[str, Any]) -> NewRoom:
    return NewRoom(**{name: body[name] for name in _NEW_ROOM if name in body})
