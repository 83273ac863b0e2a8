"""A reservation as it lies in the database: the public snapshot and what only the desk may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from addons.pms.domain.money import Money
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import HOLDING_INVENTORY, ReservationStatus
from addons.pms.domain.segments import Segment
from addons.pms.domain.snapshots import ReservationSnapshot


@dataclass(frozen=True, slots=True)
class GuestView:
    """The guest's data as the desk reads it; never part of an event, audit row or log."""

    id: UUID
    first_name: str
    last_name: str
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class StoredReservation:
    """``night_types`` is the room type whose stock each night consumes; ``block_ids`` runs along the segments."""

    snapshot: ReservationSnapshot
    guest: GuestView
    booked_room_type_id: UUID
    night_types: tuple[UUID, ...]
    notes: str
    booked_on: date
    status_date: date
    block_ids: tuple[UUID, ...] = field(default=())

    @property
    def holds_inventory(self) -> bool:
        """Whether it takes stock and, with a room, keeps others out of it."""
        return self.snapshot.status in HOLDING_INVENTORY

    def consumption(self) -> Counter[tuple[UUID, date]]:
        """The units of stock it takes per (room type, night)."""
        if not self.holds_inventory:
            return Counter()
        nights = (price.night for price in self.snapshot.nightly_rates)
        return Counter(zip(self.night_types, nights, strict=True))

    def counted(self) -> tuple[Any, ...]:
        """Return what the counts of a night depend on."""
        stay = self.snapshot
        dates = (stay.check_in_date, stay.check_out_date, stay.day_use)
        return (stay.status, dates, stay.room_type_id, stay.nightly_rates, self.night_types)

    def audit_state(self) -> dict[str, Any]:
        """The full state for the audit trail and events: ids and figures, no guest data, no notes."""
        return {**self.snapshot.to_payload(), **self.further_state()}

    def further_state(self) -> dict[str, Any]:
        """What the state has beside the snapshot: what was sold and when, and the day of the status."""
        return {
            "bookedRoomTypeId": str(self.booked_room_type_id),
            "bookedOn": self.booked_on.isoformat(),
            "statusDate": self.status_date.isoformat(),
        }


def from_row(row: Any) -> StoredReservation:
    """Build the stored reservation from a row of ``queries.reservations.LOAD``."""
    segments = tuple(
        Segment(UUID(part[1]), date.fromisoformat(part[2]), date.fromisoformat(part[3]))
        for part in row.segments
    )
    if row.day_use_room_id is not None:
        segments = (Segment(row.day_use_room_id, row.check_in_date, row.check_out_date),)
    snapshot = ReservationSnapshot(
        id=row.id, version=row.version, property_id=row.property_id, confirmation_number=row.confirmation_number,
        status=ReservationStatus(row.status), room_type_id=row.room_type_id,
        room_id=segments[-1].room_id if segments else None, segments=segments, check_in_date=row.check_in_date,
        check_out_date=row.check_out_date, day_use=row.day_use, adults=row.adults, children=row.children,
        guest_id=row.guest_id, rate_plan_id=row.rate_plan_id,
        nightly_rates=tuple(
            NightPrice(date.fromisoformat(part[0]), Money(part[1], row.currency)) for part in row.nights
        ),
        total=Money(row.total_amount, row.currency), room_locked=row.room_locked,
        source_type=SourceType(row.source_type), source_ref=row.source_ref, release_at=row.release_at,
        created_at=row.created_at, updated_at=row.updated_at, booking_id=row.booking_id,
        child_ages=None if row.child_ages is None else tuple(row.child_ages),
    )  # fmt: skip
    return StoredReservation(
        snapshot=snapshot,
        guest=GuestView(row.guest_id, row.first_name, row.last_name, row.email, row.phone),
        booked_room_type_id=row.booked_room_type_id,
        night_types=tuple(UUID(part[2]) for part in row.nights),
        notes=row.notes,
        booked_on=row.booked_on,
        status_date=row.status_date,
        block_ids=tuple(UUID(part[0]) for part in row.segments),
    )


def room_type_by_night(
    snapshot: ReservationSnapshot, room_types: dict[UUID, UUID], unassigned_type: UUID
) -> tuple[UUID, ...]:
    """Return whose stock each night consumes: the type of the room slept in, else ``unassigned_type``."""
    types = []
    for offset in range(snapshot.nights):
        night = snapshot.check_in_date + timedelta(days=offset)
        room = next(
            (part.room_id for part in snapshot.segments if part.start_date <= night < part.end_date), None
        )
        types.append(unassigned_type if room is None else room_types[room])
    return tuple(types)
