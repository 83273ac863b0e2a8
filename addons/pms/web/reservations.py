"""/api/pms/reservations: book, read, edit, and take a stay through its life."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from addons.pms.domain.errors import invalid_fields
from addons.pms.services import reservation_edits, reservation_reads, reservations, room_assignment, walk_in
from addons.pms.services.maintenance_out_of_service import warnings_each
from addons.pms.services.properties import resolve_property
from addons.pms.services.restrictions import refuse_restricted
from addons.pms.services.stored_reservation import StoredReservation
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.paging import cursor_of, seq_cursor_of
from addons.pms.web.preconditions import CommandSchema, expected_version
from addons.pms.web.reservation_bodies import edit_of, guest_of, new_reservation
from addons.pms.web.reservation_json import dump
from addons.pms.web.schemas.reservation import (
    AssignRoomSchema,
    AuditEntrySchema,
    ReservationCreateSchema,
    ReservationEditSchema,
    ReservationListQuerySchema,
    ReservationSchema,
    SplitSchema,
)
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.errors import forbidden
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import ListQuerySchema, page_of


def _dump(stored: StoredReservation) -> dict[str, Any]:
    return dump(stored, current_actor())


@api.get("/reservations")
@api.arguments(ReservationListQuerySchema, location="query")
@api.response(200, page_of(ReservationSchema))
@require("pms.reservations.read")
def list_reservations(filters: dict[str, Any]) -> Response:
    """List reservations, newest first."""
    actor = current_actor()
    filters["cursor"] = cursor_of(filters)
    by_guest = actor.may("pms.guests.read")
    found, cursor = commands.read(
        lambda session: reservation_reads.page(session, actor.tenant_id, filters, by_guest=by_guest)
    )
    return commands.json_response({"items": [_dump(stored) for stored in found], "nextCursor": cursor})


@api.post("/reservations")
@api.arguments(ReservationCreateSchema)
@api.response(201, ReservationSchema)
@require("pms.reservations.create")
def create_reservation(body: dict[str, Any]) -> Response:
    """Book a stay (CONFIRMED) or hold it (HOLD), with or without a room; a walk-in may be checked in at once."""
    guest, at_once = guest_of(body), body["check_in"]
    if at_once and (body["status"] != "CONFIRMED" or body["source_type"] != "WALK_IN"):
        raise invalid_fields({"checkIn": ["Only a confirmed walk-in is checked in at once."]})
    if at_once and not current_actor().may("pms.reservations.check_in"):
        raise forbidden("pms.reservations.check_in")

    def work(uow: UnitOfWork) -> StoredReservation:
        hotel = resolve_property(uow.session, uow.tenant_id, body.get("property_id"))
        wanted = new_reservation(hotel.id, body, guest, body)
        refuse_restricted(
            uow, wanted.room_type_id, wanted.rate_plan_id, wanted.dates, confirm=body["confirm"]
        )
        return walk_in.book_and_check_in(uow, wanted) if at_once else reservations.create(uow, wanted)

    return commands.run(work, dump=_dump, status=201)


@api.get("/reservations/<uuid:reservation_id>")
@api.response(200, ReservationSchema)
@require("pms.reservations.read")
def get_reservation(reservation_id: UUID) -> Response:
    """Return one reservation with its version as ETag."""
    tenant_id = current_actor().tenant_id
    stored = commands.read(lambda session: reservation_reads.find(session, tenant_id, reservation_id))
    return commands.json_response(_dump(stored), etag=stored.snapshot.version)


@api.patch("/reservations/<uuid:reservation_id>")
@api.arguments(ReservationEditSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.edit")
def edit_reservation(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Change party, guest, dates, room, type, prices, notes or room lock; null takes a thing away.

    Prices stay unless they are given or ``reprice`` asks for new ones; ``priceDifference`` tells what that makes. For
    another type without new prices ``repriceDifference`` tells what they would make.
    """
    version, wanted = expected_version(body), edit_of(body)
    if "room_id" in body and not current_actor().may("pms.reservations.move"):
        raise forbidden("pms.reservations.move")
    return commands.run(
        lambda uow: reservation_edits.edit(uow, reservation_id, version, wanted),
        dump=_dump_edited,
    )


def _dump_edited(edited: reservation_edits.Edited) -> dict[str, Any]:
    body = _dump(edited.reservation) | {"priceDifference": edited.price_difference.to_payload()}
    if edited.reprice_difference is not None:
        body["repriceDifference"] = edited.reprice_difference.to_payload()
    return body


@api.get("/reservations/<uuid:reservation_id>/audit")
@api.arguments(ListQuerySchema, location="query")
@api.response(200, page_of(AuditEntrySchema))
@require("pms.audit.read")
def get_audit_trail(query: dict[str, Any], reservation_id: UUID) -> Response:
    """Return who changed the reservation, when, and what it was before."""
    tenant_id = current_actor().tenant_id
    after = seq_cursor_of(query)
    items, cursor = commands.read(
        lambda session: reservation_reads.audit_trail(
            session, tenant_id, reservation_id, after, query["limit"]
        )
    )
    return commands.json_response({"items": items, "nextCursor": cursor})


@api.post("/reservations/<uuid:reservation_id>/assign-room")
@api.arguments(AssignRoomSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.move")
def assign_room(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Give the stay a room; a room that is out of service comes with a warning."""
    version = expected_version(body)

    def work(uow: UnitOfWork) -> tuple[StoredReservation, list[dict[str, Any]]]:
        stored = room_assignment.assign_room(
            uow, reservation_id, version, body["room_id"], confirm=body["confirm"]
        )
        return stored, warnings_each(uow, [stored.snapshot.segments])[0]

    return commands.run(work, dump=lambda done: _dump(done[0]) | {"warnings": done[1]})


@api.post("/reservations/<uuid:reservation_id>/unassign-room")
@api.arguments(CommandSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.move")
def unassign_room(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Put the stay into the unassigned lane."""
    version = expected_version(body)
    return commands.run(
        lambda uow: room_assignment.assign_room(uow, reservation_id, version, None), dump=_dump
    )


@api.post("/reservations/<uuid:reservation_id>/split")
@api.arguments(SplitSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.move")
def split_stay(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Plan a change of rooms within the stay."""
    version = expected_version(body)
    return commands.run(
        lambda uow: room_assignment.split(uow, reservation_id, version, body["date"], body["room_id"]),
        dump=_dump,
    )
