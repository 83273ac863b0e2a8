"""The life of a stay in the oracle's hotel: booking, the steps, the turn of the day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.pms.machine.oracle import DAY, DONE, GIVEN_WAY_TO, Hotel, Stay, nights_of

REFUSED, INVALID = "INVALID_STATUS_TRANSITION", "VALIDATION_ERROR"
STEPS = {
    ("HOLD", "confirm"): "CONFIRMED",
    ("HOLD", "cancel"): "CANCELLED",
    ("HOLD", "expire"): "EXPIRED",
    ("CONFIRMED", "check_in"): "CHECKED_IN",
    ("CONFIRMED", "cancel"): "CANCELLED",
    ("CONFIRMED", "no_show"): "NO_SHOW",
    ("CHECKED_IN", "check_out"): "CHECKED_OUT",
    ("CHECKED_IN", "revert_check_in"): "CONFIRMED",
    ("CANCELLED", "reinstate"): "CONFIRMED",
    ("NO_SHOW", "reinstate"): "CONFIRMED",
}
ZONE, CUTOFF = ZoneInfo("Europe/Berlin"), time(6)


def book(
    hotel: Hotel,
    arrival: date,
    nights: int,
    kind: str,
    room: str | None,
    status: str,
    release: datetime | None,
) -> str:
    """Book a stay from ``arrival``, a day use when it has no night."""
    departure = arrival + timedelta(days=nights)
    if arrival < hotel.today or (release is not None and (status != "HOLD" or release <= hotel.now)):
        return INVALID
    stay = Stay(
        status, arrival, departure, kind, dict.fromkeys(nights_of(arrival, departure), room),
        day_room=room if nights == 0 else None, release_at=release, status_date=hotel.today,
    )  # fmt: skip
    return hotel.write({len(hotel.stays): stay})


def step(hotel: Hotel, number: int, command: str, room: str | None, yes: bool) -> str:
    """Take a stay through one step; ``room`` is given at check-in, ``yes`` to leaving on the day of arrival."""
    stay = hotel.stays[number]
    target = STEPS.get((stay.status, command))
    if target is None:
        return REFUSED
    after = stay.changed(status=target, release_at=None, status_date=hotel.today)
    special = {"check_in": _check_in, "check_out": _check_out, "reinstate": _reinstate}
    if command in special:
        return special[command](hotel, number, after, room, yes)
    if command == "no_show" and not _may_be_no_show(hotel, stay):
        return REFUSED
    if command == "revert_check_in":
        if stay.status_date != hotel.today:
            return REFUSED
        hotel.occupied.discard(stay.room_on(hotel.today) or "")
    return hotel.write({number: after}, expiring=command == "expire")


def _check_in(hotel: Hotel, number: int, after: Stay, room: str | None, _yes: bool) -> str:
    last_night = max(after.rooms, default=after.arrival)
    if not after.arrival <= hotel.today <= last_night:
        return REFUSED
    if room is not None:
        after = _in_one_room(after, room)
    if not after.numbers():
        return REFUSED
    tonight = after.room_on(hotel.today) or ""
    if tonight in hotel.occupied:
        return REFUSED
    code = hotel.write({number: after})
    if code == DONE:
        hotel.occupied.add(tonight)
    return code


def _check_out(hotel: Hotel, number: int, after: Stay, _room: str | None, yes: bool) -> str:
    left = after.room_on(hotel.today) or ""
    if after.day_use:
        hotel.occupied.discard(left)
        return hotel.write({number: after})
    if hotel.today <= after.arrival:
        if not yes:
            return "CONFIRMATION_REQUIRED"
        after = after.moved({}, departure=after.arrival, day_room=left)
    elif hotel.today < after.departure:
        slept = {night: room for night, room in after.rooms.items() if night < hotel.today}
        after = after.moved(slept, departure=hotel.today)
    hotel.occupied.discard(left)
    return hotel.write({number: after})


def _reinstate(hotel: Hotel, number: int, after: Stay, room: str | None, _yes: bool) -> str:
    if after.arrival < hotel.today and after.departure <= hotel.today:
        return REFUSED
    return hotel.write({number: after if room is None else _in_one_room(after, room)})


def _in_one_room(stay: Stay, room: str) -> Stay:
    return stay.moved(dict.fromkeys(stay.rooms, room), day_room=room if stay.day_use else None)


def _may_be_no_show(hotel: Hotel, stay: Stay) -> bool:
    morning_after = datetime.combine(stay.arrival + DAY, CUTOFF, tzinfo=ZONE)
    return stay.arrival < hotel.today or (stay.arrival == hotel.today and hotel.now >= morning_after)


def lock(hotel: Hotel, number: int, locked: bool) -> str:
    """Lock a stay to its room, or unlock it."""
    stay = hotel.stays[number]
    return hotel.write({number: stay.changed(locked=locked)})


def close_room(hotel: Hotel, room: str, first: date, nights: int) -> str:
    """Take a room out of order; expired holds in the way are released for good, as in ``Hotel.write``."""
    end = first + timedelta(days=nights)
    if first < hotel.today:
        return INVALID
    code = _why_not_close(hotel, room, first, end)
    if code in GIVEN_WAY_TO and hotel.release_around(first, end, set()):
        code = _why_not_close(hotel, room, first, end)
    if code == DONE:
        hotel.closures.append((room, first, end))
    return code


def _why_not_close(hotel: Hotel, room: str, first: date, end: date) -> str:
    found = hotel.in_the_way(room, first, end, set())
    if hotel.day_guests(room, first, end):
        found.add("RESERVATION")
    if found:
        return "ROOM_OUT_OF_ORDER" if found == {"OUT_OF_ORDER"} else "ROOM_ALREADY_BOOKED"
    short = any(hotel.available(hotel.kinds[room], night) < 1 for night in nights_of(first, end))
    return "NO_AVAILABILITY" if short else DONE


def open_room(hotel: Hotel, number: int) -> str:
    """Lift a closure from today on."""
    closure = hotel.closures[number]
    if closure is None:
        return "NOT_FOUND"
    room, first, end = closure
    if end <= hotel.today:
        return INVALID
    hotel.closures[number] = (room, first, hotel.today) if first < hotel.today else None
    return DONE


def close_day(hotel: Hotel) -> str:
    """Run the night audit: who never came is marked, and it is tomorrow."""
    if hotel.now.astimezone(ZONE).date() < hotel.today:
        return INVALID
    for number, stay in enumerate(hotel.stays):
        if stay.status == "CONFIRMED":
            step(hotel, number, "no_show", None, yes=False)
    hotel.today += DAY
    return DONE
