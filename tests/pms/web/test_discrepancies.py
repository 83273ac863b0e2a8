from __future__ import annotations

import pytest

from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel
from tests.factories.maids import Maid

PATH = "/api/pms/housekeeping/discrepancies"


@pytest.fixture
def maid(client: FreshClient, hotel: Hotel) -> Maid:
    return Maid(client.as_role("pms_housekeeping"), hotel)


def saw(maid: Maid, room: str, seen: str) -> dict | None:
    answer = maid.client.post(PATH, json={"roomId": str(maid.hotel.rooms[room]), "seen": seen})
    assert answer.status_code == 200, answer.text
    found: dict | None = answer.json["discrepancy"]
    return found


def listed(desk: Desk, **query: str) -> list[tuple[str, str, str | None]]:
    items = desk.client.get(PATH, query_string=query).json["items"]
    return [(each["roomNumber"], each["kind"], each["resolution"]) for each in items]


def test_a_sleep_and_a_skip_are_told_apart(desk: Desk, maid: Maid):
    desk.step(desk.book("2027-03-15", "2027-03-17", "101"), "check-in")
    skip, sleep = saw(maid, "101", "VACANT"), saw(maid, "102", "OCCUPIED")
    assert skip is not None
    assert sleep is not None
    assert (skip["kind"], skip["seen"], skip["desk"]) == ("SKIP", "VACANT", "OCCUPIED")
    assert sleep["kind"] == "SLEEP"
    assert saw(maid, "103", "VACANT") is None
    assert listed(desk) == [("101", "SKIP", None), ("102", "SLEEP", None)]
    again = saw(maid, "101", "VACANT")
    assert again is not None
    assert again["id"] == skip["id"], "seen twice is one discrepancy"


def test_the_desk_s_change_resolves_it(desk: Desk, maid: Maid):
    stay = desk.book("2027-03-15", "2027-03-17", "101")
    saw(maid, "101", "OCCUPIED")
    desk.step(stay, "check-in")
    assert listed(desk) == []
    assert listed(desk, status="ALL") == [("101", "SLEEP", "DESK_CHANGED")]


def test_housekeeping_looks_again_and_takes_it_back(desk: Desk, maid: Maid):
    saw(maid, "101", "OCCUPIED")
    assert saw(maid, "101", "VACANT") is None
    assert listed(desk, status="ALL") == [("101", "SLEEP", "DESK_RIGHT")]


def test_either_side_resolves_it_by_hand_once(desk: Desk, maid: Maid):
    found = saw(maid, "101", "OCCUPIED")
    assert found is not None
    path = f"{PATH}/{found['id']}/resolve"
    first = desk.client.post(path, json={"resolution": "HOUSEKEEPING_RIGHT"})
    assert (first.status_code, first.json["resolution"]) == (200, "HOUSEKEEPING_RIGHT")
    second = maid.client.post(path, json={"resolution": "DESK_RIGHT"})
    assert (second.status_code, second.json["resolution"]) == (200, "HOUSEKEEPING_RIGHT")
    assert maid.client.post(path, json={"resolution": "DESK_CHANGED"}).status_code == 422
    assert saw(maid, "101", "OCCUPIED")["id"] != found["id"], "seen anew is a new one"


def test_who_may_report(client: FreshClient, maid: Maid):
    body = {"roomId": str(maid.hotel.rooms["101"]), "seen": "OCCUPIED"}
    assert client.as_role("pms_read_only").post(PATH, json=body).status_code == 403
    assert client.as_role("pms_read_only").get(PATH).status_code == 200
