"""A clerk at the API: short ways to send what a test is not about."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from oppsera_host.testing.client import RoleClient
from tests.factories.hotel import Hotel


def key() -> str:
    """A fresh idempotency key."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Desk:
    """A front-desk client in one hotel."""

    client: RoleClient
    hotel: Hotel

    def body(
        self, check_in: str, check_out: str, room: str | None = None, kind: str = "STD", **more: Any
    ) -> dict:
        """The body of a booking."""
        return {
            "propertyId": str(self.hotel.property_id),
            "roomTypeId": str(self.hotel.types[kind]),
            "roomId": None if room is None else str(self.hotel.rooms[room]),
            "checkInDate": check_in,
            "checkOutDate": check_out,
            "adults": 2,
            "guest": {"firstName": "Ada", "lastName": "Probe"},
        } | more

    def book(self, *arguments: Any, **more: Any) -> dict:
        """Book a stay and return its JSON."""
        answer = self.client.post("/api/pms/reservations", json=self.body(*arguments, **more))
        assert answer.status_code == 201, answer.text
        return answer.json

    def step(self, stay: dict, command: str, **more: Any) -> Any:
        """Send a command for the stay's version."""
        return self.client.post(
            f"/api/pms/reservations/{stay['id']}/{command}", json={"expectedVersion": stay["version"], **more}
        )

    def move(self, stay: dict, room: str | None, check_in: str | None = None, **more: Any) -> Any:
        """Drag a stay to a room and, if given, another arrival."""
        return self.client.post(
            "/api/pms/calendar/move",
            json={
                "reservationId": stay["id"],
                "from": origin(stay),
                "to": {
                    "roomId": None if room is None else str(self.hotel.rooms[room]),
                    "checkInDate": check_in or stay["checkInDate"],
                },
                "idempotencyKey": key(),
            }
            | more,
        )

    def resize(self, stay: dict, edge: str, day: str) -> Any:
        """Drag an edge of a stay."""
        field = "checkInDate" if edge == "LEFT" else "checkOutDate"
        return self.client.post(
            "/api/pms/calendar/resize",
            json={
                "reservationId": stay["id"], "edge": edge, "from": origin(stay), "to": {field: day},
                "idempotencyKey": key(),
            },
        )  # fmt: skip

    def undo(self, answer: dict) -> Any:
        """Take back what ``answer`` tells of."""
        return self.client.post(
            "/api/pms/calendar/undo", json={"token": answer["undo"]["token"], "idempotencyKey": key()}
        )

    def get(self, stay: dict) -> dict:
        """Read the stay again."""
        return self.client.get(f"/api/pms/reservations/{stay['id']}").json


def origin(stay: dict) -> dict:
    """Where the board shows the stay."""
    return {
        "roomId": stay["roomId"], "checkInDate": stay["checkInDate"], "checkOutDate": stay["checkOutDate"],
        "version": stay["version"],
    }  # fmt: skip
