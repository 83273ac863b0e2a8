"""/api/pms/reservations/…: steps that several stays take together, whatever booking each is of."""

from __future__ import annotations

from typing import Any

from flask import Response

from addons.pms.domain.reservation_status import Command
from addons.pms.services.chosen_steps import take_step_of_chosen
from addons.pms.services.stored_reservation import StoredReservation
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.reservation_json import dump
from addons.pms.web.reservation_steps import choices_of
from addons.pms.web.schemas.reservation_step import (
    ChosenCheckOutSchema,
    ChosenFeeSchema,
    ChosenSchema,
    ChosenStepSchema,
)
from oppsera_host.web.request_context import current_actor, require


def _dump(stays: list[StoredReservation]) -> dict[str, Any]:
    actor = current_actor()
    return {"reservations": [dump(stored, actor) for stored in stays]}


def _step(command: Command, body: dict[str, Any]) -> Response:
    choices = choices_of(body)
    seen = [(each["reservation_id"], each["version"]) for each in body["reservations"]]
    return commands.run(lambda uow: take_step_of_chosen(uow, seen, command, choices), dump=_dump)


@api.post("/reservations/confirm")
@api.arguments(ChosenStepSchema)
@api.response(200, ChosenSchema)
@require("pms.reservations.edit")
def confirm_chosen(body: dict[str, Any]) -> Response:
    """Make several holds bookings, all or none."""
    return _step(Command.CONFIRM, body)


@api.post("/reservations/cancel")
@api.arguments(ChosenFeeSchema)
@api.response(200, ChosenSchema)
@require("pms.reservations.cancel")
def cancel_chosen(body: dict[str, Any]) -> Response:
    """Call several stays off, each by its own terms, all or none."""
    return _step(Command.CANCEL, body)


@api.post("/reservations/check-in")
@api.arguments(ChosenStepSchema)
@api.response(200, ChosenSchema)
@require("pms.reservations.check_in")
def check_in_chosen(body: dict[str, Any]) -> Response:
    """Take the guests of several stays into the house, all or none."""
    return _step(Command.CHECK_IN, body)


@api.post("/reservations/check-out")
@api.arguments(ChosenCheckOutSchema)
@api.response(200, ChosenSchema)
@require("pms.reservations.check_out")
def check_out_chosen(body: dict[str, Any]) -> Response:
    """Let the guests of several stays leave, all or none."""
    return _step(Command.CHECK_OUT, body)
