"""/api/pms/maintenance-notes: what needs repair."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import maintenance_notes
from addons.pms.services.maintenance_notes import NoteRecord
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.optional_version import optional_version
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import CommandSchema
from addons.pms.web.schemas.housekeeping import NoteCreateSchema, NoteListQuerySchema, NoteSchema
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import page_of

_dump = NoteSchema().dump


@api.get("/maintenance-notes")
@api.arguments(NoteListQuerySchema, location="query")
@api.response(200, page_of(NoteSchema))
@require("pms.housekeeping.read")
def list_notes(query: dict[str, Any]) -> Response:
    """List maintenance notes, newest first."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]
    is_open = {"OPEN": True, "CLOSED": False}.get(query.get("status", ""))

    def work(session: Session) -> list[NoteRecord]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return maintenance_notes.list_notes(
            session, tenant_id, hotel.id, room_id=query.get("room_id"), is_open=is_open, after=after,
            limit=limit + 1,
        )  # fmt: skip

    return page_response(commands.read(work), limit, lambda note: note.snapshot.id, _dump)


@api.post("/maintenance-notes")
@api.arguments(NoteCreateSchema)
@api.response(201, NoteSchema)
@require("pms.housekeeping.write")
def open_note(body: dict[str, Any]) -> Response:
    """Note what is wrong in a room."""
    text = body["text"].strip()
    return commands.run(
        lambda uow: maintenance_notes.open_note(uow, body["room_id"], text), dump=_dump, status=201
    )


@api.post("/maintenance-notes/<uuid:maintenance_note_id>/close")
@api.arguments(CommandSchema)
@api.response(200, NoteSchema)
@require("pms.housekeeping.write")
def close_note(body: dict[str, Any], maintenance_note_id: UUID) -> Response:
    """Say that it is repaired."""
    version = optional_version(body)
    return commands.run(
        lambda uow: maintenance_notes.close_note(uow, maintenance_note_id, version), dump=_dump
    )
