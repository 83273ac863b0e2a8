from __future__ import annotations

from typing import Any

import pytest

from tests.factories.desk import Desk

pytestmark = pytest.mark.stock


def named(desk: Desk, stay: dict[str, Any]) -> list[tuple[str, str]]:
    answer = desk.client.get(f"/api/pms/reservations/{stay['id']}/guests")
    assert answer.status_code == 200, answer.text
    return [(each["firstName"], each["role"]) for each in answer.json["items"]]


def test_everybody_of_a_stay_is_named(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", adults=2, children=1)
    with_adult = desk.step(stay, "guests", guest={"firstName": "Bo", "lastName": "Probe"}).json
    child = desk.client.post("/api/pms/guests", json={"firstName": "Cy", "lastName": "Probe"}).json
    with_child = desk.step(with_adult, "guests", guestId=child["id"], role="CHILD").json
    assert with_child["version"] == 3
    assert named(desk, stay) == [("Ada", "MAIN"), ("Bo", "ACCOMPANYING"), ("Cy", "CHILD")]
    too_many = desk.step(with_child, "guests", guest={"firstName": "Di", "lastName": "Probe"})
    assert (too_many.status_code, list(too_many.json["fields"])) == (422, ["guestId"])
    booker = desk.step(
        with_child, "guests", guest={"firstName": "Ed", "lastName": "Office"}, role="BOOKER"
    ).json
    gone = desk.client.delete(
        f"/api/pms/reservations/{stay['id']}/guests/{child['id']}",
        json={"expectedVersion": booker["version"]},
    )
    assert gone.status_code == 200, gone.text
    assert named(desk, stay) == [("Ada", "MAIN"), ("Bo", "ACCOMPANYING"), ("Ed", "BOOKER")]
    trail = desk.client.get(f"/api/pms/reservations/{stay['id']}/audit")
    assert [entry["action"] for entry in trail.json["items"]][-2:] == [
        "reservation.add_guest", "reservation.remove_guest",
    ]  # fmt: skip
    assert "Office" not in trail.text


def test_the_main_guest_is_not_named_twice_and_strangers_are_not_found(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", adults=2)
    twice = desk.step(stay, "guests", guestId=stay["guestId"])
    assert (twice.status_code, list(twice.json["fields"])) == (422, ["guestId"])
    url = f"/api/pms/reservations/{stay['id']}/guests/{stay['guestId']}"
    assert desk.client.delete(url, json={"expectedVersion": stay["version"]}).status_code == 404
    stale = desk.client.post(
        f"/api/pms/reservations/{stay['id']}/guests",
        json={"expectedVersion": 9, "guest": {"lastName": "Late"}},
    )
    assert (stale.status_code, stale.json["code"]) == (409, "CONCURRENCY_CONFLICT")
