"""Sets up the hotel of the bookings: its types with their rooms, sold as far over as the season's bookings need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from replay.bookings import STAYED, Booking
from replay.desk import Desk

CURRENCY, TIMEZONE = "EUR", "Europe/Lisbon"
_MOST_ADULTS, _MOST_CHILDREN = 60, 20


@dataclass(frozen=True, slots=True)
class House:
    """The property's id, and its room types by code."""

    property_id: str
    types: Mapping[str, str]


def set_up(desk: Desk, bookings: Sequence[Booking], opening: date) -> House:
    """Create the property with not a room more than its guests need; its first business date is ``opening``."""
    rooms = rooms_needed(bookings)
    hotel = desk.post(
        "/pms/properties", code="RESORT", name="Resort Hotel", timezone=TIMEZONE, currency=CURRENCY,
        businessDate=opening.isoformat(),
    )["id"]  # fmt: skip
    sold = _most_sold(bookings)
    types = {
        code: desk.post(
            "/pms/room-types", propertyId=hotel, code=code, name=f"Type {code}", maxAdults=_MOST_ADULTS,
            maxChildren=_MOST_CHILDREN, baseRate={"amount": 10_000, "currency": CURRENCY},
            overbookingLimit=max(0, sold[code] - rooms[code]),
        )["id"]
        for code in sorted(sold)
    }  # fmt: skip
    desk.post(
        "/pms/rooms/bulk",
        propertyId=hotel,
        rooms=[
            {"roomTypeId": types[code], "number": f"{code}{number:03d}", "floor": code}
            for code, count in sorted(rooms.items())
            for number in range(1, count + 1)
        ],
    )
    return House(hotel, types)


def rooms_needed(bookings: Iterable[Booking]) -> Counter[str]:
    """Return how many rooms of each type the guests slept in at once, or used by day beside those who stayed on."""
    busy: Counter[tuple[str, int]] = Counter()
    for booking in bookings:
        if booking.outcome == STAYED:
            for half_day in _half_days(booking):
                busy[booking.slept_type, half_day] += 1
    needed: Counter[str] = Counter()
    for (code, _), count in busy.items():
        needed[code] = max(needed[code], count)
    return needed


def _half_days(booking: Booking) -> range:
    """Return mornings (even) and evenings (odd) the guest has the room: from the evening of arrival, or one morning."""
    first, last = 2 * booking.arrival.toordinal(), 2 * booking.departure.toordinal()
    return range(first, first + 1) if booking.day_use else range(first + 1, last)


def _most_sold(bookings: Iterable[Booking]) -> Counter[str]:
    """Return the most bookings a type ever holds on one night, as sold or as slept in, cancelled ones included."""
    nights: Counter[tuple[str, date]] = Counter()
    most: Counter[str] = Counter()
    for booking in bookings:
        for code in {booking.booked_type, booking.slept_type}:
            most[code] = max(most[code], 0)
            for offset in range((booking.departure - booking.arrival).days):
                night = (code, booking.arrival + timedelta(days=offset))
                nights[night] += 1
                most[code] = max(most[code], nights[night])
    return most
