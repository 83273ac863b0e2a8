from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addons.pms.demo import figures, lodge
from addons.pms.demo.generator import DAYS_AHEAD, DAYS_BACK, HOLDS, UNASSIGNED_TODAY, DemoStay, generate
from addons.pms.domain.receipt import address_lines
from addons.pms.domain.reservation_status import HOLDING_INVENTORY, ReservationStatus
from addons.pms.web.schemas.property import AddressSchema

S = ReservationStatus
TODAY = date(2027, 3, 15)
TYPE_OF = dict(lodge.rooms())


@pytest.fixture(scope="module")
def stays() -> list[DemoStay]:
    return generate(TODAY)


def nights(stay: DemoStay) -> list[date]:
    return [stay.arrival + timedelta(days=offset) for offset in range((stay.departure - stay.arrival).days)]


def test_the_same_day_gives_the_same_bookings(stays: list[DemoStay]) -> None:
    assert generate(TODAY) == stays
    assert generate(TODAY, seed=1) != stays


@settings(max_examples=5, deadline=None)
@given(today=st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_on_any_day_the_lodge_is_alive_and_never_oversold(today: date) -> None:
    made = generate(today)
    slept = Counter((stay.room, night) for stay in made if stay.room for night in nights(stay))
    assert max(slept.values()) == 1
    sold = Counter(
        (stay.room_type, night) for stay in made if stay.status in HOLDING_INVENTORY for night in nights(stay)
    )
    rooms = Counter(TYPE_OF.values())
    assert all(count <= rooms[code] for (code, _), count in sold.items())
    for repair in lodge.REPAIRS:
        first = today + timedelta(days=repair.in_days)
        assert not any(slept[repair.room, first + timedelta(days=night)] for night in range(repair.nights))
    status = Counter(stay.status for stay in made)
    assert status[S.CHECKED_IN] >= 15
    assert status[S.HOLD] == HOLDS
    due_in = [
        stay
        for stay in made
        if stay.status is S.CONFIRMED and stay.arrival == today and stay.departure > today
    ]
    assert 1 <= sum(stay.room is None for stay in due_in) <= UNASSIGNED_TODAY
    assert any(stay.room for stay in due_in)
    assert any(stay.departure == today and stay.status is S.CHECKED_IN for stay in made)
    assert any(stay.departure == today and stay.status is S.CHECKED_OUT for stay in made)


def test_every_status_fits_its_dates(stays: list[DemoStay]) -> None:
    allowed = {
        S.CHECKED_OUT: lambda stay: stay.departure <= TODAY,
        S.CHECKED_IN: lambda stay: stay.arrival <= TODAY <= stay.departure and stay.room is not None,
        S.CONFIRMED: lambda stay: stay.arrival >= TODAY,
        S.HOLD: lambda stay: stay.arrival > TODAY and stay.hold_days is not None,
        S.CANCELLED: lambda stay: stay.booked_on <= stay.status_date <= TODAY and stay.room is None,
        S.NO_SHOW: lambda stay: stay.arrival < TODAY and stay.room is None,
    }
    assert [stay for stay in stays if not allowed[stay.status](stay)] == []
    assert all(stay.booked_on <= min(TODAY, stay.arrival) for stay in stays)
    assert all(len(stay.night_amounts) == len(nights(stay)) for stay in stays)
    first, last = TODAY - timedelta(days=DAYS_BACK), TODAY + timedelta(days=DAYS_AHEAD)
    assert all(first <= stay.arrival < last for stay in stays)


def test_every_party_fits_its_room_type_and_the_one_booked(stays: list[DemoStay]) -> None:
    types = {each.code: each for each in lodge.TYPES}
    for stay in stays:
        for limits in (types[stay.room_type], types[stay.booked_type]):
            assert 1 <= stay.adults <= limits.max_adults
            assert stay.children <= limits.max_children
            assert stay.adults + stay.children <= limits.max_occupancy
        if stay.room is not None:
            assert TYPE_OF[stay.room] == stay.room_type


def test_bookings_are_like_the_figures_they_are_made_from(stays: list[DemoStay]) -> None:
    past = [stay for stay in stays if stay.arrival < TODAY]
    cancelled = sum(stay.status is S.CANCELLED for stay in past) / len(past)
    assert cancelled == pytest.approx(figures.CANCELLED, abs=0.04)
    slept = [stay for stay in past if stay.status is not S.CANCELLED and stay.status is not S.NO_SHOW]
    mean = sum(len(nights(stay)) for stay in slept) / len(slept)
    assert mean == pytest.approx(figures.MEAN_NIGHTS, abs=0.6)
    weeks = sum(len(nights(stay)) == 7 for stay in slept) / len(slept)
    assert weeks == pytest.approx(figures.NIGHTS[7] / 100, abs=0.05)
    other = sum(stay.room_type != stay.booked_type for stay in slept) / len(slept)
    assert other == pytest.approx(figures.SLEPT_IN_ANOTHER_TYPE, abs=0.08)


def test_summer_is_busier_than_november(stays: list[DemoStay]) -> None:
    sold = Counter(
        night.month
        for stay in stays
        for night in nights(stay)
        if stay.status in HOLDING_INVENTORY and night < TODAY
    )
    assert sold[8] > 1.4 * sold[11]


def test_the_lodge_lies_where_the_public_api_could_put_it() -> None:
    assert AddressSchema().load(dict(lodge.ADDRESS))
    assert address_lines(lodge.ADDRESS)[:2] == ["Am Waldsee 1", "12345 Musterstadt"]
