from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.money import Money
from addons.pms.domain.pricing import NightPrice, PlanPrice, price_difference, price_stay, stay_total

START = date(2027, 3, 15)
BASE = Money(10000, "EUR")


def night(offset: int) -> date:
    return START + timedelta(days=offset)


def test_without_plan_prices_each_night_costs_the_base_rate() -> None:
    assert price_stay([night(0), night(1)], BASE) == [NightPrice(night(0), BASE), NightPrice(night(1), BASE)]


def test_a_plan_price_holds_from_its_start_and_without_its_end() -> None:
    priced = price_stay([night(0), night(1), night(2)], BASE, [PlanPrice(night(1), night(2), 12000, 1)])
    assert [item.price.amount for item in priced] == [10000, 12000, 10000]


def test_the_later_write_wins_in_whatever_order_it_is_read() -> None:
    old, new = PlanPrice(night(0), night(9), 11000, 1), PlanPrice(night(1), night(2), 9000, 2)
    for prices in ([old, new], [new, old]):
        priced = price_stay([night(0), night(1), night(2)], BASE, prices)
        assert [item.price.amount for item in priced] == [11000, 9000, 11000]


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 50000)), max_size=8),
    st.integers(0, 10),
)
def test_pricing_is_what_painting_the_calendar_in_order_gives(
    writes: list[tuple[int, int, int]], length: int
) -> None:
    calendar: dict[date, int] = {}
    prices = []
    for sequence, (start, width, amount) in enumerate(writes):
        prices.append(PlanPrice(night(start), night(start + width), amount, sequence))
        for offset in range(start, start + width):
            calendar[night(offset)] = amount
    nights = [night(offset) for offset in range(length)]
    priced = price_stay(nights, BASE, reversed(prices))
    assert [item.price.amount for item in priced] == [calendar.get(day, BASE.amount) for day in nights]
    assert stay_total(priced, "EUR").amount == sum(item.price.amount for item in priced)


def test_the_difference_of_two_prices() -> None:
    before = price_stay([night(0), night(1)], BASE)
    after = price_stay([night(1), night(2)], Money(9500, "EUR"))
    assert price_difference(before, after, "EUR") == Money(-1000, "EUR")
    assert price_difference([], [], "JPY") == Money(0, "JPY")


def test_payload() -> None:
    assert NightPrice(night(0), BASE).to_payload() == {
        "date": "2027-03-15",
        "price": {"amount": 10000, "currency": "EUR"},
    }
