"""Bar charts as plain SVG geometry: they print, need no script, and every bar says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HEIGHT = 100
STEP = 10
GAP = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's bar in a chart ``HEIGHT`` high whose bars stand ``STEP`` apart; ``value`` as it was given."""

    day: date
    value: int
    x: int
    y: float
    width: int
    height: float


def bars(values: Sequence[tuple[date, int]], most: int | None = None) -> list[Bar]:
    """Lay out one bar a day.

    Args:
        values: the days with non-negative values; a negative one is drawn as nothing.
        most: value of a full bar; the greatest given unless named. A value above it is drawn full.
    """
    full = most or max((value for _, value in values), default=0) or 1
    laid_out = []
    for place, (day, value) in enumerate(values):
        height = round(min(max(value, 0), full) / full * HEIGHT, 1)
        laid_out.append(Bar(day, value, place * STEP, round(HEIGHT - height, 1), STEP - GAP, height))
    return laid_out
