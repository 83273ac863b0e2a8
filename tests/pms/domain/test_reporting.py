from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.reporting import NightFigures, rounded, summed

DAY = date(2027, 3, 15)
counts = st.integers(0, 500)
figures = st.builds(
    NightFigures, st.just(DAY), counts, counts, counts, counts, counts, counts, counts, counts, counts, counts
)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounds_half_away_from_zero(dividend: int, divisor: int):
    exact, result = Fraction(dividend, divisor), rounded(dividend, divisor)
    assert abs(result - exact) <= Fraction(1, 2)
    if abs(result - exact) == Fraction(1, 2):
        assert abs(result) > abs(exact)


@given(st.lists(figures, max_size=8))
def test_ratios_of_a_period_are_ratios_of_its_sums(nights: list[NightFigures]):
    total = summed(DAY, nights)
    assert total.available == sum(each.available for each in nights)
    assert total.average_daily_rate == rounded(sum(n.revenue for n in nights), sum(n.sold for n in nights))
    assert total.revenue_per_available_room == rounded(total.revenue, total.available)


def test_an_empty_house_divides_by_nothing():
    nothing = NightFigures(DAY, physical=3, out_of_order=3)
    assert (
        nothing.occupancy_permille, nothing.average_daily_rate, nothing.revenue_per_available_room
    ) == (0, 0, 0)  # fmt: skip


def test_rooms_out_of_order_are_not_available():
    night = NightFigures(DAY, physical=10, out_of_order=2, sold=6, revenue=60_000)
    assert (night.available, night.occupancy_permille) == (8, 750)
    assert (night.average_daily_rate, night.revenue_per_available_room) == (10_000, 7_500)
