"""/api/pms/reservations/:id/guests: who else stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import reservation_guests, reservation_reads
from addons.pms.services.reservation_guests import FurtherGuest, GuestRole
from addons.pms.services.stored_reservation import StoredReservation
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.preconditions import CommandSchema, expected_version
from addons.pms.web.reservation_bodies import guest_of
from addons.pms.web.reservation_json import dump, guest_json
from addons.pms.web.schemas.reservation import ReservationSchema
from addons.pms.web.schemas.reservation_guest import AddGuestSchema, FurtherGuestsSchema
from oppsera_host.web.request_context import current_actor, require


def _dump(stored: StoredReservation) -> dict[str, Any]:
    return dump(stored, current_actor())


@api.get("/reservations/<uuid:reservation_id>/guests")
@api.response(200, FurtherGuestsSchema)
@require("pms.guests.read")
def list_guests(reservation_id: UUID) -> Response:
    """Return the guests of a stay: the one it is booked for first, with the role MAIN."""
    tenant_id = current_actor().tenant_id

    def look_up(session: Session) -> tuple[StoredReservation, list[FurtherGuest]]:
        stored = reservation_reads.find(session, tenant_id, reservation_id)
        return stored, reservation_guests.guests_of(session.connection(), tenant_id, reservation_id)

    stored, others = commands.read(look_up)
    items = [guest_json(stored.guest) | {"role": "MAIN"}]
    items += [guest_json(each.guest) | {"role": each.role.value} for each in others]
    return commands.json_response({"items": items, "nextCursor": None}, etag=stored.snapshot.version)


@api.post("/reservations/<uuid:reservation_id>/guests")
@api.arguments(AddGuestSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.edit")
def add_guest(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Name a further guest of a stay."""
    version, guest, role = expected_version(body), guest_of(body), GuestRole(body["role"])
    return commands.run(
        lambda uow: reservation_guests.add_guest(uow, reservation_id, version, guest, role), dump=_dump
    )


@api.delete("/reservations/<uuid:reservation_id>/guests/<uuid:guest_id>")
@api.arguments(CommandSchema)
@api.response(200, ReservationSchema)
@require("pms.reservations.edit")
def remove_guest(body: dict[str, Any], reservation_id: UUID, guest_id: UUID) -> Response:
    """Take a further guest off a stay."""
    version = expected_version(body)
    return commands.run(
        lambda uow: reservation_guests.remove_guest(uow, reservation_id, version, guest_id), dump=_dump
    )
