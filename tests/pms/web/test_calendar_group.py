"""Several stays moved at once: all of them, or none."""

from __future__ import annotations

from typing import Any

import pytest

from oppsera_host.identity.actor import Actor
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, key, origin
from tests.factories.hotel import build_hotel

pytestmark = pytest.mark.stock
FROM, TO = "2027-03-20", "2027-03-23"


def wish(desk: Desk, stay: dict, room: str | None, check_in: str | None = None, **belief: Any) -> dict:
    """One stay of a selection, from where it is to ``room``."""
    to = {
        "roomId": None if room is None else str(desk.hotel.rooms[room]),
        "checkInDate": check_in or stay["checkInDate"],
    }
    return {"reservationId": stay["id"], "from": origin(stay) | belief, "to": to}


def moves(desk: Desk, *wishes: dict, **more: Any) -> Any:
    body = {"moves": list(wishes), "idempotencyKey": key()} | more
    return desk.client.post("/api/pms/calendar/moves", json=body)


def places(desk: Desk, *stays: dict) -> list[tuple[str | None, str]]:
    number = {str(room): each for each, room in desk.hotel.rooms.items()}
    now = [desk.get(stay) for stay in stays]
    return [(number.get(stay["roomId"]), stay["checkInDate"]) for stay in now]


@pytest.fixture
def pair(desk: Desk) -> list[dict]:
    """Two stays on the same nights, in 101 and 102."""
    return [desk.book(FROM, TO, room) for room in ("101", "102")]


def test_all_move_at_their_price_and_one_undo_brings_all_back(desk: Desk, pair: list[dict]):
    first, second = pair
    moved = moves(desk, wish(desk, first, "102", "2027-03-22"), wish(desk, second, "103", "2027-03-22"))
    assert moved.status_code == 200, moved.text
    assert places(desk, first, second) == [("102", "2027-03-22"), ("103", "2027-03-22")]
    assert [stay["id"] for stay in moved.json["reservations"]] == [first["id"], second["id"]]
    assert [stay["total"] for stay in moved.json["reservations"]] == [first["total"], second["total"]]
    assert {chip["segmentStart"] for chip in moved.json["segments"]} == {"2027-03-22"}
    assert moved.json["warnings"] == []
    undone = desk.undo(moved.json)
    assert undone.status_code == 200, undone.text
    assert places(desk, first, second) == [("101", FROM), ("102", FROM)]
    assert [stay["version"] for stay in undone.json["reservations"]] == [3, 3]


def test_stays_of_the_selection_take_each_others_rooms(desk: Desk, pair: list[dict]):
    first, second = pair
    third = desk.book(FROM, TO, "103")
    wanted = [wish(desk, first, "102"), wish(desk, second, "103"), wish(desk, third, "101")]
    alone = desk.move(first, "102")
    assert alone.json["code"] == "ROOM_ALREADY_BOOKED", "alone it may not"
    moved = moves(desk, *wanted)
    assert moved.status_code == 200, moved.text
    assert places(desk, first, second, third) == [("102", FROM), ("103", FROM), ("101", FROM)]


def test_one_stay_in_the_way_and_nothing_is_moved(desk: Desk, pair: list[dict]):
    first, second = pair
    other = desk.book("2027-03-22", "2027-03-25", "103", guest={"firstName": "Mary", "lastName": "Shelley"})
    refused = moves(desk, wish(desk, first, "102"), wish(desk, second, "103"))
    assert (refused.status_code, refused.json["code"]) == (409, "ROOM_ALREADY_BOOKED")
    assert [each["reservationId"] for each in refused.json["members"]] == [second["id"]]
    (conflict,) = refused.json["conflicts"]
    assert (conflict["reservationId"], conflict["guestName"]) == (other["id"], "Mary Shelley")
    assert places(desk, first, second) == [("101", FROM), ("102", FROM)]
    assert [desk.get(stay)["version"] for stay in (first, second)] == [1, 1]
    desk.step(other, "cancel")
    assert moves(desk, wish(desk, first, "102"), wish(desk, second, "103")).status_code == 200


def test_every_stay_that_meets_somebody_is_named(desk: Desk, pair: list[dict]):
    first, second = pair
    there = [desk.book(FROM, TO, room, kind="SUITE") for room in ("201", "202")]
    refused = moves(desk, wish(desk, first, "201"), wish(desk, second, "202")).json
    assert {each["reservationId"] for each in refused["members"]} == {first["id"], second["id"]}
    assert {each["reservationId"] for each in refused["conflicts"]} == {stay["id"] for stay in there}
    assert refused["detail"].startswith("2 of 2 stays cannot")


def test_two_of_the_selection_do_not_get_one_room(desk: Desk, pair: list[dict]):
    first, second = pair
    refused = moves(desk, wish(desk, first, "103"), wish(desk, second, "103", "2027-03-21"))
    assert (refused.status_code, refused.json["code"]) == (409, "ROOM_ALREADY_BOOKED")
    assert refused.json["conflicts"][0]["reservationId"] == first["id"]
    assert [each["reservationId"] for each in refused.json["members"]] == [second["id"]]
    after = moves(desk, wish(desk, first, "103"), wish(desk, second, "103", TO))
    assert after.status_code == 200, "one after the other they do"


