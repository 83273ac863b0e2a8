"""Short ways to read the board."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.factories.desk import Desk


def ask(
    desk: Desk, start: str = "2027-03-15", headers: dict[str, str] | None = None, **query: Any
) -> TestResponse:
    return desk.client.get(
        "/api/pms/calendar/week",
        query_string={"propertyId": str(desk.hotel.property_id), "start": start, **query},
        headers=headers or {},
    )


def board(desk: Desk, start: str = "2027-03-15", **query: Any) -> dict:
    answer = ask(desk, start, **query)
    assert answer.status_code == 200, answer.text
    return answer.json
