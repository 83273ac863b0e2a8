"""The whole replay: set up the house, live the season, read, compare; rebuild, read and compare again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from replay.bookings import read_bookings
from replay.desk import Desk
from replay.house import set_up
from replay.reading import Feed, Figures, Reader
from replay.season import Season
from replay.truth import Difference, Truth

BOOKINGS = "h1_arrivals_2015q3.csv"
#: The day before the first guest comes. What was booked before is booked on it.
EVE = date(2015, 6, 30)
FIRST_DAY, LAST_DAY = date(2015, 7, 1), date(2015, 10, 23)


@dataclass(slots=True)
class Outcome:
    """What came of it.

    Attributes:
        differences: figures that are not as they should be.
        statuses: answers of the API by status.
        drift: what a recount of everything kept twice found.
        seconds: how long each part took.
    """

    differences: list[Difference] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    drift: Sequence[object] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether everything is as it should be."""
        return not self.differences and not self.drift and not any(status >= 500 for status in self.statuses)  # noqa: PLR2004 - HTTP


@dataclass(frozen=True, slots=True)
class Behind:
    """What is done behind the API, where that is in our hands.

    Attributes:
        catch_up: brings the read models up to date.
        rebuild: builds them anew from the first event.
        verify: recounts everything that is kept twice; returns what differs.
    """

    catch_up: Callable[[], None] = lambda: None
    rebuild: Callable[[], None] | None = None
    verify: Callable[[], Sequence[object]] = lambda: ()


def replay(desk: Desk, data: Path, behind: Behind, *, opening: date = EVE, until: date = LAST_DAY) -> Outcome:
    """Live the season from ``opening`` to ``until`` at ``desk`` and compare with the truth beside the data.

    Raises:
        UnexpectedAnswerError: the API refused a step.
    """
    outcome = Outcome(statuses=desk.statuses)
    bookings = [each for each in read_bookings(data / BOOKINGS) if each.booked_on <= until]
    truth = Truth(data / "truth", until)
    house = set_up(desk, bookings, opening)
    reader, feed = Reader(desk, house, behind.catch_up), Feed(desk, opening)
    season = Season(desk, house, bookings, opening)
    days: dict[date, Figures] = {}

    def end_of_day(day: date) -> None:
        if day >= FIRST_DAY:
            days.update(reader.days(day, day))
        if day in truth.month_ends:
            books = reader.books()
            outcome.differences += [*truth.states(day, books), *truth.on_the_books(day, books)]
            unexplained = reader.unexplained(day + timedelta(days=1))
            outcome.differences += [
                Difference(f"explained {day} {code}", "every unit", "not all") for code in unexplained
            ]

    started = time.monotonic()
    season.live(until, end_of_day)
    outcome.seconds["season"] = time.monotonic() - started
    feed.read_on()
    for day in days:
        days[day] |= feed.entered[day] | {"revenue_cents": feed.charged[day]}
    outcome.differences += [*truth.days(days, "live"), *truth.months(days, reader.books())]
    reported = {day: {"revenue_cents": season.audits[day]["roomCharges"]["amount"]} for day in days}
    outcome.differences += truth.days(reported, "night audit")
    if behind.rebuild is not None:
        started = time.monotonic()
        behind.rebuild()
        outcome.differences += truth.days(reader.days(FIRST_DAY, until), "rebuilt")
        outcome.seconds["rebuild"] = time.monotonic() - started
    started = time.monotonic()
    outcome.drift = behind.verify()
    outcome.seconds["verify"] = time.monotonic() - started
    return outcome
