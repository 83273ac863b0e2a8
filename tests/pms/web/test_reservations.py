from __future__ import annotations

import pytest

from tests.factories.desk import Desk, key

pytestmark = pytest.mark.stock


def test_books_a_stay_with_a_room_and_reads_it_back(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    assert stay["status"] == "CONFIRMED"
    assert stay["version"] == 1
    assert stay["roomId"] == str(desk.hotel.rooms["101"])
    assert stay["nights"] == 3
    assert stay["total"] == {"amount": 30_000, "currency": "EUR"}
    assert [night["date"] for night in stay["nightlyRates"]] == ["2027-03-20", "2027-03-21", "2027-03-22"]
    assert stay["guest"]["lastName"] == "Probe"
    again = desk.client.get(f"/api/pms/reservations/{stay['id']}")
    assert again.headers["ETag"] == '"1"'
    assert again.json == {name: value for name, value in stay.items() if name != "seq"}


def test_back_to_back_stays_touch_and_overlaps_are_refused_with_alternatives(desk: Desk):
    first = desk.book("2027-03-20", "2027-03-23", "101")
    desk.book("2027-03-23", "2027-03-25", "101")
    refused = desk.client.post("/api/pms/reservations", json=desk.body("2027-03-22", "2027-03-24", "101"))
    assert refused.status_code == 409
    problem = refused.json
    assert problem["code"] == "ROOM_ALREADY_BOOKED"
    assert problem["conflicts"][0]["reservationId"] == first["id"]
    assert len(problem["conflicts"]) == 2
    assert {offer["number"] for offer in problem["alternatives"]} >= {"102", "103"}


def test_unassigned_stays_consume_the_type_until_it_is_sold_out(desk: Desk):
    for _ in range(3):
        desk.book("2027-03-20", "2027-03-21")
    refused = desk.client.post("/api/pms/reservations", json=desk.body("2027-03-19", "2027-03-22"))
    assert refused.status_code == 409
    assert refused.json["code"] == "NO_AVAILABILITY"
    assert [row["date"] for row in refused.json["shortages"]] == ["2027-03-20"]
    assigned = desk.client.post("/api/pms/reservations", json=desk.body("2027-03-20", "2027-03-21", "101"))
    assert assigned.json["code"] == "NO_AVAILABILITY"


def test_cancelling_returns_room_and_stock_and_reinstating_checks_afresh(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", "101")
    cancelled = desk.step(stay, "cancel").json
    assert cancelled["status"] == "CANCELLED"
    other = desk.book("2027-03-20", "2027-03-22", "101")
    assert desk.step(cancelled, "reinstate").json["code"] == "ROOM_ALREADY_BOOKED"
    desk.step(other, "cancel")
    back = desk.step(cancelled, "reinstate").json
    assert (back["status"], back["version"]) == ("CONFIRMED", 3)


def test_a_day_at_the_desk(desk: Desk):
    stay = desk.book("2027-03-15", "2027-03-18")
    assert desk.step(stay, "check-in").json["code"] == "INVALID_STATUS_TRANSITION"
    in_house = desk.step(stay, "check-in", roomId=str(desk.hotel.rooms["102"])).json
    assert in_house["status"] == "CHECKED_IN"
    room = desk.client.get(f"/api/pms/rooms/{desk.hotel.rooms['102']}").json
    assert room["status"] == "OCCUPIED"
    asked = desk.move(in_house, "201")
    assert asked.json["code"] == "CONFIRMATION_REQUIRED"
    moved = desk.move(in_house, "201", confirm=True).json
    assert moved["reservation"]["roomId"] == str(desk.hotel.rooms["201"])
    assert moved["priceDifference"] == {"amount": 30_000, "currency": "EUR"}
    assert desk.client.get(f"/api/pms/rooms/{desk.hotel.rooms['102']}").json["status"] == "VACANT_DIRTY"
    undone = desk.undo(moved).json
    assert undone["reservation"]["roomId"] == str(desk.hotel.rooms["102"])
    assert desk.client.get(f"/api/pms/rooms/{desk.hotel.rooms['102']}").json["status"] == "OCCUPIED"
    reverted = desk.step(undone["reservation"], "revert-check-in").json
    assert reverted["status"] == "CONFIRMED"


def test_versions_are_asked_for_and_checked(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22")
    url = f"/api/pms/reservations/{stay['id']}"
    assert desk.client.patch(url, json={"adults": 1}).status_code == 428
    assert desk.client.patch(url, json={"adults": 1}, headers={"If-Match": '"7"'}).status_code == 412
    assert desk.client.patch(url, json={"adults": 1, "expectedVersion": 7}).status_code == 409
    assert desk.client.patch(url, json={"adults": 1}, headers={"If-Match": "1"}).json["version"] == 2
    assert desk.client.patch(url, json={"adults": 2}, headers={"If-Match": "*"}).json["version"] == 3


def test_a_repeated_key_gets_the_same_bytes_once(desk: Desk):
    body = desk.body("2027-03-20", "2027-03-22") | {"idempotencyKey": key()}
    first = desk.client.post("/api/pms/reservations", json=body)
    second = desk.client.post("/api/pms/reservations", json=body)
    assert second.data == first.data
    assert second.status_code == 201
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    reused = desk.client.post("/api/pms/reservations", json=body | {"adults": 1})
    assert (reused.status_code, reused.json["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_day_use_blocks_no_night(desk: Desk):
    refused = desk.client.post("/api/pms/reservations", json=desk.body("2027-03-20", "2027-03-20", "101"))
    assert refused.status_code == 422
    stay = desk.book("2027-03-20", "2027-03-20", "101", dayUse=True)
    assert (stay["nights"], stay["roomId"]) == (0, str(desk.hotel.rooms["101"]))
    desk.book("2027-03-20", "2027-03-21", "101")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"checkInDate": "2027-02-29"}, "checkInDate"),
        ({"checkOutDate": "2027-03-01"}, "checkOutDate"),
        ({"checkOutDate": "2029-03-20"}, "checkOutDate"),
        ({"checkInDate": "2027-03-01"}, "checkInDate"),
        ({"adults": -1}, "adults"),
        ({"adults": "two"}, "adults"),
        ({"adults": 0}, "adults"),
        ({"surprise": 1}, "surprise"),
        ({"guest": {"lastName": "x" * 10_000}}, "guest.lastName"),
        ({"guest": {"lastName": "a\0b"}}, "guest.lastName"),
        ({"nightlyRate": {"amount": 100, "currency": "USD"}}, "nightlyRate"),
        ({"nightlyRate": {"amount": 1.5, "currency": "EUR"}}, "nightlyRate.amount"),
        ({"status": "CHECKED_IN"}, "status"),
        ({"idempotencyKey": "short"}, "idempotencyKey"),
    ],
)
def test_bad_input_is_named_at_its_field(desk: Desk, change: dict, field: str):
    answer = desk.client.post("/api/pms/reservations", json=desk.body("2027-03-20", "2027-03-22") | change)
    assert answer.status_code == 422, answer.text
    assert answer.json["code"] == "VALIDATION_ERROR"
    assert field in answer.json["fields"], answer.json["fields"]


def test_a_party_too_large_for_the_type_is_refused(desk: Desk):
    answer = desk.client.post("/api/pms/reservations", json=desk.body("2027-03-20", "2027-03-22", adults=5))
    assert (answer.status_code, answer.json["code"]) == (409, "OCCUPANCY_EXCEEDED")


@pytest.mark.parametrize("cursor", ["x", "-1", "1.0", "٣", str(2**63), "9" * 199])
def test_a_cursor_that_is_none_of_the_audit_trail_is_refused(desk: Desk, cursor: str):
    stay = desk.book("2027-03-20", "2027-03-22")
    trail = f"/api/pms/reservations/{stay['id']}/audit"
    answer = desk.client.get(trail, query_string={"cursor": cursor})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["cursor"])
    assert desk.client.get(trail, query_string={"cursor": str(2**63 - 1)}).json["items"] == []


def test_the_audit_trail_tells_each_step(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", "101")
    desk.step(stay, "cancel")
    trail = desk.client.get(f"/api/pms/reservations/{stay['id']}/audit").json["items"]
    assert [entry["action"] for entry in trail] == ["reservation.create", "reservation.cancel"]
    assert trail[1]["before"]["status"] == "CONFIRMED"
    assert trail[1]["actorName"] == "pms_manager in a test"
    assert "Probe" not in str(trail)
