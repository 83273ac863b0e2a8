"""Lodging taxes: the shapes that cities use, worked cases, and what must hold for any rule and any stay."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.errors import DomainError
from addons.pms.domain.tax_parts import Base, Percent, PercentOfShare, PerPerson, PerPersonByPrice, PerRoom
from addons.pms.domain.tax_payloads import part_payload, parts_of
from addons.pms.domain.taxes import (
    GROWN_UP,
    TaxedStay,
    TaxRule,
    ages_of,
    included_taxes,
    taxes_of_charge,
    taxes_of_night,
    taxes_of_stay,
)

DATA = Path(__file__).parents[4] / "shared/data/tax"
REAL = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.exists(), reason="the real tax rules lie beside the project, not in it"),
]
SUMMER = date(2024, 6, 1)


def real_rule(name: str) -> TaxRule:
    """The rule ``name`` of the data, entered as a clerk would enter it: through the API's JSON."""
    told = json.loads((DATA / "rules.json").read_text(encoding="utf-8"))[name]
    currency = told["currency"]
    parts = [entered(part, currency) for part in told.get("parts", [told])]
    day = {key: date.fromisoformat(told[key]) for key in ("valid_from", "valid_to") if key in told}
    rest = {key: told[key] for key in ("from_age", "half_until_age", "max_nights") if key in told}
    exempt = frozenset(told.get("exempt", ()))
    return TaxRule("CITY_TAX", name, parts_of(parts, currency), **day, **rest, exempt=exempt)


def entered(told: dict[str, Any], currency: str) -> dict[str, Any]:
    def money(amount: int | None) -> dict[str, Any] | None:
        return None if amount is None else {"amount": amount, "currency": currency}

    percent = str((Decimal(told.get("rate", "0")) * 100).normalize())
    seasons = [{"from": a, "to": b, "amount": money(c)} for a, b, c in told.get("seasons", ())]
    per_person = money(0 if seasons else told.get("amount"))
    return {
        "person_night": lambda: {"kind": "PER_PERSON", "amount": per_person, "seasons": seasons},
        "room_night": lambda: {"kind": "PER_ROOM", "amount": money(told["amount"])},
        "percent": lambda: {"kind": "PERCENT", "percent": percent, "base": base_of(told)},
        "percent_of_share": lambda: {
            "kind": "PERCENT_OF_SHARE", "percent": percent, "cap": money(told["cap"])
        },
        "person_night_by_rate": lambda: {
            "kind": "PER_PERSON_BY_PRICE",
            "bands": [{"from": money(edge), "amount": money(amount)} for edge, amount in told["bands"]],
        },
    }[told["kind"]]()  # fmt: skip


def base_of(told: dict[str, Any]) -> str:
    return "PRICE" if told["base"] == "room rate" else "NET"


def stay(prices: list[int], ages: tuple[int, ...], arrival: date = SUMMER, **more: Any) -> TaxedStay:
    return TaxedStay(arrival, tuple(prices), ages, **more)


def sum_of(rules: list[TaxRule], taxed: TaxedStay) -> int:
    return sum(line.amount for line in taxes_of_stay(rules, taxed))


