"""A hotel in plain Python, night by night: what the product must come to, told another way.

It knows no segments, no stock rows and no constraints: a stay is a room (or none) for each night, and everything else
is counted anew whenever it is asked for.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

DONE = "DONE"
DAY = timedelta(days=1)
GIVEN_WAY_TO = {"ROOM_ALREADY_BOOKED", "NO_AVAILABILITY"}
HOLDING = {"HOLD", "CONFIRMED", "CHECKED_IN", "CHECKED_OUT"}
MOVABLE = {"HOLD", "CONFIRMED", "CHECKED_IN"}


@dataclass
class Stay:
    """A stay; ``rooms`` has each night's room number, ``day_room`` the room of a day use."""

    status: str
    arrival: date
    departure: date
    booked: str
    rooms: dict[date, str | None]
    day_room: str | None = None
    locked: bool = False
    release_at: datetime | None = None
    status_date: date | None = None
    version: int = 0

    @property
    def day_use(self) -> bool:
        return self.arrival == self.departure

    def is_around(self, first: date, last: date) -> bool:
        """Whether it has one of the nights [first, last), or for a day use, one of those days."""
        nights = [self.arrival] if self.day_use else self.rooms
        return any(first <= night < last for night in nights)

    def runs(self) -> list[tuple[str, date, date]]:
        """Return (room, first night, departure) for each stretch in one room."""
        found: list[tuple[str, date, date]] = []
        for night, room in sorted(self.rooms.items()):
            if room is None:
                continue
            if found and found[-1][0] == room and found[-1][2] == night:
                found[-1] = (room, found[-1][1], night + DAY)
            else:
                found.append((room, night, night + DAY))
        return found

    def numbers(self) -> list[str]:
        """Return the rooms in the order in which they are slept in."""
        if self.day_use:
            return [self.day_room] if self.day_room else []
        return [room for room, _, _ in self.runs()]

    def room_on(self, day: date) -> str | None:
        """Return tonight's room; after the last night, the last one."""
        later = [room for room, _, end in self.runs() if day < end]
        return (later or self.numbers()[-1:] or [None])[0]

    def moved(self, rooms: dict[date, str | None], **changes: Any) -> Stay:
        """Return a copy with other nights."""
        made = copy.copy(self)
        made.rooms = rooms
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    def changed(self, **changes: Any) -> Stay:
        """Return a copy."""
        return self.moved(dict(self.rooms), **changes)

    def same_place(self, other: Stay) -> bool:
        """Whether nights and rooms are the same."""
        return (self.arrival, self.departure, self.rooms, self.day_room) == (
            other.arrival, other.departure, other.rooms, other.day_room,
        )  # fmt: skip


def nights_of(arrival: date, departure: date) -> list[date]:
    """Return each night of a stay."""
    return [arrival + timedelta(days=offset) for offset in range((departure - arrival).days)]


def _overlap(afters: dict[int, Stay]) -> bool:
    """Whether two of the stays would be in one room on one night."""
    nights = Counter(
        (room, night)
        for stay in afters.values()
        if stay.status in HOLDING
        for night, room in stay.rooms.items()
        if room is not None
    )
    return any(count > 1 for count in nights.values())


