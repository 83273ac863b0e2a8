"""Several stays under one confirmation number: made together, found together, extended by further rooms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from addons.pms.db.models import Booking
from addons.pms.db.queries import bookings as queries
from addons.pms.domain import booking_reference
from addons.pms.domain.errors import DomainError, invalid_fields, not_found
from addons.pms.domain.events import BookingCreated, BookingUpdated, ReservationUpdated
from addons.pms.domain.money import Money
from addons.pms.domain.money import total as total_of
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.snapshots import instant_text
from addons.pms.services import configuration_records
from addons.pms.services.configuration_records import require_version
from addons.pms.services.reservation_store import Change, load, save
from addons.pms.services.reservations import Membership, NewGuest, NewReservation, guest_of_stay, planned
from addons.pms.services.stay_guests import find_guest
from addons.pms.services.stored_reservation import GuestView, StoredReservation, from_row
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """A booking without its stays; ``stays_made`` counts every stay it ever had."""

    id: UUID
    version: int
    property_id: UUID
    confirmation_number: str
    guest_id: UUID
    source_type: SourceType
    source_ref: str | None
    notes: str
    stays_made: int
    created_at: datetime
    updated_at: datetime

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``, without notes."""
        return {
            "schemaVersion": 1, "id": str(self.id), "bookingId": str(self.id), "version": self.version,
            "propertyId": str(self.property_id), "confirmationNumber": self.confirmation_number,
            "guestId": str(self.guest_id), "sourceType": self.source_type.value, "sourceRef": self.source_ref,
            "staysMade": self.stays_made, "createdAt": instant_text(self.created_at),
            "updatedAt": instant_text(self.updated_at),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class WholeBooking:
    """A booking with the guest it is made for and its stays, by number."""

    record: BookingRecord
    guest: GuestView
    stays: list[StoredReservation]

    @property
    def total(self) -> Money:
        """What all stays cost, those that were called off left out."""
        held = [stay.snapshot.total for stay in self.stays if stay.holds_inventory]
        return total_of(held, self.stays[0].snapshot.total.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    """What a party asks for.

    Attributes:
        guest: whom the booking is for.
        stays: the rooms; the guest of each is its own.
        reservation_id: an existing stay that becomes the first of the booking, which takes over its number.
    """

    property_id: UUID
    guest: NewGuest | UUID
    stays: Sequence[NewReservation]
    source_type: SourceType = SourceType.DIRECT
    source_ref: str | None = None
    notes: str = ""
    reservation_id: UUID | None = None


def create_booking(uow: UnitOfWork, wanted: NewBooking) -> WholeBooking:
    """Book all stays under one number, or none of them.

    Raises:
        DomainError: as ``reservations.create``, for whichever stay comes first; VALIDATION_ERROR on
            ``reservationId`` for a stay that has a booking already, or is in another property.
    """
    guest = guest_of_stay(uow, wanted.guest)
    joining = None if wanted.reservation_id is None else _joining(uow, wanted)
    booking_id, now = new_id(), clock.now()
    number = (
        booking_reference.from_id(booking_id) if joining is None else joining.snapshot.confirmation_number
    )
    row = Booking(
        tenant_id=uow.tenant_id, id=booking_id, version=1, property_id=wanted.property_id,
        confirmation_number=number, guest_id=guest.id, source_type=wanted.source_type.value,
        source_ref=wanted.source_ref, notes=wanted.notes, stays_made=0, created_at=now, updated_at=now,
    )  # fmt: skip
    uow.session.add(row)
    changes = [] if joining is None else [_joined(joining, row)]
    changes += _planned(uow, row, wanted.stays, guest)
    uow.session.flush()
    configuration_records.record(uow, "booking.create", BookingCreated, before=None, after=record_of(row))
    return WholeBooking(record_of(row), guest, save(uow, *changes))


def add_stays(
    uow: UnitOfWork, booking_id: UUID, expected_version: int | None, stays: Sequence[NewReservation]
) -> WholeBooking:
    """Book further rooms under the number of a booking, all or none.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; as ``reservations.create``.
    """
    row = uow.session.scalars(
        select(Booking).where(Booking.tenant_id == uow.tenant_id, Booking.id == booking_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise not_found()
    require_version(row.version, expected_version)
    before = record_of(row)
    guest = find_guest(uow, row.guest_id)
    changes = _planned(uow, row, stays, guest)
    row.version, row.updated_at = row.version + 1, clock.now()
    uow.session.flush()
    configuration_records.record(
        uow, "booking.add_stays", BookingUpdated, before=before, after=record_of(row)
    )
    save(uow, *changes)
    return find_booking(uow.session, uow.tenant_id, booking_id)


def find_booking(session: Session, tenant_id: UUID, booking_id: UUID) -> WholeBooking:
    """Return the booking with all its stays.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = session.scalars(
        select(Booking).where(Booking.tenant_id == tenant_id, Booking.id == booking_id)
    ).one_or_none()
    if row is None:
        raise not_found()
    binds = {"tenant": tenant_id, "id": row.guest_id}
    guest = GuestView(*session.execute(queries.GUEST, binds).one())
    return WholeBooking(record_of(row), guest, members_of(session.connection(), tenant_id, booking_id))


def members_of(connection: Connection, tenant_id: UUID, booking_id: UUID) -> list[StoredReservation]:
    """Return the stays of a booking by their number in it."""
    rows = connection.execute(queries.MEMBERS, {"tenant": tenant_id, "booking": booking_id})
    return sorted((from_row(row) for row in rows), key=lambda stay: _place(stay.snapshot.confirmation_number))


def record_of(row: Booking) -> BookingRecord:
    """Return the row as a plain value."""
    return BookingRecord(
        row.id, row.version, row.property_id, row.confirmation_number, row.guest_id, SourceType(row.source_type),
        row.source_ref, row.notes, row.stays_made, row.created_at, row.updated_at,
    )  # fmt: skip


@contextmanager
def at_stay(place: int) -> Iterator[None]:
    """Name the fields that are refused within as those of ``stays`` at ``place``.

    Raises:
        DomainError: what came up within.
    """
    try:
        yield
    except DomainError as error:
        if error.code != "VALIDATION_ERROR":
            raise
        fields = {f"stays.{place}.{name}": texts for name, texts in error.facts["fields"].items()}
        raise invalid_fields(fields) from error


def _place(number: str) -> int:
    return int(number.rpartition("-")[2])


def _joining(uow: UnitOfWork, wanted: NewBooking) -> StoredReservation:
    assert wanted.reservation_id is not None  # noqa: S101 - asked by the caller
    stored = load(uow, wanted.reservation_id)
    if stored.snapshot.booking_id is not None or stored.snapshot.property_id != wanted.property_id:
        raise invalid_fields({"reservationId": ["This stay belongs to another booking or property."]})
    return stored


def _joined(stored: StoredReservation, row: Booking) -> Change:
    row.stays_made += 1
    snapshot = replace(
        stored.snapshot, booking_id=row.id, confirmation_number=f"{row.confirmation_number}-{row.stays_made}"
    )
    return Change(
        stored, replace(stored, snapshot=snapshot), "reservation.join_booking", ReservationUpdated, {}
    )


def _planned(
    uow: UnitOfWork, row: Booking, stays: Sequence[NewReservation], guest: GuestView
) -> list[Change]:
    changes = []
    for place, stay in enumerate(stays):
        row.stays_made += 1
        number = f"{row.confirmation_number}-{row.stays_made}"
        # A source's reference is unique among stays; the booking has it as it came.
        reference = None if row.source_ref is None else f"{row.source_ref}-{row.stays_made}"
        wanted = replace(
            stay, guest=stay.guest or guest.id, source_type=SourceType(row.source_type), source_ref=reference
        )
        with at_stay(place):
            changes.append(planned(uow, wanted, Membership(row.id, number)))
    return changes
