"""Creates and edits reservations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from addons.pms.db.queries import properties_for_stays
from addons.pms.domain import booking_reference
from addons.pms.domain.errors import invalid_fields, not_found, reservation_not_movable
from addons.pms.domain.events import ReservationCreated, ReservationUpdated
from addons.pms.domain.money import Money
from addons.pms.domain.occupancy_rules import RoomTypeLimits, check_party
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import MOVABLE, ReservationStatus
from addons.pms.domain.segments import fitted, whole_stay
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.domain.stay_dates import StayDates
from addons.pms.hookspecs.ask import ask
from addons.pms.hookspecs.crm import GuestDetails
from addons.pms.services.calendar import with_nights
from addons.pms.services.guests import create_guest
from addons.pms.services.reservation_store import Change, load_expected, save
from addons.pms.services.stay_guests import find_guest
from addons.pms.services.stay_pricing import quote_nights
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
    """What a booking asks for. ``imported`` lifts the rules that only bind a desk taking a booking today."""

    property_id: UUID
    room_type_id: UUID
    dates: StayDates
    adults: int
    guest: NewGuest | UUID
    children: int = 0
    room_id: UUID | None = None
    rate_plan_id: UUID | None = None
    nightly_rate: Money | None = None
    status: ReservationStatus = ReservationStatus.CONFIRMED
    release_at: datetime | None = None
    source_type: SourceType = SourceType.DIRECT
    source_ref: str | None = None
    notes: str = ""
    imported: bool = False


def create(uow: UnitOfWork, wanted: NewReservation) -> StoredReservation:
    """Book a stay, or put it on hold.

    Raises:
        DomainError: VALIDATION_ERROR, OCCUPANCY_EXCEEDED, NO_AVAILABILITY, ROOM_ALREADY_BOOKED,
            ROOM_OUT_OF_ORDER, NOT_FOUND.
    """
    hotel = _property(uow, wanted.property_id)
    room_type = _room_type(uow, wanted.room_type_id, wanted.property_id)
    _check_dates(wanted, hotel)
    check_party(wanted.adults, wanted.children, _limits(room_type), imported=wanted.imported)
    if wanted.nightly_rate is not None and wanted.nightly_rate.currency != hotel.currency:
        raise invalid_fields({"nightlyRate": [f"The property keeps its prices in {hotel.currency}."]})
    guest = _guest(uow, wanted.guest)
    now = clock.now()
    reservation_id = new_id()
    snapshot = ReservationSnapshot(
        id=reservation_id, version=0, property_id=wanted.property_id,
        confirmation_number=booking_reference.from_id(reservation_id), status=wanted.status,
        room_type_id=wanted.room_type_id, room_id=wanted.room_id,
        segments=whole_stay(wanted.room_id, wanted.dates), check_in_date=wanted.dates.check_in,
        check_out_date=wanted.dates.check_out, day_use=wanted.dates.day_use, adults=wanted.adults,
        children=wanted.children, guest_id=guest.id, rate_plan_id=wanted.rate_plan_id, nightly_rates=(),
        total=Money(0, hotel.currency), room_locked=False, source_type=wanted.source_type,
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
    change = Change(None, with_nights(stored, nights), "reservation.create", ReservationCreated, {})
    return save(uow, change)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What the drawer may change; None leaves a thing as it is."""

    dates: tuple[date | None, date | None] = (None, None)
    room_type_id: UUID | None = None
    adults: int | None = None
    children: int | None = None
    guest_id: UUID | None = None
    rate_plan_id: UUID | None = None
    nightly_rate: Money | None = None
    room_locked: bool | None = None
    release_at: datetime | None = None
    notes: str | None = None


def edit(
    uow: UnitOfWork, reservation_id: UUID, expected_version: int | None, wanted: Edit
) -> StoredReservation:
    """Change a reservation's party, guest, dates, type, price, notes or lock.

    Nights that stay keep their price unless ``nightly_rate`` is given; added nights cost what a quote says.

    Raises:
        DomainError: as ``create``; RESERVATION_NOT_MOVABLE, CONCURRENCY_CONFLICT.
    """
    stored = load_expected(uow, reservation_id, expected_version)
    hotel = _property(uow, stored.snapshot.property_id)
    after = _with_plain_fields(uow, stored, wanted)
    check_in, check_out = wanted.dates
    if check_in is not None or check_out is not None or wanted.room_type_id is not None:
        after = _with_dates_and_type(uow, after, wanted, hotel)
    type_id = after.booked_room_type_id
    check_party(
        after.snapshot.adults, after.snapshot.children,
        _limits(_room_type(uow, type_id, after.snapshot.property_id)),
        imported=stored.snapshot.source_type is SourceType.IMPORT,
    )  # fmt: skip
    if wanted.nightly_rate is not None:
        if wanted.nightly_rate.currency != hotel.currency:
            raise invalid_fields({"nightlyRate": [f"The property keeps its prices in {hotel.currency}."]})
        nights = [NightPrice(night, wanted.nightly_rate) for night in _dates(after).nights()]
        after = with_nights(after, nights)
    return save(uow, Change(stored, after, "reservation.edit", ReservationUpdated, {}))[0]


