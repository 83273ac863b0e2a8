from __future__ import annotations

import pytest
from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from tests.factories.desk import Desk, key, origin

pytestmark = pytest.mark.stock


def test_move_keeps_duration_and_price_and_undo_brings_it_back(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    moved = desk.move(stay, "102", "2027-03-21")
    assert moved.status_code == 200, moved.text
    after = moved.json["reservation"]
    assert (after["checkInDate"], after["checkOutDate"], after["version"]) == ("2027-03-21", "2027-03-24", 2)
    assert after["roomId"] == str(desk.hotel.rooms["102"])
    assert after["total"] == stay["total"]
    assert moved.json["segments"][0]["segmentStart"] == "2027-03-21"
    undone = desk.undo(moved.json)
    assert undone.status_code == 200, undone.text
    back = undone.json["reservation"]
    assert (back["checkInDate"], back["roomId"], back["version"]) == ("2027-03-20", stay["roomId"], 3)


def test_undo_is_refused_once_somebody_touched_the_stay(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    moved = desk.move(stay, "102").json
    desk.client.patch(
        f"/api/pms/reservations/{stay['id']}",
        json={"notes": "late", "expectedVersion": moved["reservation"]["version"]},
    )
    assert desk.undo(moved).json["code"] == "CONCURRENCY_CONFLICT"


@pytest.mark.parametrize("sign", [TimestampSigner, URLSafeTimedSerializer])
def test_a_token_signed_for_something_else_takes_nothing_back(desk: Desk, app: Flask, sign):
    """Also one of an earlier release: its contents are read differently."""
    signer = sign(app.config["SECRET_KEY"], salt="pms.calendar.undo")
    token = signer.dumps(["x", [1]]) if sign is URLSafeTimedSerializer else signer.sign("x").decode()
    answer = desk.undo({"undo": {"token": token}})
    assert (answer.status_code, answer.json["code"]) == (422, "VALIDATION_ERROR")


def test_a_move_onto_another_stay_names_it_and_changes_nothing(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    other = desk.book("2027-03-22", "2027-03-24", "102")
    refused = desk.move(stay, "102")
    assert refused.status_code == 409
    assert [conflict["reservationId"] for conflict in refused.json["conflicts"]] == [other["id"]]
    assert refused.json["conflicts"][0]["guestName"] == "Ada Probe"
    assert refused.json["alternatives"][0]["number"] == "103"
    assert desk.get(stay)["version"] == 1


def test_resize_both_edges_and_never_under_one_night(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    longer = desk.resize(stay, "RIGHT", "2027-03-25").json["reservation"]
    assert (longer["nights"], longer["total"]["amount"]) == (5, 50_000)
    shorter = desk.resize(longer, "LEFT", "2027-03-24").json["reservation"]
    assert (shorter["nights"], shorter["total"]["amount"]) == (1, 10_000)
    assert desk.resize(shorter, "LEFT", "2027-03-25").status_code == 422


def test_swap_exchanges_rooms_and_undo_swaps_back(desk: Desk):
    first = desk.book("2027-03-20", "2027-03-23", "101")
    second = desk.book("2027-03-21", "2027-03-24", "201", kind="SUITE")
    body = {
        "first": {"reservationId": first["id"], "version": 1},
        "second": {"reservationId": second["id"], "version": 1},
        "idempotencyKey": key(),
    }
    swapped = desk.client.post("/api/pms/calendar/swap", json=body)
    assert swapped.status_code == 200, swapped.text
    rooms = [stay["roomId"] for stay in swapped.json["reservations"]]
    assert rooms == [second["roomId"], first["roomId"]]
    undone = desk.undo(swapped.json)
    assert [stay["roomId"] for stay in undone.json["reservations"]] == [first["roomId"], second["roomId"]]


def test_unassigning_and_assigning_again(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-23", "201", kind="STD")
    assert stay["roomTypeId"] == str(desk.hotel.types["SUITE"])
    parked = desk.move(stay, None).json["reservation"]
    assert (parked["roomId"], parked["roomTypeId"]) == (None, str(desk.hotel.types["STD"]))
    placed = desk.move(parked, "103").json["reservation"]
    assert placed["roomId"] == str(desk.hotel.rooms["103"])


def test_the_board_needs_a_key_and_what_the_board_showed(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    body = {
        "reservationId": stay["id"],
        "from": origin(stay),
        "to": {"roomId": None, "checkInDate": "2027-03-20"},
    }
    missing = desk.client.post("/api/pms/calendar/move", json=body)
    assert (missing.status_code, missing.json["code"]) == (400, "IDEMPOTENCY_KEY_REQUIRED")
    body["from"]["checkInDate"] = "2027-03-19"
    stale = desk.client.post("/api/pms/calendar/move", json=body, headers={"Idempotency-Key": key()})
    assert (stale.status_code, stale.json["code"]) == (409, "CONCURRENCY_CONFLICT")


def test_a_locked_room_and_a_finished_stay_do_not_move(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    locked = desk.client.patch(
        f"/api/pms/reservations/{stay['id']}", json={"roomLocked": True, "expectedVersion": 1}
    ).json
    assert desk.move(locked, "102").json["code"] == "RESERVATION_NOT_MOVABLE"
    assert desk.move(locked, "101", "2027-03-21").status_code == 200
    gone = desk.step(desk.get(stay), "cancel").json
    assert desk.move(gone, "102").json["code"] == "RESERVATION_NOT_MOVABLE"
