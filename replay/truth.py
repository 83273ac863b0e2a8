"""What is known of the season, and where the desk's figures differ from it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from replay.reading import Books, Figures

_STATES = ("CONFIRMED", "CHECKED_IN", "CHECKED_OUT", "CANCELLED", "NO_SHOW")


class Difference(NamedTuple):
    """One figure that is not as it should be."""

    where: str
    expected: object
    found: object


class Truth:
    """The tables in ``folder``, as far as they concern the days up to ``until``."""

    def __init__(self, folder: Path, until: date) -> None:
        self._folder = folder
        self._until = until
        self.month_ends = {
            date.fromisoformat(row["end_of_day"])
            for row in self._rows("states_month_end")
            if row["end_of_day"] <= until.isoformat()
        }

    def days(self, found: Mapping[date, Figures], label: str) -> Iterator[Difference]:
        """Compare figures of days, each with as many of the columns of ``daily`` as it has."""
        for row in self._rows("daily"):
            day = date.fromisoformat(row["date"])
            if day > self._until:
                continue
            expected = _daily(row)
            if day not in found:
                yield Difference(f"{label} {day}", expected, None)
                continue
            for name, figure in found[day].items():
                if figure != expected[name]:
                    yield Difference(f"{label} {day} {name}", expected[name], figure)

    def months(self, days: Mapping[date, Figures], books: Books) -> Iterator[Difference]:
        """Compare the sums of whole months, and what became of those who were to arrive in them."""
        for row in self._rows("monthly"):
            month = row["month"]
            if self._until < _last_known_day(month):
                continue
            of_month = [figures for day, figures in days.items() if f"{day:%Y-%m}" == month]
            sums = {name: sum(each[name] for each in of_month) for name in of_month[0]} if of_month else {}
            revenue, nights = sums["revenue_cents"], sums["rooms_occupied"]
            found = {
                "room_nights": nights, "arrivals": sums["arrivals"], "departures": sums["departures"],
                "day_use": sums["day_use"], "revenue_cents": revenue, "no_shows": sums["no_shows"],
                "adr_cents": (2 * revenue + nights) // (2 * nights) if nights else 0,
                "arrival_month_cancelled": books.arrivals[month, "CANCELLED"],
                "arrival_month_stayed": books.arrivals[month, "CHECKED_OUT"]
                + books.arrivals[month, "CHECKED_IN"],
                "arrival_month_no_show": books.arrivals[month, "NO_SHOW"],
            }  # fmt: skip
            for name, figure in found.items():
                if figure != int(row[name]):
                    yield Difference(f"monthly {month} {name}", int(row[name]), figure)

    def states(self, day: date, books: Books) -> Iterator[Difference]:
        """Compare how many reservations stand where at the end of a month."""
        for row in self._rows("states_month_end"):
            if row["end_of_day"] == day.isoformat():
                for state in _STATES:
                    if books.states[state] != int(row[state]):
                        yield Difference(f"states {day} {state}", int(row[state]), books.states[state])

    def on_the_books(self, day: date, books: Books) -> Iterator[Difference]:
        """Compare what was still to come at the end of ``day``."""
        for row in self._rows("on_the_books"):
            if row["as_of"] == day.isoformat():
                expected = (int(row["future_room_nights"]), int(row["future_revenue_cents"]))
                found = books.to_come(row["stay_month"], day)
                if found != expected:
                    yield Difference(f"on the books {day} {row['stay_month']}", expected, found)

    def _rows(self, table: str) -> list[dict[str, str]]:
        with (self._folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def _daily(row: Mapping[str, str]) -> Figures:
    figures = {name: int(row[name]) for name in row if name not in {"hotel", "date", "adr_cents"}}
    return figures | {"children": figures["children"] + figures["babies"]}


def _last_known_day(month: str) -> date:
    """The last day of ``month`` (as 2015-07); of October 2015 the day the last guest left."""
    year, number = (int(part) for part in month.split("-"))
    first_of_next = date(year + number // 12, number % 12 + 1, 1)
    return min(first_of_next - timedelta(days=1), date(2015, 10, 23))