class TestRealRules:
    pytestmark = REAL

    def test_every_worked_case(self) -> None:
        cases = json.loads((DATA / "cases.json").read_text(encoding="utf-8"))
        assert len(cases) == 6
        for case in cases:
            taxed = stay(case["nightly_rate_minor"], tuple(case["ages"]), date.fromisoformat(case["arrival"]))
            assert len(taxed.prices) == case["nights"]
            assert sum_of([real_rule(case["rule"])], taxed) == case["expected_tax_minor"], case["why"]

    def test_every_shape_can_be_entered_but_the_one_without_an_amount(self) -> None:
        names = json.loads((DATA / "rules.json").read_text(encoding="utf-8"))
        assert len(names) == 15
        for name in set(names) - {"viana_do_castelo_2024"}:
            real_rule(name)
        with pytest.raises(DomainError) as refusal:
            real_rule("viana_do_castelo_2024")
        assert list(refusal.value.facts["fields"]) == ["parts.0.amount"]

    @pytest.mark.parametrize(
        ("name", "taxed", "expected"),
        [
            ("florence_2024", stay([9_000] * 9, (40, 1)), 7 * 2 * 700),
            ("dubrovnik_2023", stay([9_000], (40, 18, 17, 12, 11)), 265 * 2 + 265),
            ("dubrovnik_2023", stay([9_000] * 2, (40,), date(2024, 9, 30)), 265 + 186),
            ("dubrovnik_2023", stay([9_000], (17,), date(2024, 12, 31)), 93),
            ("brussels_2023", stay([9_000] * 3, (40, 38, 3)), 3 * 424),
            ("vienna_2023", stay([9_999, 10_001], (40, 38)), 320 + 320),
            ("rotterdam", stay([10_010], (40,)), 651),
            ("amsterdam_2020", stay([12_345], (40, 38)), 864 + 600),
            ("amsterdam_2024", stay([10_000], (40,)), 1_250),
            ("berlin", stay([10_000] * 30, (40,)), 21 * 500),
            ("berlin", stay([10_000], (40,), exemption="business trip (rule of that time)"), 0),
            ("bologna_bands", stay([0, 99, 100, 3_099, 3_100, 99_000], (40, 38)), 2 * (300 * 2 + 420 + 500)),
            ("west_corsica", stay([10_000], (40, 38, 17, 5)), 2 * 138 - 1),
            ("west_corsica", stay([30_000], (40, 38)), 2 * 350),
            ("prague", stay([300_000] * 2, (40, 38)), 4 * 5_000),
            ("aruba", stay([10_004], (40,)), 1_251),
        ],
    )
    def test_shapes(self, name: str, taxed: TaxedStay, expected: int) -> None:
        assert sum_of([real_rule(name)], taxed) == expected

    def test_rules_that_follow_each_other_count_their_nights_together(self) -> None:
        both = [real_rule("lisbon_2016"), real_rule("lisbon_2019")]
        ten_nights = stay([9_000] * 10, (40, 38), date(2018, 12, 28))
        assert sum_of(both, ten_nights) == 4 * 2 * 100 + 3 * 2 * 200


