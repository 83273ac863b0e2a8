"""The rows of the booking-demand file as bookings; how they are read is said beside the data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
STAYED, CANCELLED, NO_SHOW = "Check-Out", "Canceled", "No-Show"


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking.

    Attributes:
        row: its 0-based row in the file.
        booked_type: code of the type it was sold as.
        slept_type: code of the type the guest got.
        arrival: first night; the day itself for a day use.
        departure: the day the guest was to leave.
        booked_on: the day the desk took it.
        outcome: STAYED, CANCELLED or NO_SHOW.
        outcome_on: the day of a cancellation or no-show.
        adults: in the party.
        children: in the party, babies included.
        nightly_rate: in cents.
    """

    row: int
    booked_type: str
    slept_type: str
    arrival: date
    departure: date
    booked_on: date
    outcome: str
    outcome_on: date
    adults: int
    children: int
    nightly_rate: int

    @property
    def day_use(self) -> bool:
        """Whether nobody sleeps."""
        return self.arrival == self.departure


def read_bookings(path: Path) -> list[Booking]:
    """Return the bookings of the file in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(_bookings(csv.DictReader(file)))


def _bookings(rows: csv.DictReader[str]) -> Iterator[Booking]:
    for number, row in enumerate(rows):
        arrival = date(
            int(row["arrival_date_year"]),
            _MONTHS.index(row["arrival_date_month"]) + 1,
            int(row["arrival_date_day_of_month"]),
        )
        nights = int(row["stays_in_weekend_nights"]) + int(row["stays_in_week_nights"])
        yield Booking(
            row=number, booked_type=row["reserved_room_type"].strip(), slept_type=row["assigned_room_type"].strip(),
            arrival=arrival, departure=arrival + timedelta(days=nights),
            booked_on=arrival - timedelta(days=int(row["lead_time"])), outcome=row["reservation_status"],
            outcome_on=date.fromisoformat(row["reservation_status_date"]), adults=int(row["adults"]),
            children=_count(row["children"]) + _count(row["babies"]),
            nightly_rate=int((Decimal(row["adr"]) * 100).to_integral_value()),
        )  # fmt: skip


def _count(text: str) -> int:
    """Return a number of people; the file has ``NA`` where nobody wrote one."""
    return 0 if text in {"NA", "NULL", ""} else int(text)
