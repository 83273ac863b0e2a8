"""A stored reservation as JSON for those who may see the guest."""

from __future__ import annotations

from typing import Any

from addons.pms.services.stored_reservation import GuestView, StoredReservation
from oppsera_host.identity.actor import Actor


def dump(stored: StoredReservation, actor: Actor) -> dict[str, Any]:
    """Return the reservation's JSON; guest and notes only where the actor may read guests."""
    body = stored.audit_state()
    del body["schemaVersion"], body["reservationId"]
    if actor.may("pms.guests.read"):
        body["guest"] = guest_json(stored.guest)
        body["notes"] = stored.notes
    return body


def guest_json(guest: GuestView) -> dict[str, Any]:
    """Return a guest for those who may read guests."""
    return {
        "id": str(guest.id), "firstName": guest.first_name, "lastName": guest.last_name, "email": guest.email,
        "phone": guest.phone,
    }  # fmt: skip
