"""A guest for the day takes no night, but needs the room: not while it is closed, and nobody closes it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from addons.pms.services.verify import verify
from oppsera_host.identity.actor import Actor
from oppsera_host.ids import new_id
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, key, origin

pytestmark = pytest.mark.stock
TODAY, TOMORROW, AFTER = "2027-03-15", "2027-03-16", "2027-03-17"


def close(desk: Desk, room: str, first: str = TODAY, end: str = TOMORROW) -> Any:
    body = {"startDate": first, "endDate": end, "reason": "Boiler"}
    return desk.client.post(f"/api/pms/rooms/{desk.hotel.rooms[room]}/out-of-order", json=body)


def for_the_day(desk: Desk, room: str | None, day: str = TODAY, **more: Any) -> dict:
    return desk.book(day, day, room, dayUse=True, **more)


def ask_for_the_day(desk: Desk, room: str | None, day: str = TODAY, **more: Any) -> Any:
    return desk.client.post("/api/pms/reservations", json=desk.body(day, day, room, dayUse=True, **more))


def patch(desk: Desk, stay: dict, **change: object) -> Any:
    return desk.client.patch(
        f"/api/pms/reservations/{stay['id']}", json={"expectedVersion": stay["version"], **change}
    )


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json.get("code", "")


REFUSED = (409, "ROOM_OUT_OF_ORDER")


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """Room 101 is closed today."""
    assert close(desk, "101").status_code == 201
    return desk


def test_a_closed_room_is_refused_and_others_are_offered(closed: Desk):
    assert close(closed, "102").status_code == 201
    refused = ask_for_the_day(closed, "101")
    assert told(refused) == REFUSED
    room = str(closed.hotel.rooms["101"])
    assert refused.json["conflicts"] == [
        {"kind": "OUT_OF_ORDER", "roomId": room, "startDate": TODAY, "endDate": TOMORROW}
    ]
    best = refused.json["alternatives"][0]
    assert (best["number"], best["checkInDate"], best["checkOutDate"]) == ("103", TODAY, TODAY)
    offered = [each["number"] for each in refused.json["alternatives"] if each["checkInDate"] == TODAY]
    assert offered == ["103", "201", "202"]


@pytest.mark.parametrize(("first", "end"), [(TODAY, TOMORROW), (AFTER, "2027-03-19")])
def test_the_days_before_and_after_a_closure_are_free(desk: Desk, first: str, end: str):
    assert close(desk, "101", first, end).status_code == 201
    for_the_day(desk, "101", TOMORROW)
    assert told(close(desk, "101", TOMORROW, AFTER)) == (409, "ROOM_ALREADY_BOOKED")


@pytest.mark.parametrize(("first", "end"), [(TODAY, AFTER), (TODAY, "2027-03-19"), (TOMORROW, AFTER)])
def test_every_day_of_a_closure_is_closed(desk: Desk, first: str, end: str):
    assert close(desk, "101", first, end).status_code == 201
    assert told(ask_for_the_day(desk, "101", TOMORROW)) == REFUSED


def test_whatever_else_closes_a_room_is_in_the_way(desk: Desk, actor: Actor, database: Database):
    with database.connect_as_admin() as admin:
        admin.execute(
            "insert into pms_room_blocks (tenant_id, id, property_id, room_id, kind, segment_no, start_date, end_date,"
            " active, reason) values (%s, %s, %s, %s, 'HOUSE_USE', 1, %s, %s, true, '')",
            (actor.tenant_id, new_id(), desk.hotel.property_id, desk.hotel.rooms["101"], TODAY, TOMORROW),
        )
    refused = ask_for_the_day(desk, "101")
    assert (refused.status_code, [each["kind"] for each in refused.json["conflicts"]]) == (409, ["HOUSE_USE"])


def test_a_room_out_of_service_is_given_with_a_warning(desk: Desk):
    room = desk.hotel.rooms["101"]
    body = {"startDate": TODAY, "endDate": TOMORROW, "reason": "No television"}
    assert desk.client.post(f"/api/pms/rooms/{room}/out-of-service", json=body).status_code == 201
    stay = for_the_day(desk, "102")
    moved = desk.move(stay, "101")
    assert moved.status_code == 200, moved.text
    assert [each["code"] for each in moved.json["warnings"]] == ["ROOM_OUT_OF_SERVICE"]
    assert desk.step(desk.get(stay), "check-in").status_code == 200


def test_nobody_is_checked_in_to_a_closed_room(closed: Desk):
    stay = for_the_day(closed, None)
    assert told(closed.step(stay, "check-in", roomId=str(closed.hotel.rooms["101"]))) == REFUSED
    room = closed.client.get(f"/api/pms/rooms/{closed.hotel.rooms['101']}").json
    assert (room["status"], room["occupancy"]) == ("OUT_OF_ORDER", "VACANT")


def test_nor_walks_in(closed: Desk):
    at_once = {"sourceType": "WALK_IN", "checkIn": True}
    assert told(ask_for_the_day(closed, "101", **at_once)) == REFUSED
    picked = for_the_day(closed, None, **at_once)
    assert (picked["status"], picked["roomId"]) == ("CHECKED_IN", str(closed.hotel.rooms["102"]))


def together(desk: Desk, stay: dict) -> Any:
    """Move ``stay`` into 101, and somebody else into 102 on the same day."""
    wanted = ((stay, "101"), (desk.book(TODAY, TOMORROW, "103"), "102"))
    moves = [
        {"reservationId": each["id"], "from": origin(each),
         "to": {"roomId": str(desk.hotel.rooms[room]), "checkInDate": TODAY}}
        for each, room in wanted
    ]  # fmt: skip
    return desk.client.post("/api/pms/calendar/moves", json={"moves": moves, "idempotencyKey": key()})


WAYS_IN: dict[str, Callable[[Desk, dict], Any]] = {
    "move": lambda desk, stay: desk.move(stay, "101"),
    "moves": together,
    "assign-room": lambda desk, stay: desk.step(stay, "assign-room", roomId=str(desk.hotel.rooms["101"])),
    "edit": lambda desk, stay: patch(desk, stay, roomId=str(desk.hotel.rooms["101"])),
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_nobody_is_put_into_a_closed_room(way: str, closed: Desk):
    stay = for_the_day(closed, "102")
    refused = WAYS_IN[way](closed, stay)
    assert told(refused) == REFUSED
    assert [each["kind"] for each in refused.json["conflicts"]] == ["OUT_OF_ORDER"]
    assert closed.get(stay) | {"seq": stay["seq"]} == stay


def test_staying_in_ones_room_is_no_alternative(closed: Desk):
    refused = closed.move(for_the_day(closed, "102"), "101")
    offered = [each["number"] for each in refused.json["alternatives"] if each["checkInDate"] == TODAY]
    assert offered == ["103", "201", "202"]


def test_a_guest_in_the_house_is_not_moved_there_either(closed: Desk):
    stay = closed.step(for_the_day(closed, "102"), "check-in").json
    assert told(closed.move(stay, "101", confirm=True)) == REFUSED


def test_nobody_exchanges_rooms_into_a_closed_one(desk: Desk):
    day, night = for_the_day(desk, "102", TODAY), desk.book(TOMORROW, AFTER, "101")
    assert close(desk, "101").status_code == 201
    pair = {name: {"reservationId": stay["id"], "version": stay["version"]}
            for name, stay in (("first", day), ("second", night))}  # fmt: skip
    swapped = desk.client.post("/api/pms/calendar/swap", json=pair | {"idempotencyKey": key()})
    assert told(swapped) == REFUSED
    assert desk.get(day)["version"] == day["version"]


def test_nobody_is_brought_back_into_a_room_that_was_closed_since(desk: Desk):
    moved = desk.move(for_the_day(desk, "101"), "102")
    assert close(desk, "101").status_code == 201
    assert told(desk.undo(moved.json)) == REFUSED


def test_nor_called_back(desk: Desk):
    gone = desk.step(for_the_day(desk, "101"), "cancel").json
    assert close(desk, "101").status_code == 201
    assert told(desk.step(gone, "reinstate")) == REFUSED
    assert desk.step(gone, "reinstate", roomId=str(desk.hotel.rooms["102"])).status_code == 200


def test_another_day_is_not_chosen_while_the_room_is_closed(desk: Desk):
    stay = for_the_day(desk, "101", AFTER)
    assert close(desk, "101").status_code == 201
    assert told(patch(desk, stay, checkInDate=TODAY, checkOutDate=TODAY)) == REFUSED
    assert told(desk.move(stay, "101", TODAY)) == REFUSED


@pytest.mark.parametrize("status", ["HOLD", "CONFIRMED", "CHECKED_IN"])
def test_a_room_is_not_closed_on_a_day_guest(status: str, desk: Desk):
    stay = for_the_day(desk, "101", status="HOLD" if status == "HOLD" else "CONFIRMED")
    if status == "CHECKED_IN":
        stay = desk.step(stay, "check-in").json
    refused = close(desk, "101", TODAY, AFTER)
    assert told(refused) == (409, "ROOM_ALREADY_BOOKED")
    assert refused.json["conflicts"] == [
        {
            "kind": "RESERVATION", "roomId": stay["roomId"], "reservationId": stay["id"], "guestName": "Ada Probe",
            "startDate": TODAY, "endDate": TODAY,
        }
    ]  # fmt: skip
    assert close(desk, "102", TODAY, AFTER).status_code == 201


def test_it_can_be_closed_once_the_guest_has_left_or_will_not_come(desk: Desk):
    here = desk.step(for_the_day(desk, "101"), "check-in").json
    assert desk.step(here, "check-out").status_code == 200
    assert desk.step(for_the_day(desk, "102"), "cancel").status_code == 200
    tonight = desk.step(desk.book(TODAY, TOMORROW, "103"), "check-in").json
    assert desk.step(tonight, "check-out", confirm=True).json["dayUse"] is True
    assert {close(desk, number).status_code for number in ("101", "102", "103")} == {201}


def test_a_hold_past_its_time_gives_way(desk: Desk, clock: Any):
    clock.stop_at(datetime(2027, 3, 15, 17, tzinfo=UTC))
    hold = for_the_day(desk, "101", status="HOLD", releaseAt="2027-03-15T18:00:00Z")
    clock.stop_at(datetime(2027, 3, 15, 18, tzinfo=UTC))
    assert close(desk, "101").status_code == 201
    assert desk.get(hold)["status"] == "EXPIRED"


def test_rooms_given_out_by_themselves_are_open_ones(closed: Desk):
    assert close(closed, "102").status_code == 201
    stays = [for_the_day(closed, None), for_the_day(closed, None)]
    answer = closed.client.post("/api/pms/room-assignment", json={"from": TODAY, "to": TODAY})
    assert answer.status_code == 200, answer.text
    rooms = [closed.get(stay)["roomId"] for stay in stays]
    assert sorted(rooms, key=str) == sorted([str(closed.hotel.rooms["103"]), None], key=str)
    assert [each["code"] for each in answer.json["unplaced"]] == ["NO_ROOM_FREE"]


def test_the_verification_finds_a_day_guest_in_a_closed_room(desk: Desk, actor: Actor, database: Database):
    stay = for_the_day(desk, "102")
    assert close(desk, "101").status_code == 201
    assert verify(actor.tenant_id) == []
    with database.connect_as_admin() as admin:
        admin.execute(
            "update pms_reservations set day_use_room_id = %s where id = %s",
            (desk.hotel.rooms["101"], stay["id"]),
        )
    found = [drift.detail for drift in verify(actor.tenant_id) if drift.check == "day guests in closed rooms"]
    assert [each["reservationId"] for each in found] == [stay["id"]]
