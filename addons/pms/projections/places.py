"""Where on the calendar something lies: (property, day) pairs, as nights or as ISO weeks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

DAYS_IN_WEEK = 7


class Span(NamedTuple):
    """The days from ``first`` to ``last``, both included, at one property."""

    property_id: UUID
    first: date
    last: date


Places = set[tuple[UUID, date]]


def nights_of(spans: Iterable[Span]) -> Places:
    """Return every (property, day) of ``spans``."""
    return {
        (span.property_id, span.first + timedelta(days=offset))
        for span in spans
        for offset in range((span.last - span.first).days + 1)
    }


def weeks_of(spans: Iterable[Span]) -> Places:
    """Return every (property, Monday) of the ISO weeks that ``spans`` touch."""
    weeks: Places = set()
    for span in spans:
        monday, last = monday_of(span.first), monday_of(span.last)
        while monday <= last:
            weeks.add((span.property_id, monday))
            monday += timedelta(days=DAYS_IN_WEEK)
    return weeks


def monday_of(day: date) -> date:
    """Return the Monday of the ISO week of ``day``."""
    return day - timedelta(days=day.weekday())


def columns_of(places: Collection[tuple[UUID, date]]) -> tuple[list[UUID], list[date]]:
    """Return the places in key order as two columns, for ``unnest``."""
    ordered = sorted(places)
    return [place[0] for place in ordered], [place[1] for place in ordered]
