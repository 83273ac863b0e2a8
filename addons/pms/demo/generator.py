"""Makes up the lodge's bookings: the same ones for the same day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from addons.pms.demo import figures, lodge, names
from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.services.reservations import NewGuest

T = TypeVar("T")
SEED = 20190226
DAYS_BACK, DAYS_AHEAD = 365, 183
LIVELY_DAYS = 12
UNASSIGNED_TODAY = 3
HOLDS = 6
_FAR_AHEAD = 14
_UNASSIGNED_FAR_AHEAD = 0.12
_WITH_NOTE = 0.08
_FRIDAY, _SATURDAY = 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStay:
    """A booking of the lodge; room and types by number and code, ``night_amounts`` in minor units.

    ``hold_days`` is how many days from today a hold is kept.
    """

    number: int
    status: ReservationStatus
    booked_type: str
    room_type: str
    room: str | None
    arrival: date
    departure: date
    adults: int
    children: int
    guest: NewGuest
    night_amounts: tuple[int, ...]
    booked_on: date
    status_date: date
    source: SourceType
    notes: str = ""
    hold_days: int | None = None


class _Rooms:
    """Who sleeps where, so that the lodge is never oversold."""

    def __init__(self, today: date) -> None:
        self._nights: dict[str, set[date]] = {number: set() for number, _ in lodge.rooms()}
        self._by_type: dict[str, list[str]] = {}
        for number, code in lodge.rooms():
            self._by_type.setdefault(code, []).append(number)
        for repair in lodge.REPAIRS:
            first = today + timedelta(days=repair.in_days)
            self._nights[repair.room].update(_nights(first, first + timedelta(days=repair.nights)))

    def take(self, code: str, arrival: date, departure: date) -> str | None:
        """Give a room of the type that is free on all nights, the one left last; None when there is none."""
        wanted = _nights(arrival, departure)
        free = [number for number in self._by_type[code] if self._nights[number].isdisjoint(wanted)]
        if not free:
            return None
        number = min(free, key=lambda each: (self._empty_before(each, arrival), each))
        self._nights[number].update(wanted)
        return number

    def _empty_before(self, number: str, arrival: date) -> int:
        empty = 0
        while empty < _FAR_AHEAD and arrival - timedelta(days=empty + 1) not in self._nights[number]:
            empty += 1
        return empty


def generate(today: date, seed: int = SEED) -> list[DemoStay]:
    """Return the bookings made until ``today`` for arrivals from a year ago to half a year ahead."""
    random = Random(seed)  # noqa: S311 - made-up bookings, nothing to guess
    rooms = _Rooms(today)
    stays: list[DemoStay] = []
    for offset in range(-DAYS_BACK, DAYS_AHEAD):
        arrival = today + timedelta(days=offset)
        lively = abs(offset) <= LIVELY_DAYS
        for _ in range(_bookings_for(random, arrival, lively=lively)):
            stay = _booking(random, rooms, arrival, today, len(stays))
            if stay is not None:
                stays.append(stay)
    stays = _with_today(stays, today)
    return _with_holds(stays, today)


def _bookings_for(random: Random, arrival: date, *, lively: bool) -> int:
    """How many bookings are ever made for an arrival on that day, the later cancelled ones included.

    Around today the house is busy in any season, because that is what people look at first.
    """
    rooms = sum(1 for _ in lodge.rooms())
    occupancy = max(figures.OCCUPANCY[arrival.month], figures.LIVELY_OCCUPANCY if lively else 0)
    stays = rooms * occupancy / 100 / figures.MEAN_NIGHTS
    expected = stays * figures.WEEKDAYS[arrival.weekday()] / (1 - figures.CANCELLED)
    return int(expected) + (random.random() < expected % 1)


def _booking(random: Random, rooms: _Rooms, arrival: date, today: date, number: int) -> DemoStay | None:
    """Make up one booking; None when it is not made yet or the house is full."""
    nights = _weighted(random, figures.NIGHTS)
    departure = arrival + timedelta(days=nights)
    booked_on = arrival - timedelta(days=_quantile(random, figures.LEAD_DAYS))
    booked = _booked_type(random)
    adults, children = _party(random, booked)
    guest, source = names.guest(random), SourceType(_weighted(random, figures.SOURCES))
    amounts = tuple(_price(random, booked, night) for night in sorted(_nights(arrival, departure)))
    note = random.choice(lodge.NOTES) if random.random() < _WITH_NOTE else ""
    cancelled_on = max(booked_on, arrival - timedelta(days=_quantile(random, figures.CANCELLED_DAYS_BEFORE)))
    cancelled = random.random() < figures.CANCELLED and cancelled_on <= today
    no_show = random.random() < figures.NO_SHOW and arrival < today and nights > 0
    other = random.random() < figures.SLEPT_IN_ANOTHER_TYPE
    if booked_on > today:
        return None
    stay = DemoStay(
        number=number, status=ReservationStatus.CONFIRMED, booked_type=booked.code, room_type=booked.code,
        room=None, arrival=arrival, departure=departure, adults=adults, children=children, guest=guest,
        night_amounts=amounts, booked_on=booked_on, status_date=booked_on, source=source, notes=note,
    )  # fmt: skip
    if cancelled:
        return replace(stay, status=ReservationStatus.CANCELLED, status_date=cancelled_on)
    if no_show:
        return replace(stay, status=ReservationStatus.NO_SHOW, status_date=arrival)
    if nights == 0:
        return _lived(stay, today)
    for code in _types_to_try(booked, adults, children, other=other):
        if (room := rooms.take(code, arrival, departure)) is not None:
            return _lived(_left_open(random, replace(stay, room=room, room_type=code), today), today)
    return None


def _lived(stay: DemoStay, today: date) -> DemoStay:
    """Bring the stay to where it is this morning, before anybody came or went."""
    if stay.departure < today:
        return replace(stay, status=ReservationStatus.CHECKED_OUT, status_date=stay.departure)
    if stay.arrival < today:
        return replace(stay, status=ReservationStatus.CHECKED_IN, status_date=stay.arrival)
    return stay


def _left_open(random: Random, stay: DemoStay, today: date) -> DemoStay:
    """Leave some stays far ahead without a room, as a desk does."""
    far = stay.arrival > today + timedelta(days=_FAR_AHEAD)
    return replace(stay, room=None) if far and random.random() < _UNASSIGNED_FAR_AHEAD else stay


def _with_today(stays: Sequence[DemoStay], today: date) -> list[DemoStay]:
    """Let part of today happen: some have left, some have come into rooms that are free, some have no room yet."""
    in_house = [stay for stay in stays if stay.status is ReservationStatus.CHECKED_IN]
    leaving = [stay for stay in in_house if stay.departure == today]
    left = {
        stay.number: replace(stay, status=ReservationStatus.CHECKED_OUT, status_date=today)
        for stay in leaving[1::2]
    }
    occupied = {stay.room for stay in in_house if stay.number not in left}
    coming = [stay for stay in stays if _due_in(stay, today)]
    unassigned = {stay.number: replace(stay, room=None) for stay in coming[::3][:UNASSIGNED_TODAY]}
    arrived = {
        stay.number: replace(stay, status=ReservationStatus.CHECKED_IN, status_date=today)
        for stay in coming[2::3]
        if stay.room not in occupied
    }
    changed = left | unassigned | arrived
    return [changed.get(stay.number, stay) for stay in stays]


def _due_in(stay: DemoStay, today: date) -> bool:
    return stay.status is ReservationStatus.CONFIRMED and stay.arrival == today and stay.room is not None


def _with_holds(stays: Sequence[DemoStay], today: date) -> list[DemoStay]:
    """Make holds of some of the stays ahead that were booked last."""
    soon = today + timedelta(days=2)
    ahead = [stay for stay in stays if stay.status is ReservationStatus.CONFIRMED and stay.arrival > soon]
    latest = sorted(ahead, key=lambda stay: (stay.booked_on, stay.number))[-HOLDS:]
    held = {
        stay.number: replace(stay, status=ReservationStatus.HOLD, hold_days=1 + place)
        for place, stay in enumerate(latest)
    }
    return [held.get(stay.number, stay) for stay in stays]


def _booked_type(random: Random) -> lodge.LodgeType:
    count = Counter(code for _, code in lodge.rooms())
    return random.choices(lodge.TYPES, [count[each.code] * each.demand for each in lodge.TYPES])[0]


def _types_to_try(booked: lodge.LodgeType, adults: int, children: int, *, other: bool) -> Iterator[str]:
    """Yield the booked type first, or last when the desk gave another one; then the others the party fits."""
    fitting = [
        each.code
        for each in lodge.TYPES
        if each is not booked
        and adults <= each.max_adults
        and children <= each.max_children
        and adults + children <= each.max_occupancy
    ]
    yield from [*fitting, booked.code] if other else [booked.code, *fitting]


def _party(random: Random, booked: lodge.LodgeType) -> tuple[int, int]:
    adults = min(_weighted(random, figures.ADULTS), booked.max_adults)
    children = random.randint(1, 2) if random.random() < figures.WITH_CHILDREN else 0
    return adults, min(children, booked.max_children, booked.max_occupancy - adults)


def _price(random: Random, booked: lodge.LodgeType, night: date) -> int:
    """A night's price in whole units of the currency."""
    level = figures.PRICE_LEVEL[night.month] * random.uniform(0.96, 1.04)
    if night.weekday() in {_FRIDAY, _SATURDAY}:
        level *= figures.WEEKEND_LEVEL
    return round(booked.base_rate * level / 100) * 100


def _quantile(random: Random, quantiles: Sequence[int]) -> int:
    """Draw from a distribution given by its deciles, straight between them."""
    place = random.random() * (len(quantiles) - 1)
    low = quantiles[int(place)]
    return round(low + (quantiles[int(place) + 1] - low) * (place % 1))


def _weighted(random: Random, weights: dict[T, float]) -> T:
    return random.choices(list(weights), list(weights.values()))[0]


def _nights(arrival: date, departure: date) -> set[date]:
    return {arrival + timedelta(days=offset) for offset in range((departure - arrival).days)}
