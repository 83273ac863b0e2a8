"""Reads through the API what the truth is about: the board, the reservations, the folios, the event feed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from replay.desk import Desk, UnexpectedAnswerError
from replay.house import House

_IN_HOUSE = {"CHECKED_IN", "CHECKED_OUT"}
# On the books: of those who are in the house, nothing is still to come that could be lost.
_TO_COME = {"CONFIRMED"}
_MOST_DAYS = 62
_PATIENCE = 100
_ENTERED = {
    "pms.reservation.created.v1": "bookings_entered",
    "pms.reservation.cancelled.v1": "cancellations_entered",
    "pms.reservation.no_show_marked.v1": "no_shows",
}

Figures = dict[str, int]


class Reader:
    """Reads figures of a house; ``catch_up`` brings the read models up to date, where that is in our hands."""

    def __init__(self, desk: Desk, house: House, catch_up: Callable[[], None]) -> None:
        self._desk = desk
        self._house = house
        self._catch_up = catch_up

    def days(self, first: date, last: date) -> dict[date, Figures]:
        """Return what the board shows of the days ``first`` to ``last``."""
        self._catch_up()
        found: dict[date, Figures] = {}
        start = first
        while start <= last:
            count = min(_MOST_DAYS, (last - start).days + 1)
            found |= _figures_by_day(self._board(start, count))
            start += timedelta(days=count)
        return found

    def _board(self, start: date, days: int) -> dict[str, Any]:
        """Return the board once it shows the last write; the server waits a while before it answers a stale one."""
        for _ in range(_PATIENCE):
            board = self._desk.get(
                "/pms/calendar/week", propertyId=self._house.property_id, start=start.isoformat(), days=days,
                minSeq=self._desk.seq,
            )  # fmt: skip
            if not board["stale"]:
                return board
        raise UnexpectedAnswerError("The board stays behind: is a worker running?")

    def unexplained(self, night: date) -> list[str]:
        """Return codes of the types whose lost rooms on ``night`` are not all traced to a stay, closure or rule."""
        found = []
        for code, room_type in self._house.types.items():
            told = self._desk.get(
                "/pms/availability/explain", propertyId=self._house.property_id, roomTypeId=room_type,
                date=night.isoformat(),
            )  # fmt: skip
            if told["physical"] + sum(reason["units"] for reason in told["reasons"]) != told["sellable"]:
                found.append(code)
        return found

    def books(self) -> Books:
        """Return what all reservations add up to."""
        found = Books()
        for stay in self._desk.pages("/pms/reservations", propertyId=self._house.property_id):
            found.add(stay)
        return found


@dataclass(slots=True)
class Books:
    """Reservations by status, by month of arrival and status, and what is still to come by month."""

    states: Counter[str] = field(default_factory=Counter)
    arrivals: Counter[tuple[str, str]] = field(default_factory=Counter)
    nights: defaultdict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, stay: dict[str, Any]) -> None:
        """Count one reservation."""
        self.states[stay["status"]] += 1
        self.arrivals[stay["checkInDate"][:7], stay["status"]] += 1
        if stay["status"] in _TO_COME:
            for night in stay["nightlyRates"]:
                count = self.nights[date.fromisoformat(night["date"])]
                count["nights"] += 1
                count["revenue"] += night["price"]["amount"]

    def to_come(self, month: str, after: date) -> tuple[int, int]:
        """Return nights and cents on the books for ``month`` (as 2015-07) after the night of ``after``."""
        found = [count for night, count in self.nights.items() if night > after and f"{night:%Y-%m}" == month]
        return sum(count["nights"] for count in found), sum(count["revenue"] for count in found)


class Feed:
    """The event feed, read on from where it was left; ``entered`` counts by business date, ``charged`` by night."""

    def __init__(self, desk: Desk, opening: date) -> None:
        self._desk = desk
        self._after = 0
        self._today = opening
        self.entered: defaultdict[date, Figures] = defaultdict(lambda: dict.fromkeys(_ENTERED.values(), 0))
        self.charged: Counter[date] = Counter()

    def read_on(self) -> None:
        """Read to the end."""
        while events := self._desk.get("/events", after=self._after, limit=200)["items"]:
            for event in events:
                self._take(event)
            self._after = events[-1]["seq"]

    def _take(self, event: dict[str, Any]) -> None:
        kind, payload = event["type"], event["payload"]
        if kind in _ENTERED:
            self.entered[self._today][_ENTERED[kind]] += 1
        elif kind == "pms.night_audit.completed.v1":
            self._today = date.fromisoformat(payload["nextBusinessDate"])
        elif kind.startswith("pms.folio."):
            for entry in payload.get("entries", [payload]):
                if entry.get("code") == "ROOM" and entry.get("night"):
                    self.charged[date.fromisoformat(entry["night"])] += entry["amount"]["amount"]


def _figures_by_day(board: dict[str, Any]) -> dict[date, Figures]:
    found = {
        date.fromisoformat(row["date"]): {
            "rooms_occupied": row["occupied"], "arrivals": row["arrivals"], "departures": row["departures"],
            "day_use": 0, "adults": 0, "children": 0,
        }
        for row in board["occupancy"]
    }  # fmt: skip
    for segment in board["segments"]:
        if segment["status"] not in _IN_HOUSE:
            continue
        if segment["checkInDate"] == segment["checkOutDate"]:
            day = found.get(date.fromisoformat(segment["checkInDate"]))
            if day is not None:
                day["day_use"] += 1
            continue
        night, end = (date.fromisoformat(segment[name]) for name in ("segmentStart", "segmentEnd"))
        while night < end:
            if night in found:
                found[night]["adults"] += segment["adults"]
                found[night]["children"] += segment["children"]
            night += timedelta(days=1)
    return found
