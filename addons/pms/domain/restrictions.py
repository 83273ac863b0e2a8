"""Rules of sale: which stays a room type does not take, and on which night each rule looks.

======================  ==============================================================================
minimum, maximum stay   the rule of the **arrival night** says how long the whole stay is at least, at most
closed to arrival       the rule of the **arrival night**: nobody arrives then; staying over it is fine
closed to departure     the rule of the **day of departure**: nobody leaves then; staying over it is fine
closed                  the rule of **every night slept**: no night of the stay may be closed
======================  ==============================================================================

A rule without a rate plan holds for every sale of the type; a rule of a plan holds for sales by that plan, beside
the other: the stricter counts. A day use sleeps nowhere and is bound by none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from addons.pms.domain.sentence import Sentence
from addons.pms.domain.stay_dates import StayDates

_NIGHT = timedelta(days=1)


class Rule(StrEnum):
    """What a stay can break."""

    MIN_STAY = "MIN_STAY"
    MAX_STAY = "MAX_STAY"
    CLOSED_TO_ARRIVAL = "CLOSED_TO_ARRIVAL"
    CLOSED_TO_DEPARTURE = "CLOSED_TO_DEPARTURE"
    CLOSED = "CLOSED"


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


def weekday_of(day: date) -> Weekday:
    """Return the day of the week of ``day``."""
    return list(Weekday)[day.weekday()]


@dataclass(frozen=True, slots=True)
class Restriction:
    """The rules of one night (for departures: of one day) of a room type; stays are counted in nights."""

    night: date
    rate_plan_id: UUID | None = None
    min_stay: int | None = None
    max_stay: int | None = None
    closed_to_arrival: bool = False
    closed_to_departure: bool = False
    closed: bool = False

    @property
    def says_anything(self) -> bool:
        """Whether it keeps any stay out."""
        limits = (self.min_stay, self.max_stay)
        return any((self.closed_to_arrival, self.closed_to_departure, self.closed)) or limits != (None, None)


@dataclass(frozen=True, slots=True)
class RuleSpan:
    """Nights ``[first, last)`` in a row that have the same rules, which are those of ``restriction``."""

    first: date
    last: date
    restriction: Restriction


def spans_of(rules: Iterable[Restriction]) -> list[RuleSpan]:
    """Return the rules of one room type as spans, by their first night, those of every sale before those of a plan."""
    open_spans: dict[UUID | None, RuleSpan] = {}
    found: list[RuleSpan] = []
    for rule in sorted(rules, key=lambda each: each.night):
        before = open_spans.get(rule.rate_plan_id)
        if before and before.last == rule.night and replace(rule, night=before.first) == before.restriction:
            span = replace(before, last=rule.night + _NIGHT)
            found[found.index(before)] = span
        else:
            span = RuleSpan(rule.night, rule.night + _NIGHT, rule)
            found.append(span)
        open_spans[rule.rate_plan_id] = span
    return sorted(found, key=lambda span: (span.first, str(span.restriction.rate_plan_id or "")))


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """A rule that a stay breaks: the date it looks at, and a sentence for the desk."""

    date: date
    rule: Rule
    text: str

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"code": self.rule.value, "date": self.date.isoformat(), "text": self.text}


def breaches(dates: StayDates, rules: Iterable[Restriction]) -> list[Breach]:
    """Return what a stay on ``dates`` breaks, by date, each rule once a date.

    Args:
        dates: of the stay.
        rules: those that hold for the sale, of the nights of the stay and of its day of departure.
    """
    if dates.day_use:
        return []
    found: dict[tuple[date, Rule], Breach] = {}
    for rule in sorted(rules, key=_strictest_first):
        for breach in _breaches(dates, rule):
            found.setdefault((breach.date, breach.rule), breach)
    return sorted(found.values())


def in_words(rule: Restriction) -> list[tuple[Rule, Sentence]]:
    """Return each rule of the night with a sentence that says where it holds."""
    said: list[tuple[Rule, Sentence]] = []
    if rule.min_stay is not None:
        least = Sentence.counted(
            "Who arrives stays one night at least.",
            "Who arrives stays {count} nights at least.",
            rule.min_stay,
        )
        said.append((Rule.MIN_STAY, least))
    if rule.max_stay is not None:
        most = Sentence.counted(
            "Who arrives stays one night at most.", "Who arrives stays {count} nights at most.", rule.max_stay
        )
        said.append((Rule.MAX_STAY, most))
    if rule.closed_to_arrival:
        said.append((Rule.CLOSED_TO_ARRIVAL, Sentence("Nobody may arrive.")))
    if rule.closed_to_departure:
        said.append((Rule.CLOSED_TO_DEPARTURE, Sentence("Nobody may leave.")))
    if rule.closed:
        said.append((Rule.CLOSED, Sentence("The night is closed to sale.")))
    if rule.rate_plan_id is None:
        return said
    return [(kind, Sentence.paragraph(text, Sentence("One rate plan only."))) for kind, text in said]


def _strictest_first(rule: Restriction) -> tuple[date, int, int]:
    return rule.night, -(rule.min_stay or 0), rule.max_stay or date.max.toordinal()


def _breaches(dates: StayDates, rule: Restriction) -> Iterator[Breach]:
    night = rule.night
    if night == dates.check_in:
        if rule.min_stay is not None and dates.night_count < rule.min_stay:
            least = Sentence.counted(
                "Guests who arrive on {night} stay one night at least.",
                "Guests who arrive on {night} stay {count} nights at least.",
                rule.min_stay,
                night=night,
            )
            yield Breach(night, Rule.MIN_STAY, least)
        if rule.max_stay is not None and dates.night_count > rule.max_stay:
            most = Sentence.counted(
                "Guests who arrive on {night} stay one night at most.",
                "Guests who arrive on {night} stay {count} nights at most.",
                rule.max_stay,
                night=night,
            )
            yield Breach(night, Rule.MAX_STAY, most)
        if rule.closed_to_arrival:
            yield Breach(
                night, Rule.CLOSED_TO_ARRIVAL, Sentence("Nobody may arrive on {night}.", night=night)
            )
    if night == dates.check_out and rule.closed_to_departure:
        yield Breach(night, Rule.CLOSED_TO_DEPARTURE, Sentence("Nobody may leave on {night}.", night=night))
    if dates.check_in <= night < dates.check_out and rule.closed:
        yield Breach(night, Rule.CLOSED, Sentence("The night of {night} is closed to sale.", night=night))
