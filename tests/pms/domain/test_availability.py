from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.availability import TypeNight, free_for_stay, shortages

NIGHT = date(2027, 3, 15)


@pytest.mark.parametrize(
    ("physical", "out_of_order", "sold", "limit", "available", "sellable", "overbooked"),
    [
        (10, 0, 0, 0, 10, 10, False),
        (10, 2, 5, 0, 3, 3, False),
        (10, 2, 8, 0, 0, 0, False),
        (10, 2, 8, 3, 0, 3, False),
        (10, 2, 9, 3, 0, 2, True),
        (10, 2, 11, 3, 0, 0, True),
        (10, 4, 9, 0, 0, 0, True),
        (0, 0, 0, 0, 0, 0, False),
    ],
)
def test_arithmetic(
    physical: int,
    out_of_order: int,
    sold: int,
    limit: int,
    available: int,
    sellable: int,
    overbooked: bool,
) -> None:
    night = TypeNight(NIGHT, physical, out_of_order, sold, limit)
    assert (night.available, night.sellable, night.overbooked) == (available, sellable, overbooked)


COUNTS = st.integers(0, 30)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_selling_one_room_is_possible_exactly_while_the_counter_allows_it(
    physical: int, out_of_order: int, sold: int, limit: int
) -> None:
    night = TypeNight(NIGHT, physical, out_of_order, sold, limit)
    assert (night.sellable >= 1) == (sold + 1 <= physical - out_of_order + limit)
    assert bool(shortages([night])) == (night.sellable == 0)


def test_shortages_name_the_nights_in_order() -> None:
    nights = [TypeNight(date(2027, 3, day), 2, 0, sold) for day, sold in ((17, 2), (15, 2), (16, 1))]
    assert [night.night.day for night in shortages(nights)] == [15, 17]
    assert [night.night.day for night in shortages(nights, rooms=2)] == [15, 16, 17]
    assert free_for_stay(nights) == 0
    assert free_for_stay(nights[2:]) == 1
    assert free_for_stay([]) == 0
    assert shortages(nights)[0].to_payload() == {
        "date": "2027-03-15",
        "physical": 2,
        "outOfOrder": 0,
        "sold": 2,
        "available": 0,
        "sellable": 0,
        "overbooked": False,
    }
