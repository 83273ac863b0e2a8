"""Moves, resizes, swaps, splits in the oracle's hotel (contract section 4), night by night."""

from __future__ import annotations

from datetime import date

from tests.pms.machine.oracle import DONE, MOVABLE, Hotel, Stay, nights_of
from tests.pms.machine.oracle_life import INVALID

FIXED, ASK = "RESERVATION_NOT_MOVABLE", "CONFIRMATION_REQUIRED"
Planned = Stay | str


def _in_order(rooms: dict[date, str | None]) -> list[str | None]:
    found: list[str | None] = []
    for _, room in sorted(rooms.items()):
        if not found or found[-1] != room:
            found.append(room)
    return found


def planned_move(
    hotel: Hotel, stay: Stay, taken: str | None, room: str | None, arrival: date, *, yes: bool
) -> Planned:
    """Return the stay after its nights in ``taken`` (None: all that may) went to ``room``, or the refusal."""
    if stay.status not in MOVABLE:
        return FIXED
    if stay.status == "CHECKED_IN":
        return _planned_in_house(hotel, stay, taken, room, arrival, yes=yes)
    if arrival != stay.arrival and arrival < hotel.today:
        return INVALID
    by = arrival - stay.arrival
    shifted = {night + by: each for night, each in stay.rooms.items()}
    rooms = {night: _rehoused(each, taken, room) for night, each in shifted.items()}
    day_room = _rehoused(stay.day_room, taken, room) if stay.day_use else None
    after = stay.moved(rooms, arrival=arrival, departure=stay.departure + by, day_room=day_room)
    return FIXED if stay.locked and stay.numbers() and stay.numbers() != after.numbers() else after


def _rehoused(room: str | None, taken: str | None, to: str | None) -> str | None:
    return to if to is None or room is None or taken is None or room == taken else room


def _planned_in_house(
    hotel: Hotel, stay: Stay, taken: str | None, room: str | None, arrival: date, *, yes: bool
) -> Planned:
    today = hotel.today
    if room is None:
        return FIXED
    if stay.day_use:
        after = stay.changed(day_room=room)
        ahead, new = [stay.day_room], [room]
    else:
        if stay.departure <= today and stay.room_on(today) != room:
            return FIXED
        coming = {night: each for night, each in stay.rooms.items() if night >= today}
        slept = {night: each for night, each in stay.rooms.items() if night < today}
        if taken is not None and taken in slept.values() and taken not in coming.values():
            return FIXED
        rehoused = {night: _rehoused(each, taken, room) for night, each in coming.items()}
        after = stay.moved(slept | rehoused)
        ahead, new = _in_order(coming), _in_order(rehoused)
    if ahead == new:
        return FIXED if arrival != stay.arrival else stay
    if stay.locked:
        return FIXED
    return after if yes else ASK


def _carry_out(hotel: Hotel, plans: dict[int, Planned]) -> str:
    refusals = [plan for plan in plans.values() if isinstance(plan, str)]
    if refusals:
        return refusals[0]
    afters = {number: plan for number, plan in plans.items() if isinstance(plan, Stay)}
    befores = {number: hotel.stays[number] for number in afters}
    if all(befores[number].same_place(after) for number, after in afters.items()):
        return DONE
    stays = list(hotel.stays)
    code = hotel.write(afters)
    if code == DONE:
        guests = [
            (befores[number], after) for number, after in afters.items() if after.status == "CHECKED_IN"
        ]
        changed = [(old.room_on(hotel.today), new.room_on(hotel.today), new) for old, new in guests]
        still = hotel.occupied - {left for left, entered, _ in changed if left != entered and left}
        into = {
            entered for left, entered, new in changed
            if left != entered and entered and (new.day_use or new.departure > hotel.today)
        }  # fmt: skip
        if into & still:
            hotel.stays = stays
            return FIXED
        hotel.occupied = still | into
    return code


def move(hotel: Hotel, number: int, taken: str | None, room: str | None, arrival: date, *, yes: bool) -> str:
    """Drag the chip of a stay in ``taken`` to another room, another arrival, or both."""
    return _carry_out(
        hotel, {number: planned_move(hotel, hotel.stays[number], taken, room, arrival, yes=yes)}
    )


def assign(hotel: Hotel, number: int, room: str | None, *, yes: bool) -> str:
    """Put the whole stay into a room, or with None into the unassigned lane."""
    stay = hotel.stays[number]
    return _carry_out(hotel, {number: planned_move(hotel, stay, None, room, stay.arrival, yes=yes)})


def resize(hotel: Hotel, number: int, edge: str, day: date) -> str:
    """Draw one edge of a stay to another date."""
    stay, today = hotel.stays[number], hotel.today
    in_house = stay.status == "CHECKED_IN"
    if stay.status not in MOVABLE:
        return FIXED
    if edge == "LEFT" and day != stay.arrival:
        if in_house:
            return FIXED
        if day < today:
            return INVALID
    if in_house and edge == "RIGHT" and day < min(today, stay.departure):
        return INVALID
    arrival, departure = (day, stay.departure) if edge == "LEFT" else (stay.arrival, day)
    if stay.day_use or not 1 <= (departure - arrival).days <= 366:
        return INVALID
    kept = [night for night in sorted(stay.rooms) if arrival <= night < departure]
    rooms = {night: stay.rooms[min(max(night, kept[0]), kept[-1])] for night in nights_of(arrival, departure)}
    return _carry_out(hotel, {number: stay.moved(rooms, arrival=arrival, departure=departure)})


def swap(hotel: Hotel, first: int, second: int, *, yes: bool) -> str:
    """Let two stays exchange rooms."""
    if first == second:
        return INVALID
    rooms = []
    for number in (first, second):
        given = _room_to_give(hotel, hotel.stays[number])
        if given is None:
            return FIXED
        rooms.append(given)
    if rooms[0] == rooms[1]:
        return FIXED
    plans = {
        number: planned_move(hotel, stay, None, room, stay.arrival, yes=yes)
        for number, room in ((first, rooms[1]), (second, rooms[0]))
        for stay in [hotel.stays[number]]
    }
    return _carry_out(hotel, plans)


def _room_to_give(hotel: Hotel, stay: Stay) -> str | None:
    if stay.status not in MOVABLE:
        return None
    if stay.status == "CHECKED_IN" and not stay.day_use:
        rooms = {room for night, room in stay.rooms.items() if night >= hotel.today}
    else:
        rooms = set(stay.numbers())
    return rooms.pop() if len(rooms) == 1 else None


def split(hotel: Hotel, number: int, on: date, room: str) -> str:
    """Plan a change of rooms within a stay."""
    stay = hotel.stays[number]
    if stay.status not in MOVABLE or stay.locked or not stay.numbers():
        return FIXED
    if not stay.arrival < on < stay.departure:
        return INVALID
    if stay.status == "CHECKED_IN" and on <= hotel.today:
        return INVALID
    rooms = {night: room if night >= on else each for night, each in stay.rooms.items()}
    return hotel.write({number: stay.moved(rooms)})
