from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.errors import DomainError
from addons.pms.domain.money import MAX_AMOUNT, Money, minor_unit_digits, round_half_up, total

CURRENCIES = Path(__file__).parents[4] / "shared/data/iso/currency_minor_units.csv"
AMOUNTS = st.integers(-(10**9), 10**9)


@pytest.mark.realdata
@pytest.mark.skipif(not CURRENCIES.exists(), reason="the ISO 4217 list lies beside the project, not in it")
def test_minor_units_of_every_currency() -> None:
    with CURRENCIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 178
    for row in rows:
        if row["minor_units"]:
            assert minor_unit_digits(row["code"]) == int(row["minor_units"]), row["name"]
        else:
            with pytest.raises(DomainError):
                minor_unit_digits(row["code"])


@pytest.mark.parametrize("code", ["", "eur", "EU", "EURO", "ZZZ", "XAU", "XXX"])
def test_what_is_no_currency(code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        Money(1, code)
    assert list(refusal.value.facts["fields"]) == ["currency"]


@pytest.mark.parametrize("amount", [MAX_AMOUNT + 1, -MAX_AMOUNT - 1])
def test_amounts_beyond_the_limit(amount: int) -> None:
    with pytest.raises(DomainError) as refusal:
        Money(amount, "EUR")
    assert list(refusal.value.facts["fields"]) == ["amount"]


@given(AMOUNTS, AMOUNTS)
def test_adding_and_taking_away(first: int, second: int) -> None:
    one, other = Money(first, "EUR"), Money(second, "EUR")
    assert (one + other).amount == first + second
    assert one + other - other == one
    assert one - other == -(other - one)


def test_currencies_do_not_mix() -> None:
    for reckon in (Money.__add__, Money.__sub__):
        with pytest.raises(DomainError) as refusal:
            reckon(Money(1, "EUR"), Money(1, "USD"))
        assert refusal.value.code == "VALIDATION_ERROR"


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("1/2", 1), ("-1/2", -1), ("3/2", 2), ("-3/2", -2), ("49/100", 0), ("-49/100", 0), ("7", 7), ("1/3", 0)],
)
def test_halves_go_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_up(Fraction(value)) == rounded


@given(st.decimals(-(10**9), 10**9, places=4))
def test_rounding_agrees_with_decimal(value: Decimal) -> None:
    assert round_half_up(Fraction(value)) == int(value.quantize(Decimal(1), ROUND_HALF_UP))


def test_a_percentage() -> None:
    assert Money(1050, "EUR").times(Fraction(7, 100)) == Money(74, "EUR")  # 73.5
    assert Money(-1050, "EUR").times(Fraction(7, 100)) == Money(-74, "EUR")
    assert Money(1050, "JPY").times(3) == Money(3150, "JPY")


@given(AMOUNTS, st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_parts_sum_up_and_are_fair(amount: int, weights: list[int]) -> None:
    parts = Money(amount, "EUR").allocate(weights)
    assert sum(part.amount for part in parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part.amount) - Fraction(amount * weight, sum(weights))) < 1
        assert weight or part.amount == 0


def test_the_remainder_goes_to_the_first_of_equals() -> None:
    assert [part.amount for part in Money(1000, "EUR").allocate([1, 1, 1])] == [334, 333, 333]
    assert [part.amount for part in Money(-1000, "EUR").allocate([1, 1, 1])] == [-334, -333, -333]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_divide_nothing(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100, "EUR").allocate(weights)


def test_a_total_of_nothing_has_a_currency() -> None:
    assert total([], "KWD") == Money(0, "KWD")
    assert total([Money(1, "KWD"), Money(2, "KWD")], "KWD") == Money(3, "KWD")
    with pytest.raises(DomainError):
        total([Money(1, "EUR")], "KWD")


def test_payload() -> None:
    assert Money(12345, "EUR").to_payload() == {"amount": 12345, "currency": "EUR"}