def test_one_version_that_is_old_and_nothing_is_moved(desk: Desk, pair: list[dict]):
    first, second = pair
    wanted = [wish(desk, first, None), wish(desk, second, None)]
    desk.client.patch(f"/api/pms/reservations/{second['id']}", json={"notes": "late", "expectedVersion": 1})
    refused = moves(desk, *wanted)
    assert (refused.status_code, refused.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    assert places(desk, first, second) == [("101", FROM), ("102", FROM)]
    now = wish(desk, desk.get(second), None)
    assert moves(desk, wanted[0], now).status_code == 200
    assert places(desk, first, second) == [(None, FROM), (None, FROM)]


def test_undo_is_refused_for_all_once_somebody_touched_one(desk: Desk, pair: list[dict]):
    first, second = pair
    moved = moves(desk, wish(desk, first, None), wish(desk, second, None)).json
    desk.client.patch(f"/api/pms/reservations/{second['id']}", json={"notes": "late", "expectedVersion": 2})
    assert desk.undo(moved).json["code"] == "CONCURRENCY_CONFLICT"
    assert places(desk, first, second) == [(None, FROM), (None, FROM)]


def test_guests_in_the_house_move_only_after_a_yes(desk: Desk):
    first, second = (
        desk.step(desk.book("2027-03-15", "2027-03-18", room), "check-in").json for room in ("101", "102")
    )
    wanted = [wish(desk, first, "102"), wish(desk, second, "101")]
    refused = moves(desk, *wanted)
    assert (refused.status_code, refused.json["code"]) == (409, "CONFIRMATION_REQUIRED")
    assert len(refused.json["members"]) == 2
    moved = moves(desk, *wanted, confirm=True)
    assert moved.status_code == 200, moved.text
    assert places(desk, first, second) == [("102", "2027-03-15"), ("101", "2027-03-15")]
    assert desk.undo(moved.json).status_code == 200
    assert places(desk, first, second) == [("101", "2027-03-15"), ("102", "2027-03-15")]


def test_what_cannot_move_at_all_is_told_before_the_question(desk: Desk, pair: list[dict]):
    inside = desk.step(desk.book("2027-03-15", "2027-03-18", "103"), "check-in").json
    locked = desk.client.patch(
        f"/api/pms/reservations/{pair[0]['id']}", json={"roomLocked": True, "expectedVersion": 1}
    ).json
    refused = moves(desk, wish(desk, inside, "102"), wish(desk, locked, "103")).json
    assert refused["code"] == "RESERVATION_NOT_MOVABLE"
    assert [each["code"] for each in refused["members"]] == [
        "RESERVATION_NOT_MOVABLE",
        "CONFIRMATION_REQUIRED",
    ]


def test_a_stay_that_stays_is_in_the_answer_and_keeps_its_version(desk: Desk, pair: list[dict]):
    first, second = pair
    moved = moves(desk, wish(desk, first, "101"), wish(desk, second, "103")).json
    assert [stay["version"] for stay in moved["reservations"]] == [1, 2]
    nothing = moves(desk, wish(desk, first, "101"), wish(desk, desk.get(second), "103")).json
    assert "undo" not in nothing


def test_a_day_use_moves_along(desk: Desk, pair: list[dict]):
    day = desk.book(FROM, FROM, "103", dayUse=True)
    moved = moves(desk, wish(desk, pair[0], "103"), wish(desk, day, "101"))
    assert moved.status_code == 200, moved.text
    assert places(desk, pair[0], day) == [("103", FROM), ("101", FROM)]
    assert desk.undo(moved.json).status_code == 200
    assert places(desk, pair[0], day) == [("101", FROM), ("103", FROM)]


def test_stays_of_two_properties_do_not_move_together(desk: Desk, pair: list[dict], actor: Actor):
    elsewhere = Desk(desk.client, build_hotel(actor, code="ANNEX"))
    other = elsewhere.book(FROM, TO, "101")
    refused = moves(desk, wish(desk, pair[0], "103"), wish(elsewhere, other, None))
    assert (refused.status_code, refused.json["code"]) == (422, "VALIDATION_ERROR")
    assert places(desk, pair[0]) == [("101", FROM)]
    beyond = moves(desk, wish(desk, pair[0], "103"), wish(elsewhere, pair[1], "101"))
    assert (beyond.status_code, beyond.json["code"]) == (404, "NOT_FOUND")


def test_each_stay_leaves_its_audit_row_and_its_event(desk: Desk, pair: list[dict], database: Database):
    moves(desk, *(wish(desk, stay, None) for stay in pair))
    ids = {stay["id"] for stay in pair}
    with database.connect_as_admin() as admin:
        audited = "select entity_id::text, action from pms_audit_log where entity_version = 2 and entity_id = any(%s)"
        told = (
            "select aggregate_id::text, type from host_outbox_events"
            " where aggregate_version = 2 and aggregate_id = any(%s)"
        )
        rows = [set(admin.execute(query, (list(ids),)).fetchall()) for query in (audited, told)]
    assert rows == [
        {(each, name) for each in ids} for name in ("reservation.move", "pms.reservation.moved.v1")
    ]


def test_a_body_names_two_to_fifty_stays_each_once(desk: Desk, pair: list[dict]):
    first, second = (wish(desk, stay, None) for stay in pair)
    for wanted in ([first], [first, first], [first, second] * 26):
        answer = moves(desk, *wanted)
        assert (answer.status_code, answer.json["code"]) == (422, "VALIDATION_ERROR")
        assert "moves" in answer.json["fields"]
    body = {"moves": [first, second]}
    assert desk.client.post("/api/pms/calendar/moves", json=body).json["code"] == "IDEMPOTENCY_KEY_REQUIRED"
