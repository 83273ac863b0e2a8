"""The front door for other addons: the only module of the PMS, besides its hook specifications, they may import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import Connection

from addons.pms.db.queries import availability
from addons.pms.domain import events
from addons.pms.domain.cancellation import CancellationTerms
from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.money import Money
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services.imported_reservations import import_once
from addons.pms.services.reservations import NewGuest, NewReservation
from addons.pms.web.schemas.reservation import ReservationCreateSchema
from oppsera_host.identity.actor import system_actor
from oppsera_host.tenancy.scope import current_tenant

__all__ = [
    "CancellationTerms", "DomainError", "Imported", "Money", "ReservationSnapshot", "SellableNight", "SourceType",
    "events", "import_reservation", "sellable_nights",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """A reservation brought in; ``created`` is False when it was there already."""

    reservation: ReservationSnapshot
    created: bool


@dataclass(frozen=True, slots=True)
class SellableNight:
    """How many rooms of a type may still be sold on a night, deliberate overbooking included."""

    room_type_id: UUID
    night: date
    units: int


def import_reservation(source_type: str, source_ref: str, payload: dict[str, Any]) -> Imported:
    """Bring in a reservation that was taken elsewhere, once per (tenant, ``source_type``, ``source_ref``).

    Commits its own transaction, in the tenant that is in scope.

    Args:
        source_type: ``CHANNEL`` or ``BOOKING_ENGINE``.
        source_ref: the reservation's number there.
        payload: the body of ``POST /api/pms/reservations`` without source and key.

    Raises:
        DomainError: VALIDATION_ERROR with the fields; NO_AVAILABILITY, ROOM_ALREADY_BOOKED and the like.
        RuntimeError: no tenant is in scope.
    """
    tenant_id = current_tenant()
    if tenant_id is None:
        raise RuntimeError("an import needs a tenant in scope")
    try:
        body = ReservationCreateSchema(
            exclude=("source_type", "source_ref", "idempotency_key", "check_in", "confirm")
        ).load(payload)
    except ValidationError as error:
        raise invalid_fields(
            {str(name): [str(text)] for name, text in error.normalized_messages().items()}
        ) from error
    for name in ("property_id", "guest"):
        if name not in body:
            raise invalid_fields({name: ["Please fill in this field."]})
    rate = body.get("nightly_rate")
    wanted = NewReservation(
        property_id=body["property_id"], room_type_id=body["room_type_id"], room_id=body.get("room_id"),
        dates=StayDates(body["check_in_date"], body["check_out_date"], body["day_use"]), adults=body["adults"],
        children=body["children"], child_ages=None if body.get("child_ages") is None else tuple(body["child_ages"]),
        guest=NewGuest(**body["guest"]), rate_plan_id=body.get("rate_plan_id"),
        nightly_rate=None if rate is None else Money(rate.amount, rate.currency),
        status=ReservationStatus(body["status"]), release_at=body.get("release_at"), notes=body["notes"],
        source_type=SourceType(source_type), source_ref=source_ref,
    )  # fmt: skip
    stored, created = import_once(system_actor(tenant_id, f"import:{source_type.lower()}"), wanted)
    return Imported(stored.snapshot, created)


def sellable_nights(
    connection: Connection, tenant_id: UUID, room_type_ids: Sequence[UUID], nights: Sequence[date]
) -> list[SellableNight]:
    """Return what may still be sold of each type on each night.

    Args:
        connection: inside the tenant's transaction, as subscribers get it.
        tenant_id: the tenant.
        room_type_ids: which types.
        nights: which nights.
    """
    rows = connection.execute(
        availability.NIGHTS, {"tenant": tenant_id, "types": list(room_type_ids), "nights": list(nights)}
    )
    return [
        SellableNight(
            row.room_type_id, row.night,
            max(0, row.physical - row.out_of_order + row.overbooking_limit - row.sold),
        )
        for row in rows
    ]  # fmt: skip
