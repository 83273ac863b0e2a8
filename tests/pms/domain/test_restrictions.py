from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.restrictions import Restriction, Rule, breaches, in_words, spans_of
from addons.pms.domain.stay_dates import StayDates

START = date(2027, 3, 15)
PLAN = UUID(int=1)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def broken(check_in: int, check_out: int, *rules: Restriction) -> set[tuple[Rule, int]]:
    dates = StayDates(day(check_in), day(check_out), day_use=check_in == check_out)
    return {(breach.rule, (breach.date - START).days) for breach in breaches(dates, rules)}


def rule(offset: int, **said: object) -> Restriction:
    return Restriction(day(offset), **said)


def test_lengths_of_stay_look_at_the_arrival_night_only():
    assert broken(0, 2, rule(0, min_stay=3)) == {(Rule.MIN_STAY, 0)}
    assert broken(0, 3, rule(0, min_stay=3)) == set()
    assert broken(0, 2, rule(1, min_stay=3)) == set()
    assert broken(0, 2, rule(0, max_stay=1)) == {(Rule.MAX_STAY, 0)}
    assert broken(0, 1, rule(0, max_stay=1)) == set()


def test_arrival_and_departure_are_closed_on_their_own_day_only():
    closed = rule(1, closed_to_arrival=True)
    assert broken(1, 3, closed) == {(Rule.CLOSED_TO_ARRIVAL, 1)}
    assert broken(0, 3, closed) == broken(0, 1, closed) == set()
    shut = rule(2, closed_to_departure=True)
    assert broken(0, 2, shut) == {(Rule.CLOSED_TO_DEPARTURE, 2)}
    assert broken(0, 3, shut) == broken(2, 4, shut) == set()


def test_a_closed_night_keeps_out_whoever_sleeps_it():
    closed = rule(2, closed=True)
    assert broken(0, 3, closed) == broken(2, 3, closed) == {(Rule.CLOSED, 2)}
    assert broken(0, 2, closed) == broken(3, 4, closed) == set()


def test_rules_of_type_and_plan_hold_side_by_side_and_the_stricter_is_told():
    rules = [
        rule(0, min_stay=2),
        rule(0, min_stay=4, rate_plan_id=PLAN),
        rule(0, closed=True, rate_plan_id=PLAN),
    ]
    found = breaches(StayDates(day(0), day(1)), rules)
    assert [(breach.rule, breach.text) for breach in found] == [
        (Rule.CLOSED, "The night of 2027-03-15 is closed to sale."),
        (Rule.MIN_STAY, "Guests who arrive on 2027-03-15 stay 4 nights at least."),
    ]


def test_a_day_use_sleeps_nowhere_and_breaks_nothing():
    everything = rule(0, min_stay=2, closed=True, closed_to_arrival=True, closed_to_departure=True)
    assert broken(0, 0, everything) == set()


@given(
    st.integers(0, 5), st.integers(1, 5), st.integers(0, 12),
    st.booleans(), st.booleans(), st.booleans(), st.none() | st.integers(1, 6), st.none() | st.integers(1, 6),
)  # fmt: skip
def test_one_rule_says_what_the_table_says(start, nights, at, arrival, departure, closed, least, most):
    said = rule(
        at,
        closed_to_arrival=arrival,
        closed_to_departure=departure,
        closed=closed,
        min_stay=least,
        max_stay=most,
    )
    expected = set()
    if at == start:
        expected |= {(Rule.MIN_STAY, at)} if least is not None and nights < least else set()
        expected |= {(Rule.MAX_STAY, at)} if most is not None and nights > most else set()
        expected |= {(Rule.CLOSED_TO_ARRIVAL, at)} if arrival else set()
    expected |= {(Rule.CLOSED_TO_DEPARTURE, at)} if departure and at == start + nights else set()
    expected |= {(Rule.CLOSED, at)} if closed and at in range(start, start + nights) else set()
    assert broken(start, start + nights, said) == expected
    assert said.says_anything == bool(in_words(said))


def test_nights_in_a_row_with_the_same_rules_are_one_span():
    rules = [rule(0, min_stay=2), rule(1, min_stay=2), rule(2, min_stay=3), rule(4, min_stay=3)]
    spans = [(span.first, span.last, span.restriction.min_stay) for span in spans_of(reversed(rules))]
    assert spans == [(day(0), day(2), 2), (day(2), day(3), 3), (day(4), day(5), 3)]


def test_rules_of_a_plan_are_spans_beside_those_of_every_sale():
    rules = [rule(each, closed=True, rate_plan_id=plan) for each in range(3) for plan in (PLAN, None)]
    assert [(span.first, span.last, span.restriction.rate_plan_id) for span in spans_of(rules)] == [
        (day(0), day(3), None),
        (day(0), day(3), PLAN),
    ]


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.none() | st.just(PLAN)), st.integers(1, 2)))
def test_spans_say_each_rule_of_each_night_once_and_none_could_be_longer(limits):
    rules = [rule(at, min_stay=least, rate_plan_id=plan) for (at, plan), least in limits.items()]
    spans = spans_of(rules)
    said = [
        (night, span.restriction.rate_plan_id, span.restriction.min_stay)
        for span in spans
        for night in (span.first + timedelta(days=each) for each in range((span.last - span.first).days))
    ]
    assert sorted(said, key=str) == sorted(
        ((each.night, each.rate_plan_id, each.min_stay) for each in rules), key=str
    )
    ends = {(span.last, span.restriction.rate_plan_id, span.restriction.min_stay) for span in spans}
    begins = {(span.first, span.restriction.rate_plan_id, span.restriction.min_stay) for span in spans}
    assert not ends & begins
