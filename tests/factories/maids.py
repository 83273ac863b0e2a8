"""Housekeeping at the API: tasks of a day by room and kind, and the steps they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oppsera_host.testing.client import RoleClient
from tests.factories.hotel import Hotel

TASKS = "/api/pms/housekeeping/tasks"


@dataclass(frozen=True)
class Maid:
    """A housekeeping client in one hotel."""

    client: RoleClient
    hotel: Hotel

    def generate(self, day: str | None = None) -> int:
        """Plan a day and return how many tasks are new."""
        answer = self.client.post(f"{TASKS}/generate", json={} if day is None else {"date": day})
        assert answer.status_code == 200, answer.text
        return int(answer.json["count"])

    def tasks(self, **query: Any) -> list[dict]:
        """Return tasks by the filters of the list."""
        answer = self.client.get(TASKS, query_string={"limit": 200} | query)
        assert answer.status_code == 200, answer.text
        return list(answer.json["items"])

    def kinds(self, day: str = "2027-03-15") -> set[tuple[str, str, str]]:
        """Return (room, kind, status) of a day's tasks."""
        return {(task["roomNumber"], task["kind"], task["status"]) for task in self.tasks(date=day)}

    def task(self, room: str, kind: str, day: str = "2027-03-15") -> dict:
        """Return the task of a room by kind."""
        found = [task for task in self.tasks(date=day, kind=kind) if task["roomNumber"] == room]
        assert len(found) == 1, found
        return found[0]

    def step(self, task: dict, command: str, **body: Any) -> Any:
        """Start, finish, skip or reopen a task."""
        return self.client.post(f"{TASKS}/{task['id']}/{command}", json=body)

    def say(self, room: str, condition: str, **body: Any) -> dict:
        """Say how clean a room is."""
        path = f"/api/pms/rooms/{self.hotel.rooms[room]}/status"
        answer = self.client.post(path, json={"condition": condition, **body})
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    def room(self, room: str) -> dict:
        """Return a room as it is now."""
        return dict(self.client.get(f"/api/pms/rooms/{self.hotel.rooms[room]}").json)

    def log(self, room: str) -> list[dict]:
        """Return the changes of a room's state, newest first."""
        answer = self.client.get(f"/api/pms/rooms/{self.hotel.rooms[room]}/status-log")
        assert answer.status_code == 200, answer.text
        return list(answer.json["items"])
