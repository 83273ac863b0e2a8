"""Chooses rooms for stays that have none: everybody gets one wherever that is possible, and the rest stays sellable.

Times are counted in half days: a night stay takes its room from the afternoon of arrival to the morning of
departure, a day use only the morning. So a room can change hands on one day, with a day use between two guests.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from addons.pms.domain.suggestions import trailing_number

Half = tuple[int, int]

#: A gap longer than sixty days is as good as an endless one.
_LONG_GAP = 120
_OTHER_FLOOR = 1000
#: How many rooms the exhaustive search looks at before it gives up.
_BUDGET = 60_000


@dataclass(frozen=True, slots=True)
class StayToPlace:
    """A stay without a room.

    Attributes:
        reservation_id: which.
        room_type_id: the type it takes.
        arrival: its first day.
        departure: its last day; equal to ``arrival`` for a day use.
        party: what ties it to others that want to live nearby, such as their booking; None when nothing does.
        arrives_today: whether a room that is ready now is better than one that has to be cleaned.
    """

    reservation_id: UUID
    room_type_id: UUID
    arrival: date
    departure: date
    party: UUID | None = None
    arrives_today: bool = False

    @property
    def half_days(self) -> Half:
        """What it takes of a room's time."""
        return half_days(self.arrival, self.departure)


@dataclass(frozen=True, slots=True)
class RoomToFill:
    """A room and what stands in it already, which never moves.

    Attributes:
        room_id: which.
        number: as the desk calls it.
        floor: where it is; None when nobody said.
        room_type_id: its type.
        taken: stays and closures in it, as half days; they do not overlap.
        unready: 0 = vacant and clean, 1 = vacant and dirty, 2 = somebody is in it.
    """

    room_id: UUID
    number: str
    floor: str | None
    room_type_id: UUID
    taken: tuple[Half, ...] = ()
    unready: int = 0


#: Puts free rooms, given best first, into an order of one's own.
Preference = Callable[[StayToPlace, Sequence[RoomToFill]], Sequence[RoomToFill]]


def half_days(start: date, end: date) -> Half:
    """Return the half days of the nights ``[start, end)``; of a day use, when both are equal, the morning."""
    if start == end:
        return 2 * start.toordinal(), 2 * start.toordinal() + 1
    return 2 * start.toordinal() + 1, 2 * end.toordinal()


def closed_half_days(start: date, end: date) -> Half:
    """Return the half days of a closure on the nights ``[start, end)``: no day use fits on the morning it begins."""
    return 2 * start.toordinal(), 2 * end.toordinal()


def choose_rooms(
    stays: Iterable[StayToPlace],
    rooms: Sequence[RoomToFill],
    *,
    today: date,
    party_rooms: Mapping[UUID, Sequence[RoomToFill]] | None = None,
    prefer: Preference | None = None,
) -> dict[UUID, UUID]:
    """Return a room of its type for each stay that finds one, by reservation id.

    Stays are taken in order of arrival, which needs no more rooms than the busiest night has stays as long as
    nothing taken lies ahead. Where closures and locked stays lie ahead and somebody is left over, a bounded
    search tries all combinations. Among free rooms the first is the one nearest to the party, then one that is
    ready for a guest of today, then the one with the smallest gap around the stay.

    Args:
        stays: those to place.
        rooms: in the order of room lists.
        today: gaps that lie before it are nobody's loss.
        party_rooms: rooms of each party's other stays.
        prefer: a say in the order of free rooms; the search for a last room does not ask it.
    """
    near = defaultdict(list, {party: list(found) for party, found in (party_rooms or {}).items()})
    by_type: defaultdict[UUID, list[StayToPlace]] = defaultdict(list)
    for stay in stays:
        by_type[stay.room_type_id].append(stay)
    chosen: dict[UUID, UUID] = {}
    for room_type_id, wanted in by_type.items():
        of_type = [
            _Calendar(room, place) for place, room in enumerate(rooms) if room.room_type_id == room_type_id
        ]
        wanted.sort(
            key=lambda stay: (
                stay.half_days[0],
                str(stay.party or ""),
                stay.half_days[1],
                stay.reservation_id,
            )
        )
        placed = _one_after_the_other(wanted, of_type, near, 2 * today.toordinal(), prefer)
        if len(placed) < len(wanted):
            placed = _search(wanted, of_type) or placed
        chosen.update(placed)
    return chosen


