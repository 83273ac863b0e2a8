"""Writes many new reservations at once, each with the life it has already had: imports and the demo hotel.

The same tables, constraints, locks, audit rows and events as a booking at the desk; only the statements are
set-based. What binds a desk taking a booking today (arrival in the future, vetoes of addons, a guest looked up
elsewhere) does not bind a booking that was accepted somewhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from addons.pms.db.queries import bulk_reservations as queries
from addons.pms.domain import booking_reference
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import GuestCreated
from addons.pms.domain.money import Money
from addons.pms.domain.occupancy_rules import RoomTypeLimits, check_party
from addons.pms.domain.pricing import NightPrice, stay_total
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.segments import whole_stay
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import (
    bulk_reservations_history,
    configuration_records,
    conflict_check,
    expired_holds,
    room_status,
    segment_rows,
)
from addons.pms.services.guest_details import NAMES, cleaned, search_text
from addons.pms.services.guests import GuestRecord
from addons.pms.services.inventory import change_stock
from addons.pms.services.properties import PropertyRecord
from addons.pms.services.reservation_store import lock_rooms, past_expired_holds
from addons.pms.services.reservations import NewGuest
from addons.pms.services.room_types import RoomTypeRecord
from addons.pms.services.stored_reservation import GuestView, StoredReservation, room_type_by_night
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PastBooking:
    """A booking accepted elsewhere, with the status it has reached.

    Attributes:
        source_ref: its number there; one tenant takes a (source type, number) in once.
        room_type_id: whose stock it takes while it has no room; with a room, the room's type counts.
        booked_room_type_id: the type it was sold as.
        night_amounts: price of each night in minor units; empty for a day use. May be zero or negative.
        status_date: when it reached ``status``, in the property's calendar.
        release_at: for a hold.
    """

    source_ref: str
    status: ReservationStatus
    room_type_id: UUID
    booked_room_type_id: UUID
    room_id: UUID | None
    dates: StayDates
    adults: int
    children: int
    guest: NewGuest
    night_amounts: tuple[int, ...]
    booked_on: date
    status_date: date
    notes: str = ""
    source_type: SourceType = SourceType.IMPORT
    release_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class House:
    """The property that bookings go to, with its room types by id."""

    hotel: PropertyRecord
    room_types: Mapping[UUID, RoomTypeRecord]


def present_references(uow: UnitOfWork, references: Sequence[str]) -> frozenset[str]:
    """Return which of ``references`` were imported into the tenant before."""
    binds = {"tenant": uow.tenant_id, "references": list(references)}
    return frozenset(uow.connection.execute(queries.PRESENT, binds).scalars())


def add_all(uow: UnitOfWork, house: House, bookings: Sequence[PastBooking]) -> list[StoredReservation]:
    """Write ``bookings``, all or none; rooms of guests who are in the house today become occupied.

    Locks as everywhere: rooms (by id), stock (type, night), reservations.

    Raises:
        DomainError: VALIDATION_ERROR, OCCUPANCY_EXCEEDED, ROOM_ALREADY_BOOKED, ROOM_OUT_OF_ORDER,
            NO_AVAILABILITY, NOT_FOUND, for whichever booking comes first; write them one by one to know which.
    """
    if not bookings:
        return []
    if len(bookings) > 1:
        # Foreign keys are checked with plans that the connection keeps. One made while the tables were empty
        # reads all of them for every row later on; making it again costs a few milliseconds.
        uow.connection.execute(queries.FORGET_PLANS)
    rooms = lock_rooms(uow, {booking.room_id for booking in bookings if booking.room_id is not None})
    stays = [_stored(house, booking, rooms) for booking in bookings]
    sold: Counter[Any] = Counter()
    for stay in stays:
        sold.update(stay.consumption())

    def take() -> None:
        conflict_check.refuse_occupied_rooms(uow, stays, rooms)
        change_stock(uow.connection, uow.tenant_id, sold=sold)

    past_expired_holds(uow, expired_holds.around(stays), take)
    _insert_guests(uow, stays)
    uow.connection.execute(queries.INSERT, {"tenant": uow.tenant_id} | _columns(stays))
    stays = segment_rows.write(uow, [None] * len(stays), stays)
    _insert_nights(uow, stays)
    for stay in stays:
        bulk_reservations_history.record(uow, stay)
    _occupy_rooms(uow, stays)
    return stays


def send_records(uow: UnitOfWork) -> None:
    """Send the audit rows and events of ``uow`` now, by themselves; nothing can be recorded afterwards.

    Those of a batch are megabytes. On their way together with the commit they would fill the connection's buffer
    while the driver only waits for the answer.
    """
    uow.seal()
    uow.execute_all()


def _stored(house: House, booking: PastBooking, rooms: Mapping[UUID, Any]) -> StoredReservation:
    hotel = house.hotel
    limits = house.room_types[booking.room_type_id]
    check_party(
        booking.adults, booking.children,
        RoomTypeLimits(limits.max_adults, limits.max_children, limits.max_occupancy), imported=True,
    )  # fmt: skip
    if booking.status is ReservationStatus.CHECKED_IN and booking.room_id is None:
        raise invalid_fields({"roomId": ["The guest is in the house: say in which room."]})
    if booking.room_id is not None and rooms[booking.room_id].property_id != hotel.id:
        raise not_found()
    nights = tuple(
        NightPrice(night, Money(amount, hotel.currency))
        for night, amount in zip(booking.dates.nights(), booking.night_amounts, strict=True)
    )
    room_types = {room_id: row.room_type_id for room_id, row in rooms.items()}
    guest = _guest(booking.guest)
    reservation_id, now = new_id(), clock.now()
    snapshot = ReservationSnapshot(
        id=reservation_id, version=len(bulk_reservations_history.steps_to(booking.status)) + 1,
        property_id=hotel.id, confirmation_number=booking_reference.from_id(reservation_id),
        status=booking.status,
        room_type_id=booking.room_type_id if booking.room_id is None else room_types[booking.room_id],
        room_id=booking.room_id, segments=whole_stay(booking.room_id, booking.dates),
        check_in_date=booking.dates.check_in, check_out_date=booking.dates.check_out,
        day_use=booking.dates.day_use, adults=booking.adults, children=booking.children, guest_id=guest.id,
        rate_plan_id=None, nightly_rates=nights, total=stay_total(nights, hotel.currency), room_locked=False,
        source_type=booking.source_type, source_ref=booking.source_ref, release_at=booking.release_at,
        created_at=now, updated_at=now,
    )  # fmt: skip
    return StoredReservation(
        snapshot=snapshot, guest=guest, booked_room_type_id=booking.booked_room_type_id,
        night_types=room_type_by_night(snapshot, room_types, booking.room_type_id), notes=booking.notes,
        booked_on=booking.booked_on, status_date=booking.status_date,
    )  # fmt: skip


def _guest(wanted: NewGuest) -> GuestView:
    clean = cleaned(
        {
            "first_name": wanted.first_name,
            "last_name": wanted.last_name,
            "email": wanted.email,
            "phone": wanted.phone,
        },
        "guest.",
    )
    return GuestView(
        new_id(), clean["first_name"] or "", clean["last_name"] or "", clean["email"], clean["phone"]
    )


def _insert_guests(uow: UnitOfWork, stays: Sequence[StoredReservation]) -> None:
    guests = [stay.guest for stay in stays]
    now = clock.now()
    uow.connection.execute(
        queries.INSERT_GUESTS,
        {
            "tenant": uow.tenant_id, "now": now,
            "ids": [guest.id for guest in guests],
            "first_names": [guest.first_name for guest in guests],
            "last_names": [guest.last_name for guest in guests],
            "emails": [guest.email for guest in guests],
            "phones": [guest.phone for guest in guests],
            "search_texts": [
                search_text(guest.first_name, guest.last_name, guest.email, guest.phone) for guest in guests
            ],
        },
    )  # fmt: skip
    for guest in guests:
        made = GuestRecord(
            guest.id, 1, guest.first_name, guest.last_name, guest.email, guest.phone, "", now, now
        )
        payload = made.to_payload()
        filled = sorted(NAMES[name] for name in NAMES if getattr(made, name))
        event = GuestCreated(made.id, made.version, payload)
        configuration_records.publish(uow, "guest.create", event, None, {**payload, "changedFields": filled})


def _columns(stays: Sequence[StoredReservation]) -> dict[str, list[Any]]:
    rows = [(stay, stay.snapshot) for stay in stays]
    return {
        "ids": [snapshot.id for _, snapshot in rows],
        "versions": [snapshot.version for _, snapshot in rows],
        "properties": [snapshot.property_id for _, snapshot in rows],
        "confirmation_numbers": [snapshot.confirmation_number for _, snapshot in rows],
        "statuses": [snapshot.status.value for _, snapshot in rows],
        "room_types": [snapshot.room_type_id for _, snapshot in rows],
        "booked_room_types": [stay.booked_room_type_id for stay, _ in rows],
        "check_ins": [snapshot.check_in_date for _, snapshot in rows],
        "check_outs": [snapshot.check_out_date for _, snapshot in rows],
        "day_uses": [snapshot.day_use for _, snapshot in rows],
        "day_use_rooms": [snapshot.room_id if snapshot.day_use else None for _, snapshot in rows],
        "adults": [snapshot.adults for _, snapshot in rows],
        "children": [snapshot.children for _, snapshot in rows],
        "guests": [snapshot.guest_id for _, snapshot in rows],
        "currencies": [snapshot.total.currency for _, snapshot in rows],
        "totals": [snapshot.total.amount for _, snapshot in rows],
        "source_types": [snapshot.source_type.value for _, snapshot in rows],
        "source_refs": [snapshot.source_ref for _, snapshot in rows],
        "notes": [stay.notes for stay, _ in rows],
        "release_ats": [snapshot.release_at for _, snapshot in rows],
        "booked_ons": [stay.booked_on for stay, _ in rows],
        "status_dates": [stay.status_date for stay, _ in rows],
        "created_ats": [snapshot.created_at for _, snapshot in rows],
    }


def _insert_nights(uow: UnitOfWork, stays: Sequence[StoredReservation]) -> None:
    nights = [
        (stay.snapshot.id, price.night, room_type, price.price.amount)
        for stay in stays
        for price, room_type in zip(stay.snapshot.nightly_rates, stay.night_types, strict=True)
    ]
    if not nights:
        return
    uow.connection.execute(
        queries.INSERT_NIGHTS,
        {
            "tenant": uow.tenant_id,
            "reservations": [row[0] for row in nights],
            "nights": [row[1] for row in nights],
            "room_types": [row[2] for row in nights],
            "amounts": [row[3] for row in nights],
        },
    )


def _occupy_rooms(uow: UnitOfWork, stays: Sequence[StoredReservation]) -> None:
    for stay in stays:
        in_house = stay.snapshot.status is ReservationStatus.CHECKED_IN and not stay.snapshot.day_use
        if in_house and stay.snapshot.room_id is not None:
            room_status.occupy(uow, stay.snapshot.room_id)
