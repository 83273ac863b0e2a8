"""The hotel as the server keeps it: booked and read through the API, beside what browsers show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.factories.desk import Desk
from tests.support.waiting import wait_until


@dataclass
class House:
    """A hotel and a desk of a manager's."""

    desk: Desk
    _latest: int = field(default=0, init=False)

    def book(self, check_in: str, check_out: str, room: str | None = None, **more: Any) -> dict:
        """Book a stay for ``guest="First Last"`` and return its JSON."""
        first, _, last = more.pop("guest", "Ada Probe").partition(" ")
        stay = self.desk.book(check_in, check_out, room, guest={"firstName": first, "lastName": last}, **more)
        self._latest = max(self._latest, stay["seq"])
        return stay

    def step(self, stay: dict, command: str) -> dict:
        """Run a command such as ``check-in`` and return the stay."""
        answer = self.desk.step(stay, command)
        assert answer.status_code == 200, answer.text
        self._latest = max(self._latest, answer.json["seq"])
        changed: dict = answer.json
        return changed

    def next_day(self) -> None:
        """Close the business date 2027-03-15, as the night audit does."""
        answer = self.desk.client.post("/api/pms/night-audit", json={"businessDate": "2027-03-15"})
        assert answer.status_code == 200, answer.text
        self._latest = max(self._latest, answer.json["seq"])

    def close_room(self, number: str, start: str, end: str, reason: str) -> None:
        """Take a room out of order."""
        answer = self.desk.client.post(
            f"/api/pms/rooms/{self.desk.hotel.rooms[number]}/out-of-order",
            json={"startDate": start, "endDate": end, "reason": reason},
        )
        assert answer.status_code == 201, answer.text

    def place_of(self, stay: dict) -> tuple[str | None, str, str]:
        """Return room number, arrival and departure as saved."""
        saved = self.desk.get(stay)
        numbers = {str(room): number for number, room in self.desk.hotel.rooms.items()}
        return numbers.get(saved["roomId"]), saved["checkInDate"], saved["checkOutDate"]

    def wait_for(self, stay: dict, place: tuple[str | None, str, str]) -> None:
        """Wait until the stay is saved at a place; for what no screen tells."""
        wait_until(lambda: self.place_of(stay) == place, f"{place}, still {self.place_of(stay)}")

    def wait_until_shown(self) -> None:
        """Wait until the board's read model has every booking made here."""
        path = f"/api/pms/calendar/week?start=2027-03-15&minSeq={self._latest}"
        wait_until(lambda: not self.desk.client.get(path).json["stale"], "the board catches up")