class _Calendar:
    """The half days of one room that are taken, in order."""

    def __init__(self, room: RoomToFill, place: int) -> None:
        self.room = room
        self.place = place
        self.taken = sorted(room.taken)

    def gaps(self, wanted: Half, since: int) -> tuple[int, int] | None:
        """Return what would stay empty before and after ``wanted``; None when it is not free."""
        place = bisect_right(self.taken, (wanted[0], -1))
        ends = self.taken[place - 1][1] if place else 0
        starts = self.taken[place][0] if place < len(self.taken) else wanted[1] + _LONG_GAP
        if ends > wanted[0] or starts < wanted[1]:
            return None
        before = max(0, wanted[0] - max(ends, since))
        return min(before, _LONG_GAP), min(starts - wanted[1], _LONG_GAP)

    def ahead_of(self, instant: int) -> tuple[Half, ...]:
        """Return what is taken from ``instant`` on."""
        return tuple(self.taken[bisect_left(self.taken, (instant, -1)) :])


def _one_after_the_other(
    stays: Sequence[StayToPlace],
    calendars: Sequence[_Calendar],
    near: defaultdict[UUID, list[RoomToFill]],
    since: int,
    prefer: Preference | None,
) -> dict[UUID, UUID]:
    waiting: defaultdict[UUID, int] = defaultdict(int)
    for stay in stays:
        if stay.party is not None:
            waiting[stay.party] += 1
    placed: dict[UUID, UUID] = {}
    own = [_Calendar(calendar.room, calendar.place) for calendar in calendars]
    for stay in stays:
        wanted = stay.half_days
        free = [(gaps, each) for each in own if (gaps := each.gaps(wanted, since)) is not None]
        if stay.party is not None:
            waiting[stay.party] -= 1
        if not free:
            continue
        company = _distances(stay, [each.room for _, each in free], near, waiting)
        ranked = sorted(
            free,
            key=lambda pair: (
                company.get(pair[1].room.room_id, 0),
                pair[1].room.unready if stay.arrives_today else 0,
                sum(pair[0]),
                pair[1].place,
            ),
        )
        best = ranked[0][1]
        if prefer is not None:
            by_id = {each.room.room_id: each for _, each in ranked}
            order = prefer(stay, [each.room for _, each in ranked])
            best = next((by_id[room.room_id] for room in order if room.room_id in by_id), best)
        insort(best.taken, wanted)
        placed[stay.reservation_id] = best.room.room_id
        if stay.party is not None:
            near[stay.party].append(best.room)
    return placed


def _distances(
    stay: StayToPlace,
    free: Sequence[RoomToFill],
    near: Mapping[UUID, Sequence[RoomToFill]],
    waiting: Mapping[UUID, int],
) -> dict[UUID, int]:
    """Return how far each free room is from the party; for its first stay, how far the others would have to go."""
    if stay.party is None:
        return {}
    if placed := near.get(stay.party):
        return {room.room_id: min(_apart(room, other) for other in placed) for room in free}
    others = waiting[stay.party]
    return {
        room.room_id: sum(sorted(_apart(room, other) for other in free if other is not room)[:others])
        for room in free
    }


def _apart(room: RoomToFill, other: RoomToFill) -> int:
    steps = abs(trailing_number(room.number) - trailing_number(other.number))
    return min(steps, _OTHER_FLOOR - 1) + (0 if room.floor == other.floor else _OTHER_FLOOR)


def _search(stays: Sequence[StayToPlace], calendars: Sequence[_Calendar]) -> dict[UUID, UUID] | None:
    """Return rooms for all ``stays``, or None when there are none or the search took too long.

    Rooms with the same future are the same to whoever comes next, so only one of them is tried.
    """
    own = [_Calendar(calendar.room, calendar.place) for calendar in calendars]
    options: list[list[_Calendar]] = []
    path: list[_Calendar] = []
    looked_at = 0
    while len(path) < len(stays):
        wanted = stays[len(path)].half_days
        if len(options) == len(path):
            options.append(_choices(own, wanted))
            looked_at += len(own)
        if options[-1]:
            calendar = options[-1].pop()
            insort(calendar.taken, wanted)
            path.append(calendar)
            continue
        options.pop()
        if not path or looked_at > _BUDGET:
            return None
        path.pop().taken.remove(stays[len(path)].half_days)
    return {stay.reservation_id: calendar.room.room_id for stay, calendar in zip(stays, path, strict=True)}


def _choices(calendars: Sequence[_Calendar], wanted: Half) -> list[_Calendar]:
    """Return one free room for each different future; the one with the smallest gap behind the stay last."""
    futures: dict[tuple[Half, ...], tuple[int, _Calendar]] = {}
    for calendar in calendars:
        gaps = calendar.gaps(wanted, wanted[0])
        if gaps is not None:
            futures.setdefault(calendar.ahead_of(wanted[1]), (gaps[1], calendar))
    return [pair[1] for pair in sorted(futures.values(), key=lambda pair: (-pair[0], -pair[1].place))]
