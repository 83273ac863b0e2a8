"""/api/pms/reservations/:id/…: the steps of a stay's life, and what they cost."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.cancellation import CancellationTerms, FeeAnswer
from addons.pms.domain.money import Money
from addons.pms.domain.reservation_status import Command
from addons.pms.domain.snapshots import instant_text
from addons.pms.services import reservation_reads, stays
from addons.pms.services.cancellation import WAIVE_FEE, no_show_from, terms_of
from addons.pms.services.stays import StepChoices
from addons.pms.services.stored_reservation import StoredReservation
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.preconditions import CommandSchema, expected_version
from addons.pms.web.reservation_json import dump
from addons.pms.web.schemas.reservation import ReservationSchema
from addons.pms.web.schemas.reservation_step import (
    CancellationTermsSchema,
    CheckInSchema,
    CheckOutSchema,
    FeeSchema,
    ReinstateSchema,
)
from oppsera_host.web.request_context import current_actor, require


def _dump(stored: StoredReservation) -> dict[str, Any]:
    return dump(stored, current_actor())


def _step(command: Command, body: dict[str, Any], reservation_id: UUID) -> Response:
    version, choices = expected_version(body), choices_of(body)
    return commands.run(
        lambda uow: stays.take_step(uow, reservation_id, version, command, choices), dump=_dump
    )


def choices_of(body: dict[str, Any]) -> StepChoices:
    """Return what a step's body leaves to the clerk."""
    shown = body.get("expected_fee")
    return StepChoices(
        room_id=body.get("room_id"),
        without_room="room_id" in body and body["room_id"] is None,
        fee=FeeAnswer(
            None if shown is None else Money(shown.amount, shown.currency), body.get("fee_waived", False)
        ),
        confirm=body.get("confirm", False),
    )


@api.get("/reservations/<uuid:reservation_id>/cancellation-terms")
@api.response(200, CancellationTermsSchema)
@require("pms.reservations.read")
def get_cancellation_terms(reservation_id: UUID) -> Response:
    """Say what cancelling costs at present, until when it is free, what a no-show costs and from when on it is one."""
    actor = current_actor()

    def look_up(session: Session) -> tuple[CancellationTerms, datetime | None]:
        stay = reservation_reads.find(session, actor.tenant_id, reservation_id).snapshot
        connection = session.connection()
        return terms_of(connection, actor.tenant_id, stay), no_show_from(connection, actor.tenant_id, stay)

    terms, possible = commands.read(look_up)
    return commands.json_response(
        {
            "reservationId": str(reservation_id),
            "freeUntil": None if terms.free_until is None else instant_text(terms.free_until),
            "fee": terms.fee.to_payload(),
            "noShowFee": terms.no_show_fee.to_payload(),
            "noShowFrom": None if possible is None else instant_text(possible),
            "mayWaive": actor.may(WAIVE_FEE),
        }
    )


@api.post("/reservations/<uuid:reservation_id>/confirm")
@api.arguments(CommandSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.edit")
def confirm_reservation(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Make a hold a booking."""
    return _step(Command.CONFIRM, body, reservation_id)


@api.post("/reservations/<uuid:reservation_id>/cancel")
@api.arguments(FeeSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.cancel")
def cancel_reservation(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Call a stay off; its nights return to stock, the fee of the terms goes to its folio."""
    return _step(Command.CANCEL, body, reservation_id)


@api.post("/reservations/<uuid:reservation_id>/check-in")
@api.arguments(CheckInSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.check_in")
def check_in(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Take the guest into the house; the room becomes occupied."""
    return _step(Command.CHECK_IN, body, reservation_id)


@api.post("/reservations/<uuid:reservation_id>/check-out")
@api.arguments(CheckOutSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.check_out")
def check_out(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Let the guest leave; the room becomes vacant and dirty, unslept nights return to stock.

    On the day of arrival the stay becomes a day use and is charged its first night, once that is confirmed.
    """
    return _step(Command.CHECK_OUT, body, reservation_id)


@api.post("/reservations/<uuid:reservation_id>/no-show")
@api.arguments(FeeSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.no_show")
def mark_no_show(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Note that the guest never came; possible after the property's cutoff, and charged by the terms."""
    return _step(Command.NO_SHOW, body, reservation_id)


@api.post("/reservations/<uuid:reservation_id>/reinstate")
@api.arguments(ReinstateSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.reinstate")
def reinstate(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Confirm a cancelled stay or no-show again, with a fresh conflict check."""
    return _step(Command.REINSTATE, body, reservation_id)


@api.post("/reservations/<uuid:reservation_id>/revert-check-in")
@api.arguments(CommandSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.check_in")
def revert_check_in(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Take a check-in back, on the same business date."""
    return _step(Command.REVERT_CHECK_IN, body, reservation_id)
