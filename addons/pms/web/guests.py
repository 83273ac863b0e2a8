"""/api/pms/guests: who books and stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import guest_search, guest_stays, guests
from addons.pms.services.guest_duplicates import Duplicate, duplicates_of
from addons.pms.services.guests import GuestRecord
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.paging import cursor_of, page_response
from addons.pms.web.preconditions import expected_version
from addons.pms.web.schemas.guest import (
    GuestCreatedSchema,
    GuestCreateSchema,
    GuestDuplicatesSchema,
    GuestEditSchema,
    GuestListQuerySchema,
    GuestProfileSchema,
    GuestSchema,
    GuestStaySchema,
    GuestStaysQuerySchema,
)
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import MoneyValue, page_of

dump_guest = GuestSchema().dump
_dump_stay = GuestStaySchema().dump
_DETAILS = ("first_name", "last_name", "email", "phone", "notes", "language", "country")
_STAYS_IN_PROFILE = 50


@api.get("/guests")
@api.arguments(GuestListQuerySchema, location="query")
@api.response(200, page_of(GuestSchema))
@require("pms.guests.read")
def search_guests(query: dict[str, Any]) -> Response:
    """Search guests by name, e-mail or phone; without words, list all by last name."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]
    found = commands.read(
        lambda session: guest_search.search_guests(session, tenant_id, query["q"], after, limit + 1)
    )
    return page_response(found, limit, lambda each: each.id, dump_guest)


@api.post("/guests")
@api.arguments(GuestCreateSchema)
@api.response(201, GuestCreatedSchema)
@require("pms.guests.write")
def create_guest(body: dict[str, Any]) -> Response:
    """Make a guest profile; the answer hints at profiles that may be the same person."""
    details = _details(body)

    def work(uow: UnitOfWork) -> tuple[GuestRecord, list[Duplicate]]:
        made = guests.create_guest_record(uow, preferences=body["preferences"], **details)
        return made, duplicates_of(uow.connection, uow.tenant_id, made)

    return commands.run(
        work, dump=lambda made: {**dump_guest(made[0]), "duplicates": _dump_duplicates(made[1])}, status=201
    )


@api.get("/guests/<uuid:guest_id>")
@api.response(200, GuestProfileSchema)
@require("pms.guests.read")
def get_guest(guest_id: UUID) -> Response:
    """Return one guest with the latest stays, past and to come, and the version as ETag."""
    actor = current_actor()

    def work(session: Session) -> dict[str, Any]:
        body: dict[str, Any] = dump_guest(guests.find_guest(session, actor.tenant_id, guest_id))
        if actor.may("pms.reservations.read"):
            stays = guest_stays.stay_history(session, actor.tenant_id, guest_id, None, _STAYS_IN_PROFILE)
            body["reservations"] = [_stay(row) for row in stays]
        return body

    body = commands.read(work)
    return commands.json_response(body, etag=body["version"])


@api.get("/guests/<uuid:guest_id>/stays")
@api.arguments(GuestStaysQuerySchema, location="query")
@api.response(200, page_of(GuestStaySchema))
@require("pms.reservations.read")
def guest_stay_history(query: dict[str, Any], guest_id: UUID) -> Response:
    """Page through a guest's stays of any status, latest arrival first."""
    tenant_id, after, limit = current_actor().tenant_id, cursor_of(query), query["limit"]

    def work(session: Session) -> list[Any]:
        guests.find_guest(session, tenant_id, guest_id)
        return guest_stays.stay_history(session, tenant_id, guest_id, after, limit + 1)

    return page_response(commands.read(work), limit, lambda row: row.id, _stay)


@api.get("/guests/<uuid:guest_id>/duplicates")
@api.response(200, GuestDuplicatesSchema)
@require("pms.guests.read")
def guest_duplicates(guest_id: UUID) -> Response:
    """Hint at other profiles with the same e-mail, telephone or name."""
    tenant_id = current_actor().tenant_id

    def work(session: Session) -> list[Duplicate]:
        guest = guests.find_guest(session, tenant_id, guest_id)
        return duplicates_of(session.connection(), tenant_id, guest) if guest.is_live else []

    return commands.json_response({"items": _dump_duplicates(commands.read(work)), "nextCursor": None})


@api.patch("/guests/<uuid:guest_id>")
@api.arguments(GuestEditSchema)
@api.response(200, GuestSchema)
@require("pms.guests.write")
def edit_guest(body: dict[str, Any], guest_id: UUID) -> Response:
    """Change a guest profile."""
    version, changes, preferences = expected_version(body), _details(body), body.get("preferences")
    return commands.run(
        lambda uow: guests.update_guest(uow, guest_id, version, changes, preferences), dump=dump_guest
    )


def _details(body: dict[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in _DETAILS if name in body}


def _dump_duplicates(found: list[Duplicate]) -> list[dict[str, Any]]:
    return [{"guest": dump_guest(each.guest), "reasons": list(each.reasons)} for each in found]


def _stay(row: Any) -> dict[str, Any]:
    stay: dict[str, Any] = _dump_stay(row._asdict() | {"total": MoneyValue(row.total_amount, row.currency)})
    return stay
