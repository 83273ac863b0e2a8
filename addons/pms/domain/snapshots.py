"""Frozen post-states that go into events, audit rows and hooks. Guests appear by id; notes stay out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from addons.pms.domain.money import Money
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.room_status import Condition, Occupancy, RoomStatus
from addons.pms.domain.segments import Segment

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class ReservationSnapshot:
    """A reservation as the API shows it, without guest data and notes; instants are aware."""

    id: UUID
    version: int
    property_id: UUID
    confirmation_number: str
    status: ReservationStatus
    room_type_id: UUID
    room_id: UUID | None
    segments: tuple[Segment, ...]
    check_in_date: date
    check_out_date: date
    day_use: bool
    adults: int
    children: int
    guest_id: UUID
    rate_plan_id: UUID | None
    nightly_rates: tuple[NightPrice, ...]
    total: Money
    room_locked: bool
    source_type: SourceType
    source_ref: str | None
    release_at: datetime | None
    created_at: datetime
    updated_at: datetime
    booking_id: UUID | None = None
    child_ages: tuple[int, ...] | None = None

    @property
    def nights(self) -> int:
        """How many nights are slept."""
        return (self.check_out_date - self.check_in_date).days

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        return {
            "schemaVersion": SCHEMA_VERSION,
            "id": str(self.id),
            # The same id under the name that folio and room events use, so that one key joins them all.
            "reservationId": str(self.id),
            "version": self.version,
            "propertyId": str(self.property_id),
            "confirmationNumber": self.confirmation_number,
            "status": self.status.value,
            "roomTypeId": str(self.room_type_id),
            "roomId": _text(self.room_id),
            "segments": [segment.to_payload() for segment in self.segments],
            "checkInDate": self.check_in_date.isoformat(),
            "checkOutDate": self.check_out_date.isoformat(),
            "nights": self.nights,
            "dayUse": self.day_use,
            "adults": self.adults,
            "children": self.children,
            "guestId": str(self.guest_id),
            "ratePlanId": _text(self.rate_plan_id),
            "nightlyRates": [price.to_payload() for price in self.nightly_rates],
            "total": self.total.to_payload(),
            "roomLocked": self.room_locked,
            "sourceType": self.source_type.value,
            "sourceRef": self.source_ref,
            "releaseAt": None if self.release_at is None else instant_text(self.release_at),
            "createdAt": instant_text(self.created_at),
            "updatedAt": instant_text(self.updated_at),
            "bookingId": _text(self.booking_id),
            "childAges": None if self.child_ages is None else list(self.child_ages),
        }


@dataclass(frozen=True, slots=True)
class RoomSnapshot:
    """A room; ``status`` is the computed word on the property's business date."""

    id: UUID
    version: int
    property_id: UUID
    room_type_id: UUID
    number: str
    floor: str | None
    features: tuple[str, ...]
    occupancy: Occupancy
    condition: Condition
    status: RoomStatus

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``."""
        return {
            "schemaVersion": SCHEMA_VERSION,
            "id": str(self.id),
            "roomId": str(self.id),
            "version": self.version,
            "propertyId": str(self.property_id),
            "roomTypeId": str(self.room_type_id),
            "number": self.number,
            "floor": self.floor,
            "features": list(self.features),
            "occupancy": self.occupancy.value,
            "condition": self.condition.value,
            "status": self.status.value,
        }


def instant_text(instant: datetime) -> str:
    """Return an aware instant as ISO 8601 in UTC with a ``Z``, e.g. ``2027-03-15T14:00:00Z``."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(identifier: UUID | None) -> str | None:
    return None if identifier is None else str(identifier)
