"""The nights of a stay. Dates are nights of the property's calendar; ranges are half-open [in, out)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.sentence import Sentence

MAX_NIGHTS = 366


class Edge(StrEnum):
    """An end of a chip on the board."""

    LEFT = "LEFT"
    RIGHT = "RIGHT"


class Span(NamedTuple):
    """The nights from ``start`` up to and without ``end``."""

    start: date
    end: date

    def covers(self, other: Span) -> bool:
        """Tell whether all nights of ``other`` are in this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether a night is in both; an empty span overlaps nothing."""
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class StayDates:
    """Arrival and departure of a stay of 1 to 366 nights, or of a day use (equal dates, no night).

    Raises:
        DomainError: VALIDATION_ERROR naming ``checkOutDate``.
    """

    check_in: date
    check_out: date
    day_use: bool = False

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise invalid_fields({"checkOutDate": [problem]})

    def _problem(self) -> str | None:
        if self.day_use:
            return (
                None
                if self.check_out == self.check_in
                else Sentence("A day use leaves on the day it arrives.")
            )
        if self.check_out < self.check_in:
            return Sentence("The departure is before the arrival.")
        if self.check_out == self.check_in:
            return Sentence("A stay has at least one night; mark it as day use if nobody sleeps.")
        if self.night_count > MAX_NIGHTS:
            return Sentence("A stay has at most {max_nights} nights.", max_nights=MAX_NIGHTS)
        return None

    @property
    def night_count(self) -> int:
        """How many nights are slept; 0 for a day use."""
        return (self.check_out - self.check_in).days

    @property
    def span(self) -> Span:
        """The nights as a half-open span."""
        return Span(self.check_in, self.check_out)

    def nights(self) -> list[date]:
        """Return each night by the date it begins on."""
        return [self.check_in + timedelta(days=offset) for offset in range(self.night_count)]

    def overlaps(self, other: StayDates) -> bool:
        """Tell whether both need a room on some same night: never with a day use, never back to back."""
        return self.span.overlaps(other.span)

    def shift_to(self, check_in: date) -> StayDates:
        """Return the stay of equal length that arrives on ``check_in``.

        Raises:
            DomainError: VALIDATION_ERROR naming ``checkInDate`` when the calendar ends before the stay does.
        """
        try:
            check_out = check_in + timedelta(days=self.night_count)
        except OverflowError as error:
            raise invalid_fields({"checkInDate": ["The date is too far away."]}) from error
        return replace(self, check_in=check_in, check_out=check_out)

    def resized(self, edge: Edge, day: date) -> StayDates:
        """Return the stay with its arrival (LEFT) or departure (RIGHT) on ``day``.

        Raises:
            DomainError: VALIDATION_ERROR naming the field of that edge when less than one night or more than
                366 would remain; a day use has no edge to draw.
        """
        field = "checkInDate" if edge is Edge.LEFT else "checkOutDate"
        if self.day_use:
            raise invalid_fields({field: ["A day use has no nights to add or take away."]})
        try:
            if edge is Edge.LEFT:
                return replace(self, check_in=day)
            return replace(self, check_out=day)
        except DomainError as error:
            raise invalid_fields({field: error.facts["fields"]["checkOutDate"]}) from error


def iso_weeks(start: date, end: date) -> list[date]:
    """Return the Mondays of the ISO weeks in which the nights ``[start, end)`` lie.

    An empty range (day use) lies in the week of ``start``. The departure day itself is no night.
    """
    monday = start - timedelta(days=start.weekday())
    mondays = [monday]
    while (end - monday).days > 7:  # noqa: PLR2004 - days in a week
        monday += timedelta(days=7)
        mondays.append(monday)
    return mondays
