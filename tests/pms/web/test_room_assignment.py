from __future__ import annotations

from typing import Any

import pytest

from tests.factories.desk import Desk

pytestmark = pytest.mark.stock


def assign(desk: Desk, first: str, last: str | None = None, **more: Any) -> dict:
    body = {"propertyId": str(desk.hotel.property_id), "from": first, "to": last or first, **more}
    answer = desk.client.post("/api/pms/room-assignment", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json


def rooms_of(report: dict) -> dict[str, str]:
    return {each["reservationId"]: each["number"] for each in report["placed"]}


def test_gives_a_room_to_everybody_who_arrives_and_has_none(desk: Desk):
    stays = [desk.book("2027-03-20", "2027-03-22") for _ in range(3)]
    suite = desk.book("2027-03-20", "2027-03-21", kind="SUITE")
    later = desk.book("2027-03-22", "2027-03-23")
    report = assign(desk, "2027-03-20")
    assert {rooms_of(report)[each["id"]] for each in stays} == {"101", "102", "103"}
    assert rooms_of(report)[suite["id"]] in {"201", "202"}
    assert (report["unplaced"], report["dryRun"], later["id"] in rooms_of(report)) == ([], False, False)
    now = desk.get(stays[0])
    assert now["roomId"] == str(desk.hotel.rooms[rooms_of(report)[now["id"]]])
    assert (now["version"], now["total"]) == (2, stays[0]["total"])
    again = assign(desk, "2027-03-20")
    assert (again["placed"], again["seq"]) == ([], 0)


def test_a_dry_run_says_the_same_and_changes_nothing(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22")
    planned = assign(desk, "2027-03-20", "2027-03-25", dryRun=True)
    assert (planned["dryRun"], planned["seq"]) == (True, 0)
    assert desk.get(stay)["roomId"] is None
    assert rooms_of(assign(desk, "2027-03-20", "2027-03-25")) == rooms_of(planned)


def test_fills_the_small_gap_and_moves_nobody(desk: Desk):
    locked = desk.book("2027-03-20", "2027-03-22", "102")
    locked = desk.client.patch(
        f"/api/pms/reservations/{locked['id']}", json={"roomLocked": True, "expectedVersion": 1}
    ).json
    after = desk.book("2027-03-24", "2027-03-26", "102")
    between = desk.book("2027-03-22", "2027-03-24")
    assert rooms_of(assign(desk, "2027-03-22")) == {between["id"]: "102"}
    assert [desk.get(each)["version"] for each in (locked, after)] == [2, 1]


def test_says_who_got_no_room_and_why(desk: Desk):
    for number in ("101", "102", "103"):
        start = {"101": "18", "102": "19", "103": "20"}[number]
        end = {"101": "20", "102": "21", "103": "22"}[number]
        desk.book(f"2027-03-{start}", f"2027-03-{end}", number)
    squeezed = desk.book("2027-03-18", "2027-03-22")
    locked = desk.book("2027-03-23", "2027-03-24")
    desk.client.patch(
        f"/api/pms/reservations/{locked['id']}", json={"roomLocked": True, "expectedVersion": 1}
    )
    report = assign(desk, "2027-03-18", "2027-03-23")
    found = {each["reservationId"]: (each["code"], each["reason"]) for each in report["unplaced"]}
    assert found[squeezed["id"]][0] == "NO_ROOM_FREE"
    assert "all nights" in found[squeezed["id"]][1]
    assert found[locked["id"]][0] == "RESERVATION_NOT_MOVABLE"
    assert report["placed"] == []


def test_a_guest_of_today_gets_a_clean_room(desk: Desk):
    for number in ("101", "102"):
        desk.client.post(f"/api/pms/rooms/{desk.hotel.rooms[number]}/status", json={"condition": "DIRTY"})
    stay = desk.book("2027-03-15", "2027-03-17")
    assert rooms_of(assign(desk, "2027-03-15")) == {stay["id"]: "103"}


def test_keeps_out_of_closed_rooms_and_lets_day_use_share_the_day(desk: Desk):
    for number in ("101", "102"):
        answer = desk.client.post(
            f"/api/pms/rooms/{desk.hotel.rooms[number]}/out-of-order",
            json={"startDate": "2027-03-19", "endDate": "2027-03-25", "reason": "Paint"},
        )
        assert answer.status_code == 201, answer.text
    desk.book("2027-03-18", "2027-03-20", "103")
    stay = desk.book("2027-03-20", "2027-03-22")
    day_use = desk.book("2027-03-20", "2027-03-20", dayUse=True)
    assert rooms_of(assign(desk, "2027-03-20")) == {stay["id"]: "103", day_use["id"]: "103"}


@pytest.mark.parametrize(
    ("first", "last"), [("2027-03-20", "2027-03-19"), ("2027-03-20", "2027-04-20"), ("x", "2027-03-20")]
)
def test_days_that_make_no_sense_are_named(desk: Desk, first: str, last: str):
    answer = desk.client.post("/api/pms/room-assignment", json={"from": first, "to": last})
    assert (answer.status_code, answer.json["code"]) == (422, "VALIDATION_ERROR")
