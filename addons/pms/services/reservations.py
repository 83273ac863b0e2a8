"""Creates reservations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from addons.pms.domain import booking_reference
from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.events import ReservationCreated
from addons.pms.domain.money import Money
from addons.pms.domain.occupancy_rules import check_party
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.segments import whole_stay
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services.calendar import with_nights
from addons.pms.services.reservation_store import Change, save
from addons.pms.services.stay_guests import find_guest, guest_of_booking
from addons.pms.services.stay_pricing import quote_nights
from addons.pms.services.stay_rules import check_ages, limits_of, property_of_stay, room_type_of_stay
from addons.pms.services.stored_reservation import GuestView, StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGuest:
    """A guest who has no profile yet."""

    first_name: str
    last_name: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReservation:
    """What a booking asks for. ``imported`` lifts the rules that only bind a desk taking a booking today.

    ``guest`` is None where the stay is for the guest of its booking. ``nightly_rate`` of a day use is what the day
    costs, nothing when left out.
    """

    property_id: UUID
    room_type_id: UUID
    dates: StayDates
    adults: int
    guest: NewGuest | UUID | None
    children: int = 0
    child_ages: tuple[int, ...] | None = None
    room_id: UUID | None = None
    rate_plan_id: UUID | None = None
    nightly_rate: Money | None = None
    status: ReservationStatus = ReservationStatus.CONFIRMED
    release_at: datetime | None = None
    source_type: SourceType = SourceType.DIRECT
    source_ref: str | None = None
    notes: str = ""
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """The booking a stay belongs to, and the number the stay has in it."""

    booking_id: UUID
    confirmation_number: str


def create(uow: UnitOfWork, wanted: NewReservation) -> StoredReservation:
    """Book a stay, or put it on hold.

    Raises:
        DomainError: VALIDATION_ERROR, OCCUPANCY_EXCEEDED, NO_AVAILABILITY, ROOM_ALREADY_BOOKED,
            ROOM_OUT_OF_ORDER, NOT_FOUND.
    """
    return save(uow, planned(uow, wanted))[0]


def planned(uow: UnitOfWork, wanted: NewReservation, membership: Membership | None = None) -> Change:
    """Return the stay to be written, checked but for rooms and stock; ``membership`` puts it into a booking.

    Raises:
        DomainError: VALIDATION_ERROR, OCCUPANCY_EXCEEDED, NOT_FOUND.
    """
    hotel = property_of_stay(uow, wanted.property_id)
    room_type = room_type_of_stay(uow, wanted.room_type_id, wanted.property_id)
    _check_dates(wanted, hotel)
    check_party(wanted.adults, wanted.children, limits_of(room_type), imported=wanted.imported)
    check_ages(wanted.child_ages, wanted.children)
    if wanted.nightly_rate is not None and wanted.nightly_rate.currency != hotel.currency:
        sentence = Sentence("The property keeps its prices in {currency}.", currency=hotel.currency)
        raise invalid_fields({"nightlyRate": [sentence]})
    guest = guest_of_stay(uow, wanted.guest)
    now = clock.now()
    reservation_id = new_id()
    snapshot = ReservationSnapshot(
        id=reservation_id, version=0, property_id=wanted.property_id,
        confirmation_number=membership.confirmation_number if membership else booking_reference.from_id(reservation_id),
        status=wanted.status, booking_id=membership.booking_id if membership else None, child_ages=wanted.child_ages,
        room_type_id=wanted.room_type_id, room_id=wanted.room_id,
        segments=whole_stay(wanted.room_id, wanted.dates), check_in_date=wanted.dates.check_in,
        check_out_date=wanted.dates.check_out, day_use=wanted.dates.day_use, adults=wanted.adults,
        children=wanted.children, guest_id=guest.id, rate_plan_id=wanted.rate_plan_id, nightly_rates=(),
        total=(wanted.nightly_rate if wanted.dates.day_use else None) or Money(0, hotel.currency),
        room_locked=False, source_type=wanted.source_type,
        source_ref=wanted.source_ref, release_at=wanted.release_at, created_at=now, updated_at=now,
    )  # fmt: skip
    stored = StoredReservation(
        snapshot=snapshot, guest=guest, booked_room_type_id=wanted.room_type_id, night_types=(), notes=wanted.notes,
        booked_on=hotel.business_date, status_date=hotel.business_date,
    )  # fmt: skip
    if wanted.nightly_rate is not None:
        nights = [NightPrice(night, wanted.nightly_rate) for night in wanted.dates.nights()]
    else:
        nights = quote_nights(uow, snapshot, wanted.room_type_id)
    return Change(None, with_nights(stored, nights), "reservation.create", ReservationCreated, {})


def _check_dates(wanted: NewReservation, hotel: Any) -> None:
    if wanted.imported:
        return
    if wanted.dates.check_in < hotel.business_date:
        sentence = Sentence(
            "The arrival is before today, {business_date}.", business_date=hotel.business_date
        )
        raise invalid_fields({"checkInDate": [sentence]})
    if wanted.release_at is not None and wanted.status is not ReservationStatus.HOLD:
        raise invalid_fields({"releaseAt": ["Only a hold is released."]})
    if wanted.release_at is not None and wanted.release_at <= clock.now():
        raise invalid_fields({"releaseAt": ["The moment has passed."]})


def guest_of_stay(uow: UnitOfWork, guest: NewGuest | UUID | None) -> GuestView:
    """Return the profile of the guest a stay is for, a new one where there is none yet.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR when there is no guest at all.
    """
    if guest is None:
        raise invalid_fields({"guest": ["Please say who is coming."]})
    if isinstance(guest, UUID):
        return find_guest(uow, guest)
    return guest_of_booking(
        uow, first_name=guest.first_name, last_name=guest.last_name, email=guest.email, phone=guest.phone
    )
