"""The first reading of the file: what house its bookings need. Nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low

from addons.pms.importing.rows import BadRow, RowBooking


@dataclass
class TypeNeeds:
    """What a room type must be for the file's bookings to fit."""

    max_adults: int = 1
    max_children: int = 0
    max_occupancy: int = 1
    rates: list[int] = field(default_factory=list)
    nights: Counter[date] = field(default_factory=Counter)

    @property
    def base_rate(self) -> int:
        """The median of the rates it was booked or slept in at, in minor units; never negative."""
        return max(0, median_low(self.rates)) if self.rates else 0

    @property
    def rooms(self) -> int:
        """How many rooms its busiest night needs."""
        return max(self.nights.values(), default=0)


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay that needs a room: row, type code and nights ``[arrival, departure)``."""

    row: int
    room_type: str
    arrival: date
    departure: date


@dataclass
class Survey:
    """What one reading of the file found.

    Attributes:
        rows: how many rows there are, broken ones included.
        types: needs by room type code.
        room_types: type code by the number of each room that the rooms file names for a row.
        stays: stays with at least one night that hold a room, in file order.
    """

    rows: int = 0
    first_arrival: date | None = None
    last_departure: date | None = None
    types: defaultdict[str, TypeNeeds] = field(default_factory=lambda: defaultdict(TypeNeeds))
    room_types: dict[str, str] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)


def survey(bookings: Iterable[RowBooking | BadRow], rooms: Mapping[int, str]) -> Survey:
    """Read all ``bookings`` once; ``rooms`` names a room for some rows.

    A room the rooms file names is of the type that the first of its stays slept in.
    """
    found = Survey()
    for booking in bookings:
        found.rows += 1
        if isinstance(booking, BadRow):
            continue
        dates = booking.dates
        found.first_arrival = min(found.first_arrival or dates.check_in, dates.check_in)
        found.last_departure = max(found.last_departure or dates.check_out, dates.check_out)
        for code in {booking.room_type, booking.booked_room_type}:
            _widen(found.types[code], booking)
        if booking.row in rooms:
            found.room_types.setdefault(rooms[booking.row], booking.room_type)
        if booking.takes_stock and not dates.day_use:
            found.types[booking.room_type].nights.update(dates.nights())
            found.stays.append(Stay(booking.row, booking.room_type, dates.check_in, dates.check_out))
    return found


def _widen(needs: TypeNeeds, booking: RowBooking) -> None:
    needs.rates.append(booking.rate)
    needs.max_adults = max(needs.max_adults, booking.adults)
    needs.max_children = max(needs.max_children, booking.children)
    needs.max_occupancy = max(needs.max_occupancy, booking.adults + booking.children)
