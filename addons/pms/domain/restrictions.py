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
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from addons.pms.domain.stay_dates import StayDates


class Rule(StrEnum):
    """What a stay can break."""

    MIN_STAY = "MIN_STAY"
    MAX_STAY = "MAX_STAY"
    CLOSED_TO_ARRIVAL = "CLOSED_TO_ARRIVAL"
    CLOSED_TO_DEPARTURE = "CLOSED_TO_DEPARTURE"
    CLOSED = "CLOSED"


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


def in_words(rule: Restriction) -> list[tuple[Rule, str]]:
    """Return each rule of the night with a sentence that says where it holds."""
    sales = "" if rule.rate_plan_id is None else " (one rate plan only)"
    said = []
    if rule.min_stay is not None:
        said.append((Rule.MIN_STAY, f"Who arrives stays {_nights(rule.min_stay)} at least{sales}."))
    if rule.max_stay is not None:
        said.append((Rule.MAX_STAY, f"Who arrives stays {_nights(rule.max_stay)} at most{sales}."))
    if rule.closed_to_arrival:
        said.append((Rule.CLOSED_TO_ARRIVAL, f"Nobody may arrive{sales}."))
    if rule.closed_to_departure:
        said.append((Rule.CLOSED_TO_DEPARTURE, f"Nobody may leave{sales}."))
    if rule.closed:
        said.append((Rule.CLOSED, f"The night is closed to sale{sales}."))
    return said


def _strictest_first(rule: Restriction) -> tuple[date, int, int]:
    return rule.night, -(rule.min_stay or 0), rule.max_stay or date.max.toordinal()


def _breaches(dates: StayDates, rule: Restriction) -> Iterator[Breach]:
    night = rule.night
    if night == dates.check_in:
        if rule.min_stay is not None and dates.night_count < rule.min_stay:
            text = f"Guests who arrive on {night} stay {_nights(rule.min_stay)} at least."
            yield Breach(night, Rule.MIN_STAY, text)
        if rule.max_stay is not None and dates.night_count > rule.max_stay:
            text = f"Guests who arrive on {night} stay {_nights(rule.max_stay)} at most."
            yield Breach(night, Rule.MAX_STAY, text)
        if rule.closed_to_arrival:
            yield Breach(night, Rule.CLOSED_TO_ARRIVAL, f"Nobody may arrive on {night}.")
    if night == dates.check_out and rule.closed_to_departure:
        yield Breach(night, Rule.CLOSED_TO_DEPARTURE, f"Nobody may leave on {night}.")
    if dates.check_in <= night < dates.check_out and rule.closed:
        yield Breach(night, Rule.CLOSED, f"The night of {night} is closed to sale.")


def _nights(count: int) -> str:
    return "one night" if count == 1 else f"{count} nights"