PARTS = st.one_of(
    st.builds(PerPerson, st.integers(0, 5_000)),
    st.builds(PerRoom, st.integers(0, 5_000)),
    st.builds(Percent, st.fractions(0, 1, max_denominator=1000), st.sampled_from(Base)),
    st.builds(PercentOfShare, st.fractions(0, 1, max_denominator=1000), st.none() | st.integers(0, 900)),
    st.builds(
        lambda edges, amounts: PerPersonByPrice(tuple(zip(sorted(edges), amounts, strict=False))),
        st.sets(st.integers(0, 30_000), min_size=4, max_size=4),
        st.lists(st.integers(0, 900), min_size=4, max_size=4),
    ),
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
RULES = st.builds(
    TaxRule, st.sampled_from(["A", "B"]), st.just("Tax"), st.tuples(PARTS) | st.tuples(PARTS, PARTS),
    valid_from=st.none() | DAYS, valid_to=st.none() | DAYS, from_age=st.integers(0, 18),
    half_until_age=st.none() | st.integers(0, 20), max_nights=st.none() | st.integers(1, 10),
)  # fmt: skip
AGES = st.lists(st.integers(0, 90), max_size=6).map(tuple)
STAYS = st.builds(TaxedStay, DAYS, st.lists(st.integers(0, 50_000), max_size=15).map(tuple), AGES)


@given(st.lists(RULES, max_size=3), STAYS)
def test_the_tax_of_a_stay_is_the_sum_of_its_nights_and_none_is_due_outside(
    rules: list[TaxRule], taxed: TaxedStay
) -> None:
    by_night = [line.amount for night in taxed.nights() for line in taxes_of_night(rules, taxed, night)]
    assert sum(by_night) == sum_of(rules, taxed)
    assert all(amount > 0 for amount in by_night)
    for outside in (taxed.arrival - timedelta(days=1), taxed.arrival + timedelta(days=len(taxed.prices))):
        assert taxes_of_night(rules, taxed, outside) == []


@given(RULES, STAYS)
def test_no_more_nights_are_taxed_than_the_cap_says_and_only_valid_ones(
    rule: TaxRule, taxed: TaxedStay
) -> None:
    nights = [night for night in taxed.nights() if taxes_of_night([rule], taxed, night)]
    assert rule.max_nights is None or len(nights) <= rule.max_nights
    assert all(rule.in_force(night) for night in nights)


@given(RULES.filter(lambda rule: not any(isinstance(p, PercentOfShare) for p in rule.parts)), STAYS, AGES)
def test_more_people_never_pay_less(rule: TaxRule, taxed: TaxedStay, others: tuple[int, ...]) -> None:
    fuller = TaxedStay(taxed.arrival, taxed.prices, taxed.ages + others)
    assert sum_of([rule], fuller) >= sum_of([rule], taxed)


@given(
    st.fractions(0, 1, max_denominator=1000), st.integers(0, 900), st.integers(0, 90_000), st.integers(1, 8)
)
def test_a_share_is_capped_for_each_person(rate: Fraction, cap: int, price: int, adults: int) -> None:
    rule = TaxRule("A", "Tax", (PercentOfShare(rate, cap),), from_age=18)
    assert sum_of([rule], stay([price], ages_of(adults, 1))) <= cap * adults


@given(
    st.lists(st.fractions(Fraction(1, 100), 1, max_denominator=100), min_size=1, max_size=3),
    st.integers(0, 10**9),
)
def test_a_price_that_includes_taxes_loses_nothing(rates: list[Fraction], price: int) -> None:
    rules = [TaxRule(f"T{place}", "Tax", (Percent(rate),), included=True) for place, rate in enumerate(rates)]
    lines = included_taxes(rules, "ROOM", "ROOM", price, SUMMER)
    net = price - sum(line.amount for line in lines)
    for line, rate in zip(lines, rates, strict=False):
        if len(lines) == len(rates):
            assert abs(line.amount - net * rate) <= 1 + len(rates)
    assert taxes_of_night(rules, stay([price], (40,)), SUMMER) == []


@given(PARTS)
def test_json_and_back(part: Any) -> None:
    coarse = Percent(Fraction(1, 8), part.base) if isinstance(part, Percent) else part
    coarse = PercentOfShare(Fraction(11, 200), part.cap) if isinstance(part, PercentOfShare) else coarse
    assert parts_of([part_payload(coarse, "EUR")], "EUR") == (coarse,)


def test_a_net_base_leaves_the_included_taxes_out() -> None:
    vat = TaxRule("VAT", "VAT", (Percent(Fraction(9, 100)),), included=True)
    city = TaxRule("CITY_TAX", "City tax", (Percent(Fraction(1, 8), Base.NET),))
    assert sum_of([vat, city], stay([10_900], (40,))) == 1_250
    assert [line.amount for line in included_taxes([vat, city], "ROOM", "ROOM", 10_900, SUMMER)] == [900]


def test_charges_are_taxed_by_code_and_by_group_and_only_by_percentages() -> None:
    sales = TaxRule("SALES", "Sales tax", (Percent(Fraction(1, 10)),), applies_to=frozenset({"FOOD"}))
    bar = TaxRule("BAR", "Bar tax", (Percent(Fraction(1, 20)),), applies_to=frozenset({"MINIBAR"}))
    head = TaxRule("HEAD", "Per head", (PerPerson(200),))
    rules = [sales, bar, head]

    def amounts(code: str, group: str, amount: int) -> dict[str, int]:
        return {line.code: line.amount for line in taxes_of_charge(rules, code, group, amount, SUMMER)}

    assert amounts("MINIBAR", "FOOD", 505) == {"SALES": 51, "BAR": 25}
    assert amounts("MINIBAR", "FOOD", -505) == {"SALES": -51, "BAR": -25}
    assert amounts("PARKING", "EXTRA", 505) == {}
    assert amounts("DAY_USE", "ROOM", 5_000) == {}


def test_ages_nobody_asked_for_never_cost_too_much() -> None:
    assert ages_of(2, 1) == (GROWN_UP, GROWN_UP, 0)
    assert ages_of(1, 2, [3, 14]) == (GROWN_UP, 3, 14)
    rule = TaxRule("A", "Tax", (PerPerson(200),), from_age=13)
    assert sum_of([rule], stay([1], ages_of(2, 1))) == 400


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"kind": "TITHE"}, "parts.0.kind"),
        ({"kind": "PERCENT"}, "parts.0.percent"),
        ({"kind": "PERCENT", "percent": "0"}, "parts.0.percent"),
        ({"kind": "PERCENT", "percent": "1e3"}, "parts.0.percent"),
        ({"kind": "PERCENT", "percent": "5", "cap": {"amount": 1, "currency": "EUR"}}, "parts.0.cap"),
        ({"kind": "PER_ROOM", "amount": {"amount": -1, "currency": "EUR"}}, "parts.0.amount.amount"),
        ({"kind": "PER_ROOM", "amount": {"amount": 1, "currency": "USD"}}, "parts.0.amount.currency"),
        ({"kind": "PER_PERSON_BY_PRICE", "bands": []}, "parts.0.bands"),
        (
            {
                "kind": "PER_PERSON",
                "amount": {"amount": 1, "currency": "EUR"},
                "seasons": [{"from": "02-30", "to": "03-01", "amount": {"amount": 1, "currency": "EUR"}}],
            },
            "parts.0.seasons.0.from",
        ),
    ],
)
def test_names_what_does_not_fit(part: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parts_of([part], "EUR")
    assert list(refusal.value.facts["fields"]) == [field]