def _with_plain_fields(uow: UnitOfWork, stored: StoredReservation, wanted: Edit) -> StoredReservation:
    given: dict[str, Any] = {
        name: value
        for name in ("adults", "children", "rate_plan_id", "room_locked", "release_at")
        if (value := getattr(wanted, name)) is not None
    }
    if wanted.guest_id is not None:
        guest = find_guest(uow, wanted.guest_id)
        stored = replace(stored, guest=guest)
        given["guest_id"] = guest.id
    notes = stored.notes if wanted.notes is None else wanted.notes
    return replace(stored, snapshot=replace(stored.snapshot, **given), notes=notes)


def _with_dates_and_type(
    uow: UnitOfWork, stored: StoredReservation, wanted: Edit, hotel: Any
) -> StoredReservation:
    snapshot = stored.snapshot
    if snapshot.status not in MOVABLE:
        spoken = snapshot.status.value.lower().replace("_", " ")
        raise reservation_not_movable(f"A {spoken} reservation keeps its room and its dates.")
    dates = StayDates(
        wanted.dates[0] or snapshot.check_in_date,
        wanted.dates[1] or snapshot.check_out_date,
        snapshot.day_use,
    )
    in_house = snapshot.status is ReservationStatus.CHECKED_IN
    if dates.check_in != snapshot.check_in_date and (in_house or dates.check_in < hotel.business_date):
        raise invalid_fields({"checkInDate": ["The arrival cannot be changed to that date."]})
    if in_house and dates.check_out < min(hotel.business_date, snapshot.check_out_date):
        raise invalid_fields({"checkOutDate": [f"The guest is in the house on {hotel.business_date}."]})
    booked = stored.booked_room_type_id
    room_type = snapshot.room_type_id
    if wanted.room_type_id is not None:
        if snapshot.segments and wanted.room_type_id != snapshot.room_type_id:
            raise invalid_fields({"roomTypeId": ["The stay has a room: move it to a room of that type."]})
        booked = room_type = wanted.room_type_id
    segments = snapshot.segments
    if segments:
        overlap = fitted(segments, dates)
        segments = overlap or whole_stay(segments[-1].room_id, dates)
    kept = {price.night: price for price in snapshot.nightly_rates}
    after = replace(
        stored, booked_room_type_id=booked,
        snapshot=replace(
            snapshot, check_in_date=dates.check_in, check_out_date=dates.check_out, segments=segments,
            room_type_id=room_type,
        ),
    )  # fmt: skip
    if booked == stored.booked_room_type_id and all(night in kept for night in dates.nights()):
        return with_nights(after, [kept[night] for night in dates.nights()])
    quoted = quote_nights(uow, after.snapshot, booked)
    if booked != stored.booked_room_type_id:
        return with_nights(after, quoted)
    return with_nights(after, [kept.get(price.night, price) for price in quoted])


def _dates(stored: StoredReservation) -> StayDates:
    return StayDates(stored.snapshot.check_in_date, stored.snapshot.check_out_date, stored.snapshot.day_use)


def _check_dates(wanted: NewReservation, hotel: Any) -> None:
    if wanted.imported:
        return
    if wanted.dates.check_in < hotel.business_date:
        sentence = f"The arrival is before today, {hotel.business_date}."
        raise invalid_fields({"checkInDate": [sentence]})
    if wanted.release_at is not None and wanted.status is not ReservationStatus.HOLD:
        raise invalid_fields({"releaseAt": ["Only a hold is released."]})
    if wanted.release_at is not None and wanted.release_at <= clock.now():
        raise invalid_fields({"releaseAt": ["The moment has passed."]})


def _guest(uow: UnitOfWork, guest: NewGuest | UUID) -> GuestView:
    if isinstance(guest, UUID):
        return find_guest(uow, guest)
    details = GuestDetails(guest.first_name, guest.last_name, guest.email, guest.phone)
    known = ask(uow.tenant_id, "pms_resolve_guest", guest=details)
    if known is not None:
        return find_guest(uow, known)
    return create_guest(
        uow, first_name=guest.first_name, last_name=guest.last_name, email=guest.email, phone=guest.phone,
        field_prefix="guest.",
    )  # fmt: skip


def _property(uow: UnitOfWork, property_id: UUID) -> Any:
    binds = {"tenant": uow.tenant_id, "id": property_id}
    row = uow.connection.execute(properties_for_stays.PROPERTY, binds).one_or_none()
    if row is None:
        raise not_found()
    return row


def _room_type(uow: UnitOfWork, room_type_id: UUID, property_id: UUID) -> Any:
    binds = {"tenant": uow.tenant_id, "id": room_type_id}
    row = uow.connection.execute(properties_for_stays.ROOM_TYPE, binds).one_or_none()
    if row is None or row.property_id != property_id:
        raise not_found()
    return row


def _limits(room_type: Any) -> RoomTypeLimits:
    return RoomTypeLimits(room_type.max_adults, room_type.max_children, room_type.max_occupancy)
