"""/api/pms/bookings: several stays under one confirmation number, acted on together or apart."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import Command
from addons.pms.services import booking_steps, bookings
from addons.pms.services.bookings import NewBooking, WholeBooking, at_stay
from addons.pms.services.properties import resolve_property
from addons.pms.services.reservations import NewReservation
from addons.pms.services.restrictions import refuse_restricted
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.preconditions import expected_version
from addons.pms.web.reservation_bodies import guest_of, new_reservation
from addons.pms.web.reservation_json import dump, guest_json
from addons.pms.web.reservation_steps import choices_of
from addons.pms.web.schemas.booking import (
    BookingCheckOutSchema,
    BookingCreateSchema,
    BookingFeeSchema,
    BookingSchema,
    BookingStaysSchema,
    BookingStepSchema,
)
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web.request_context import current_actor, require


def _dump(booking: WholeBooking) -> dict[str, Any]:
    actor = current_actor()
    body = booking.record.to_payload()
    del body["schemaVersion"], body["bookingId"], body["staysMade"]
    if actor.may("pms.guests.read"):
        body["guest"], body["notes"] = guest_json(booking.guest), booking.record.notes
    body["total"] = booking.total.to_payload()
    body["reservations"] = [dump(stored, actor) for stored in booking.stays]
    return body


def _stays(
    uow: UnitOfWork, property_id: UUID, body: dict[str, Any], source_type: str
) -> list[NewReservation]:
    shared = {
        "status": body["status"], "release_at": body.get("release_at"), "source_type": source_type,
    }  # fmt: skip
    made = []
    for place, stay in enumerate(body["stays"]):
        with at_stay(place):
            guest = guest_of(stay) if "guest" in stay or "guest_id" in stay else None
            wanted = new_reservation(property_id, stay, guest, shared)
            refuse_restricted(
                uow, wanted.room_type_id, wanted.rate_plan_id, wanted.dates, confirm=body["confirm"]
            )
            made.append(wanted)
    return made


@api.post("/bookings")
@api.arguments(BookingCreateSchema)
@api.response(201, BookingSchema)
@require("pms.reservations.create")
def create_booking(body: dict[str, Any]) -> Response:
    """Book several stays under one number, all or none; an existing stay may become the first."""
    guest = guest_of(body)

    def work(uow: UnitOfWork) -> WholeBooking:
        hotel = resolve_property(uow.session, uow.tenant_id, body.get("property_id"))
        return bookings.create_booking(
            uow,
            NewBooking(
                property_id=hotel.id, guest=guest, stays=_stays(uow, hotel.id, body, body["source_type"]),
                source_type=SourceType(body["source_type"]), source_ref=body.get("source_ref"),
                notes=body["notes"], reservation_id=body.get("reservation_id"),
            ),
        )  # fmt: skip

    return commands.run(work, dump=_dump, status=201)


@api.get("/bookings/<uuid:booking_id>")
@api.response(200, BookingSchema)
@require("pms.reservations.read")
def get_booking(booking_id: UUID) -> Response:
    """Return a booking and its stays."""
    tenant_id = current_actor().tenant_id
    found = commands.read(lambda session: bookings.find_booking(session, tenant_id, booking_id))
    return commands.json_response(_dump(found), etag=found.record.version)


@api.post("/bookings/<uuid:booking_id>/reservations")
@api.arguments(BookingStaysSchema)
@api.response(201, BookingSchema)
@require("pms.reservations.create")
def add_stays(body: dict[str, Any], booking_id: UUID) -> Response:
    """Book further rooms under the number of a booking, all or none."""
    version = expected_version(body)

    def work(uow: UnitOfWork) -> WholeBooking:
        booking = bookings.find_booking(uow.session, uow.tenant_id, booking_id).record
        stays = _stays(uow, booking.property_id, body, booking.source_type.value)
        return bookings.add_stays(uow, booking_id, version, stays)

    return commands.run(work, dump=_dump, status=201)


def _step(command: Command, body: dict[str, Any], booking_id: UUID) -> Response:
    version, choices = expected_version(body), choices_of(body)
    return commands.run(
        lambda uow: booking_steps.take_step_together(
            uow, booking_id, version, command, body.get("reservation_ids"), choices
        ),
        dump=_dump,
    )


@api.post("/bookings/<uuid:booking_id>/confirm")
@api.arguments(BookingStepSchema)
@api.response(200, BookingSchema)
@require("pms.reservations.edit")
def confirm_booking(body: dict[str, Any], booking_id: UUID) -> Response:
    """Make the holds of a booking firm."""
    return _step(Command.CONFIRM, body, booking_id)


@api.post("/bookings/<uuid:booking_id>/cancel")
@api.arguments(BookingFeeSchema)
@api.response(200, BookingSchema)
@require("pms.reservations.cancel")
def cancel_booking(body: dict[str, Any], booking_id: UUID) -> Response:
    """Call the stays of a booking off, each by its own terms."""
    return _step(Command.CANCEL, body, booking_id)


@api.post("/bookings/<uuid:booking_id>/check-in")
@api.arguments(BookingStepSchema)
@api.response(200, BookingSchema)
@require("pms.reservations.check_in")
def check_in_booking(body: dict[str, Any], booking_id: UUID) -> Response:
    """Take everybody of a booking who is due into the house."""
    return _step(Command.CHECK_IN, body, booking_id)


@api.post("/bookings/<uuid:booking_id>/check-out")
@api.arguments(BookingCheckOutSchema)
@api.response(200, BookingSchema)
@require("pms.reservations.check_out")
def check_out_booking(body: dict[str, Any], booking_id: UUID) -> Response:
    """Let everybody of a booking leave."""
    return _step(Command.CHECK_OUT, body, booking_id)
