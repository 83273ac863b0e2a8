"""Gives rooms to stays without one: interval colouring per room type, with the smallest gaps.

Stays are taken in order of arrival, and each goes to the free room that was left last. With empty rooms that
needs exactly as many rooms as the busiest night has stays, whichever free room is chosen; the choice keeps long
gaps in one piece.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from addons.pms.importing.survey import Stay

Taken = Mapping[UUID, Sequence[tuple[date, date]]]


def assign(
    stays: Iterable[Stay],
    rooms: Mapping[str, Sequence[UUID]],
    taken: Taken,
    preferred: Mapping[int, UUID] = MappingProxyType({}),
) -> dict[int, UUID]:
    """Return a room for each row that finds one.

    Args:
        stays: those without a room.
        rooms: rooms of each type code, in the order of room lists.
        taken: nights ``[start, end)`` that are not free, by room.
        preferred: rooms to give to rows if they are free.
    """
    chosen: dict[int, UUID] = {}
    calendars = {room: _Calendar(taken.get(room, ())) for ids in rooms.values() for room in ids}
    by_type: defaultdict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        by_type[stay.room_type].append(stay)
    for room_type, wanted in by_type.items():
        for stay in sorted(wanted, key=lambda each: (each.arrival, each.departure, each.row)):
            room = preferred.get(stay.row)
            if room is None or calendars[room].gap_before(stay.arrival, stay.departure) is None:
                room = _tightest(stay, rooms.get(room_type, ()), calendars)
            if room is not None:
                calendars[room].take(stay.arrival, stay.departure)
                chosen[stay.row] = room
    return chosen


def _tightest(stay: Stay, rooms: Sequence[UUID], calendars: Mapping[UUID, _Calendar]) -> UUID | None:
    gaps = [
        (gap, place)
        for place, room in enumerate(rooms)
        if (gap := calendars[room].gap_before(stay.arrival, stay.departure)) is not None
    ]
    return rooms[min(gaps)[1]] if gaps else None


class _Calendar:
    """The nights of one room that are taken, in order and apart from each other."""

    def __init__(self, taken: Sequence[tuple[date, date]]) -> None:
        self._taken = sorted(taken)

    def gap_before(self, start: date, end: date) -> int | None:
        """Return how many nights would stay empty before ``start``; None when ``[start, end)`` is not free."""
        place = bisect_right(self._taken, (start, date.max))
        if place < len(self._taken) and self._taken[place][0] < end:
            return None
        if place == 0:
            return start.toordinal()
        free_since = self._taken[place - 1][1]
        return (start - free_since).days if free_since <= start else None

    def take(self, start: date, end: date) -> None:
        """Mark ``[start, end)``, which is free, as taken."""
        self._taken.insert(bisect_right(self._taken, (start, end)), (start, end))
