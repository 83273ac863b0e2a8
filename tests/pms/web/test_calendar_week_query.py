"""What may be asked of the board, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.factories.desk import Desk
from tests.pms.web.asking_for_boards import ask, board

Drain = Callable[[], int]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"start": ""}, "start"),
        ({"start": "15.3.2027"}, "start"),
        ({"start": "2027-02-30"}, "start"),
        ({"start": "0001-01-01"}, "start"),
        ({"start": "20270315"}, "start"),
        ({"days": "0"}, "days"),
        ({"days": "63"}, "days"),
        ({"days": "-7"}, "days"),
        ({"days": "seven"}, "days"),
        ({"days": "9" * 30}, "days"),
        ({"propertyId": "x"}, "propertyId"),
        ({"roomTypeId": "{12345678-1234-5678-1234-567812345678}"}, "roomTypeId"),
        ({"minSeq": "-1"}, "minSeq"),
        ({"minSeq": "9223372036854775808"}, "minSeq"),
        ({"minSeq": "\u0663"}, "minSeq"),
        ({"include": "everything"}, "include"),
        ({"format": "xml"}, "format"),
        ({"tenantId": "x"}, "tenantId"),
    ],
)
def test_refuses(query: dict[str, str], field: str, desk: Desk) -> None:
    answer = ask(desk, **{"start": "2027-03-15", **query})
    assert answer.status_code == 422
    assert answer.json["code"] == "VALIDATION_ERROR"
    assert list(answer.json["fields"]) == [field]


def test_the_ends_of_the_calendar(desk: Desk, drain_outbox: Drain) -> None:
    drain_outbox()
    for start in ("1900-01-01", "2200-12-31"):
        assert len(board(desk, start, days=62)["occupancy"]) == 62


def test_start_is_required(desk: Desk) -> None:
    answer = desk.client.get("/api/pms/calendar/week")
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["start"])
