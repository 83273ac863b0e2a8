"""A board that listens while the database, the workers and the web server die hears how every stay ends up."""

from __future__ import annotations

import http.client
import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.factories.desk import key, origin
from tests.support.kills import Site
from tests.support.race import Caller, NoAnswerError, timed
from tests.support.race_house import House, build_house_in, night
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults


@dataclass
class Board:
    """Listens as a browser does: when a stream breaks or is refused it comes back with the last number it heard."""

    house: House
    url: str
    done: threading.Event
    number: int
    versions: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def listen(self) -> None:
        while not self.done.is_set():
            connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=10)
            try:
                self._follow(connection)
            except (OSError, http.client.HTTPException):
                self.counts["broken"] += 1
            finally:
                connection.close()
            self.done.wait(0.05)

    def _follow(self, connection: http.client.HTTPConnection) -> None:
        headers = {"Authorization": f"Bearer {self.house.token}", "Last-Event-ID": str(self.number)}
        connection.request(
            "GET", f"/api/pms/calendar/stream?propertyId={self.house.property_id}", headers=headers
        )
        answer = connection.getresponse()
        self.counts[f"answered {answer.status}"] += 1
        fields: dict[str, str] = {}
        while answer.status == 200 and not self.done.is_set() and (line := answer.readline()):
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif fields:
                self._hear(fields)
                fields = {}

    def _hear(self, fields: dict[str, str]) -> None:
        number = int(fields.get("id", self.number))
        assert number >= self.number, "it goes backwards"
        self.number = number
        if fields.get("event") == "board":
            self.counts["whole board"] += 1
        for segment in json.loads(fields.get("data", '{"segments": []}'))["segments"]:
            self.versions[segment["reservationId"]] = segment["version"]


def insist(caller: Caller, path: str, body: dict[str, Any], wanted: int) -> dict[str, Any]:
    """Send until it is clear what became of the command."""
    name, replies = key(), []

    def clear() -> bool:
        try:
            replies.append(caller.post(path, body, Idempotency_Key=name))
        except NoAnswerError:
            return False
        return replies[-1].status == wanted

    wait_until(clear, f"{wanted} for {path}")
    return replies[-1].json


def test_a_board_that_listens_misses_nothing(site: Site):
    house = build_house_in(site.environment, {"STD": 4})
    caller, done = Caller(site.url, house.token, seconds=15), threading.Event()
    stays = [
        insist(caller, "/api/pms/reservations", house.booking(night(5), night(7), room), 201)
        for room in house.rooms
    ]
    board = Board(house, site.url, done, 0)
    thread = threading.Thread(target=board.listen, daemon=True)
    with timed("streams") as notes:
        thread.start()
        for kill in (site.kill_postgres, site.kill_workers, site.kill_web, site.kill_postgres):
            heard = {stay["id"]: stay["version"] for stay in stays}
            wait_until(lambda heard=heard: board.versions == heard, f"{heard}, not {board.versions}")
            kill()
            for place, stay in enumerate(stays):
                day = night(6 + stay["version"] % 2).isoformat()
                to = {"roomId": stay["roomId"], "checkInDate": day}
                move = {"reservationId": stay["id"], "from": origin(stay), "to": to}
                stays[place] = insist(caller, "/api/pms/calendar/move", move, 200)["reservation"]
        heard = {stay["id"]: stay["version"] for stay in stays}
        wait_until(lambda: board.versions == heard, f"{heard}, not {board.versions}")
        done.set()
        notes |= dict(board.counts)
    thread.join(30)
    assert not thread.is_alive()
    assert board.counts["answered 200"] > 1, "nothing ever broke"
    assert not any(name.startswith("answered 5") and name != "answered 503" for name in board.counts)
