"""/api/pms/guests: who books and stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import guests
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import expected_version
from addons.pms.web.schemas.guest import (
    GuestCreateSchema,
    GuestEditSchema,
    GuestListQuerySchema,
    GuestProfileSchema,
    GuestSchema,
    GuestStaySchema,
)
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import MoneyValue, page_of

_dump = GuestSchema().dump
_dump_stay = GuestStaySchema().dump
_DETAILS = ("first_name", "last_name", "email", "phone", "notes")


@api.get("/guests")
@api.arguments(GuestListQuerySchema, location="query")
@api.response(200, page_of(GuestSchema))
@require("pms.guests.read")
def search_guests(query: dict[str, Any]) -> Response:
    """Search guests by name, e-mail or phone; without words, list all by last name."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]
    found = commands.read(
        lambda session: guests.search_guests(session, tenant_id, query["q"], after, limit + 1)
    )
    return page_response(found, limit, lambda each: each.id, _dump)


@api.post("/guests")
@api.arguments(GuestCreateSchema)
@api.response(201, GuestSchema)
@require("pms.guests.write")
def create_guest(body: dict[str, Any]) -> Response:
    """Make a guest profile."""
    details = _details(body)
    return commands.run(lambda uow: guests.create_guest_record(uow, **details), dump=_dump, status=201)


@api.get("/guests/<uuid:guest_id>")
@api.response(200, GuestProfileSchema)
@require("pms.guests.read")
def get_guest(guest_id: UUID) -> Response:
    """Return one guest with the stays of the past and to come, and the version as ETag."""
    actor = current_actor()

    def work(session: Session) -> dict[str, Any]:
        body: dict[str, Any] = _dump(guests.find_guest(session, actor.tenant_id, guest_id))
        if actor.may("pms.reservations.read"):
            stays = guests.stay_history(session, actor.tenant_id, guest_id)
            body["reservations"] = [_stay(row) for row in stays]
        return body

    body = commands.read(work)
    return commands.json_response(body, etag=body["version"])


@api.patch("/guests/<uuid:guest_id>")
@api.arguments(GuestEditSchema)
@api.response(200, GuestSchema)
@require("pms.guests.write")
def edit_guest(body: dict[str, Any], guest_id: UUID) -> Response:
    """Change a guest profile."""
    version, changes = expected_version(body), _details(body)
    return commands.run(lambda uow: guests.update_guest(uow, guest_id, version, changes), dump=_dump)


def _details(body: dict[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in _DETAILS if name in body}


def _stay(row: Any) -> dict[str, Any]:
    stay: dict[str, Any] = _dump_stay(row._asdict() | {"total": MoneyValue(row.total_amount, row.currency)})
    return stay
