"""The board as programmes and the page read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories.desk import Desk


def board(desk: Desk, start: str = "2027-03-15", **query: Any) -> dict:
    answer = desk.client.get(
        "/api/pms/calendar/week",
        query_string={"propertyId": str(desk.hotel.property_id), "start": start, **query},
    )
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_stay_is_on_the_board_once_the_projection_ran(desk: Desk, drain_outbox: Callable[[], int]) -> None:
    stay = desk.book("2027-03-16", "2027-03-19", "101")
    drain_outbox()
    week = board(desk)
    assert [room["number"] for room in week["rooms"]] == ["101", "102", "103", "201", "202"]
    (segment,) = week["segments"]
    assert segment["reservationId"] == stay["id"]
    assert segment["roomId"] == stay["roomId"]
    assert (segment["segmentStart"], segment["segmentEnd"]) == ("2027-03-16", "2027-03-19")
    assert segment["guestName"] == "Ada Probe"
    assert [night["sold"] for night in week["occupancy"]] == [0, 1, 1, 1, 0, 0, 0]
    assert [night["arrivals"] for night in week["occupancy"]] == [0, 1, 0, 0, 0, 0, 0]
    assert [night["departures"] for night in week["occupancy"]] == [0, 0, 0, 0, 1, 0, 0]
    assert [night["available"] for night in week["occupancy"]] == [5, 4, 4, 4, 5, 5, 5]
