"""Lives the season day by day: create, cancel, no-show, check out, give rooms, check in, close the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from replay.bookings import CANCELLED, NO_SHOW, STAYED, Booking
from replay.desk import Desk, UnexpectedAnswerError
from replay.house import CURRENCY, House


@dataclass(slots=True)
class _Day:
    """What happens on a day, each list in the order of the file."""

    created: list[Booking] = field(default_factory=list)
    cancelled: list[Booking] = field(default_factory=list)
    no_shows: list[Booking] = field(default_factory=list)
    leaving: list[Booking] = field(default_factory=list)
    arriving: list[Booking] = field(default_factory=list)


class Season:
    """The season's bookings at one desk.

    Args:
        desk: the API.
        house: the hotel, whose business date is ``opening``.
        bookings: all of them.
        opening: the first day; what happened before it is done on it.
    """

    def __init__(self, desk: Desk, house: House, bookings: Sequence[Booking], opening: date) -> None:
        self._desk = desk
        self._house = house
        self._days = _by_day(bookings, opening)
        self._opening = opening
        self._stays: dict[int, dict[str, Any]] = {}
        self.audits: dict[date, dict[str, Any]] = {}

    def live(self, last: date, end_of_day: Callable[[date], None]) -> None:
        """Live each day up to ``last``; ``end_of_day`` is called before the day is closed."""
        for day in _days(self._opening, last):
            self._live_a_day(day, self._days[day])
            end_of_day(day)
            self.audits[day] = self._desk.post(
                "/pms/night-audit", propertyId=self._house.property_id, businessDate=day.isoformat()
            )

    def _live_a_day(self, today: date, day: _Day) -> None:
        for booking in day.created:
            self._create(booking)
        for booking in day.cancelled:
            self._step(booking, "cancel")
        for booking in day.no_shows:
            self._step(booking, "no-show")
        for booking in day.leaving:
            self._step(booking, "check-out")
        for booking in day.arriving:
            if booking.slept_type != booking.booked_type:
                self._give_other_type(booking)
        if day.arriving:
            self._give_rooms(today)
        for booking in sorted(day.arriving, key=lambda each: not each.day_use):
            self._step(booking, "check-in")
            if booking.day_use:
                self._step(booking, "check-out")

    def _create(self, booking: Booking) -> None:
        self._stays[booking.row] = self._desk.post(
            "/pms/reservations", propertyId=self._house.property_id,
            roomTypeId=self._house.types[booking.booked_type], checkInDate=booking.arrival.isoformat(),
            checkOutDate=booking.departure.isoformat(), dayUse=booking.day_use, adults=booking.adults,
            children=booking.children, guest={"lastName": f"Guest {booking.row}"},
            nightlyRate={"amount": booking.nightly_rate, "currency": CURRENCY},
        )  # fmt: skip

    def _step(self, booking: Booking, command: str) -> None:
        stay = self._stays[booking.row]
        self._stays[booking.row] = self._desk.post(
            f"/pms/reservations/{stay['id']}/{command}", expectedVersion=stay["version"]
        )

    def _give_other_type(self, booking: Booking) -> None:
        """The guest gets another type than was sold, at the price that was agreed."""
        stay = self._stays[booking.row]
        self._stays[booking.row] = self._desk.patch(
            f"/pms/reservations/{stay['id']}", expectedVersion=stay["version"],
            roomTypeId=self._house.types[booking.slept_type],
            nightlyRate={"amount": booking.nightly_rate, "currency": CURRENCY},
        )  # fmt: skip

    def _give_rooms(self, today: date) -> None:
        report = self._desk.post(
            "/pms/room-assignment",
            propertyId=self._house.property_id,
            **{"from": today.isoformat(), "to": today.isoformat()},
        )
        if report["unplaced"]:
            raise UnexpectedAnswerError(f"{today}: no room for {report['unplaced']}")
        versions = {each["reservationId"]: each["version"] for each in report["placed"]}
        for stay in self._stays.values():
            if stay["id"] in versions:
                stay["version"] = versions[stay["id"]]


def _by_day(bookings: Iterable[Booking], opening: date) -> defaultdict[date, _Day]:
    days: defaultdict[date, _Day] = defaultdict(_Day)
    for booking in sorted(bookings, key=lambda each: (each.booked_on, each.row)):
        days[max(booking.booked_on, opening)].created.append(booking)
        if booking.outcome == CANCELLED:
            days[max(booking.outcome_on, opening)].cancelled.append(booking)
        if booking.outcome == NO_SHOW:
            days[booking.outcome_on].no_shows.append(booking)
        if booking.outcome == STAYED:
            days[booking.arrival].arriving.append(booking)
            if not booking.day_use:
                days[booking.departure].leaving.append(booking)
    return days


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