@dataclass
class Hotel:
    """``kinds`` is the type of each room, ``occupied`` the rooms somebody is in, ``closures`` (room, first, end)."""

    kinds: dict[str, str]
    today: date
    now: datetime
    stays: list[Stay] = field(default_factory=list)
    closures: list[tuple[str, date, date] | None] = field(default_factory=list)
    occupied: set[str] = field(default_factory=set)

    def consumption(self, stay: Stay) -> Iterator[tuple[str, date]]:
        """Yield the (type, night) units a stay takes."""
        if stay.status in HOLDING:
            for night, room in stay.rooms.items():
                yield (stay.booked if room is None else self.kinds[room]), night

    def sold(self) -> Counter[tuple[str, date]]:
        """Count every unit taken."""
        return Counter(unit for stay in self.stays for unit in self.consumption(stay))

    def closed(self) -> Counter[tuple[str, date]]:
        """Count every unit that is out of order."""
        return Counter(
            (self.kinds[closure[0]], night)
            for closure in self.closures
            if closure is not None
            for night in nights_of(closure[1], closure[2])
        )

    def available(self, kind: str, night: date) -> int:
        """Return how many rooms of a type may still be sold."""
        physical = sum(1 for each in self.kinds.values() if each == kind)
        return physical - self.sold()[kind, night] - self.closed()[kind, night]

    def in_the_way(self, room: str, first: date, end: date, own: set[int]) -> set[str]:
        """Return the kinds of what stands in a room on the nights [first, end)."""
        found = {
            "RESERVATION"
            for number, stay in enumerate(self.stays)
            if number not in own and stay.status in HOLDING
            for there, start, stop in stay.runs()
            if there == room and start < end and stop > first
        }
        closed = (each for each in self.closures if each is not None)
        if any(there == room and start < end and stop > first for there, start, stop in closed):
            found.add("OUT_OF_ORDER")
        return found

    def is_closed(self, room: str | None, day: date) -> bool:
        """Whether the room is out of order on the day."""
        closed = (each for each in self.closures if each is not None)
        return any(there == room and day in nights_of(first, end) for there, first, end in closed)

    def day_guests(self, room: str, first: date, end: date) -> bool:
        """Whether somebody comes into the room for one of the days, or is in it for the day."""
        return any(
            stay.day_room == room and stay.status in MOVABLE and stay.arrival in nights_of(first, end)
            for stay in self.stays
        )

    def refusal(self, afters: dict[int, Stay]) -> str:
        """Say why ``afters`` cannot be, looking at rooms first, then at stock."""
        for after in afters.values():
            if after.status not in HOLDING:
                continue
            if after.status in MOVABLE and self.is_closed(after.day_room, after.arrival):
                return "ROOM_OUT_OF_ORDER"
            for room, first, end in after.runs():
                found = self.in_the_way(room, first, end, set(afters))
                if found:
                    return "ROOM_OUT_OF_ORDER" if found == {"OUT_OF_ORDER"} else "ROOM_ALREADY_BOOKED"
        wanted: Counter[tuple[str, date]] = Counter()
        for number, after in afters.items():
            wanted.update(self.consumption(after))
            if number < len(self.stays):
                wanted.subtract(self.consumption(self.stays[number]))
        short = any(count > 0 and self.available(*unit) < count for unit, count in wanted.items())
        return "NO_AVAILABILITY" if short else DONE

    def is_due(self, stay: Stay) -> bool:
        """Whether a hold has passed its release time."""
        return stay.status == "HOLD" and stay.release_at is not None and stay.release_at <= self.now

    def due(self) -> list[int]:
        """The holds that have passed their release time and were not released."""
        return [number for number, stay in enumerate(self.stays) if self.is_due(stay)]

    def write(self, afters: dict[int, Stay], *, expiring: bool = False) -> str:
        """Put ``afters`` in the place of their stays, or say why not; expired holds in the way give way.

        They are released for good, even where something else is in the way as well.
        """
        if not expiring and any(
            self.is_due(self.stays[number]) for number in afters if number < len(self.stays)
        ):
            return "INVALID_STATUS_TRANSITION"
        code = self.refusal(afters)
        first = min(stay.arrival for stay in afters.values())
        last = max(stay.departure for stay in afters.values())
        if code in GIVEN_WAY_TO and self.release_around(first, last, set(afters)):
            code = self.refusal(afters)
        if code == DONE and _overlap(afters):
            code = "ROOM_ALREADY_BOOKED"
        if code != DONE:
            return code
        for number, after in sorted(afters.items()):
            after.version += 1
            self.stays[number : number + 1] = [after]
        return DONE

    def release_around(self, first: date, last: date, own: set[int]) -> bool:
        """Release the expired holds on the nights [first, last); say whether there were any."""
        due = [
            number for number in self.due()
            if number not in own and self.stays[number].is_around(first, last)
        ]  # fmt: skip
        for number in due:
            hold = self.stays[number]
            self.stays[number] = hold.changed(
                status="EXPIRED", release_at=None, status_date=self.today, version=hold.version + 1
            )
        return bool(due)
