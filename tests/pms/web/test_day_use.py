"""A guest for the day: blocks no night, but is in the room, pays for the day, and leaves work behind."""

from __future__ import annotations

from typing import Any

import pytest

from addons.pms.services.verify import verify
from tests.factories.desk import Desk

pytestmark = pytest.mark.stock
TODAY = "2027-03-15"
RATE = {"amount": 4_000, "currency": "EUR"}


def room(desk: Desk, number: str) -> dict:
    return desk.client.get(f"/api/pms/rooms/{desk.hotel.rooms[number]}").json


def folio(desk: Desk, stay: dict) -> tuple[list[str], int]:
    found = desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json
    return [entry["code"] for entry in found.get("entries", [])], found.get("balance", {}).get("amount", 0)


def patch(desk: Desk, stay: dict, **change: object) -> Any:
    return desk.client.patch(
        f"/api/pms/reservations/{stay['id']}", json={"expectedVersion": stay["version"], **change}
    )


@pytest.fixture
def here(desk: Desk) -> dict:
    """In room 101 for the day, at 40."""
    stay = desk.book(TODAY, TODAY, "101", dayUse=True, nightlyRate=RATE)
    assert stay["total"] == RATE
    answer = desk.step(stay, "check-in")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_guest_is_in_the_room_and_leaves_it_to_be_cleaned(desk: Desk, here: dict):
    assert room(desk, "101")["status"] == "OCCUPIED"
    assert desk.step(here, "check-out").status_code == 200
    assert room(desk, "101")["status"] == "VACANT_DIRTY"
    tasks = desk.client.get(f"/api/pms/housekeeping/tasks?date={TODAY}").json["items"]
    assert [(task["roomId"], task["kind"]) for task in tasks] == [(str(desk.hotel.rooms["101"]), "DEPARTURE")]


def test_nobody_is_checked_in_where_a_day_guest_is(desk: Desk, here: dict):
    tonight = desk.book(TODAY, "2027-03-16", "101")
    refused = desk.step(tonight, "check-in")
    assert (refused.status_code, refused.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    assert desk.step(here, "check-out").status_code == 200
    assert desk.step(tonight, "check-in").status_code == 200


def test_a_day_guest_changes_rooms_like_anybody(desk: Desk, here: dict):
    moved = desk.move(here, "102", confirm=True)
    assert moved.status_code == 200, moved.text
    assert (room(desk, "101")["status"], room(desk, "102")["status"]) == ("VACANT_DIRTY", "OCCUPIED")
    assert desk.get(here)["total"] == RATE


def test_the_day_is_owed_on_arrival_and_once(desk: Desk, here: dict, actor: Any):
    assert folio(desk, here) == (["DAY_USE"], 4_000)
    assert desk.step(here, "check-out").status_code == 200
    closed = desk.client.post("/api/pms/night-audit", json={"businessDate": TODAY})
    assert closed.status_code == 200, closed.text
    assert folio(desk, here) == (["DAY_USE"], 4_000)
    assert verify(actor.tenant_id) == []


def test_a_check_in_taken_back_takes_the_charge_with_it(desk: Desk, here: dict):
    back = desk.step(here, "revert-check-in").json
    assert patch(desk, back, nightlyRate={"amount": 1, "currency": "EUR"}).status_code == 422
    assert (folio(desk, here)[1], room(desk, "101")["occupancy"]) == (0, "VACANT")
    assert desk.step(back, "check-in").status_code == 200
    assert folio(desk, here)[1] == 4_000


def test_the_price_of_the_day_can_be_changed_until_the_guest_arrives(desk: Desk, here: dict):
    stay = desk.book("2027-03-16", "2027-03-16", dayUse=True)
    assert stay["total"]["amount"] == 0
    dearer = patch(desk, stay, nightlyRate=RATE).json
    assert (dearer["total"], dearer["priceDifference"]) == (RATE, RATE)
    later = patch(desk, dearer, checkInDate="2027-03-17", checkOutDate="2027-03-17").json
    assert (later["checkInDate"], later["total"]) == ("2027-03-17", RATE)
    refused = patch(desk, here, nightlyRate={"amount": 1, "currency": "EUR"})
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["nightlyRate"])


def test_whoever_leaves_on_the_day_of_arrival_pays_the_first_night_alone(desk: Desk):
    stay = desk.step(desk.book(TODAY, "2027-03-17", "101"), "check-in").json
    left = desk.step(stay, "check-out", confirm=True).json
    assert (left["dayUse"], left["total"]["amount"]) == (True, 0)
    assert folio(desk, stay) == (["DAY_USE"], 10_000)
