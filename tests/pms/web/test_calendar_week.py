"""The board as programmes and the page read it (contract section 3)."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from typing import Any

from flask import Flask

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.pms.web.asking_for_boards import ask, board

Drain = Callable[[], int]
FIELDS = {
    "propertyId", "startDate", "endDate", "seq", "stale", "rooms", "segments", "unassigned", "closures", "occupancy",
}  # fmt: skip


def test_a_stay_is_on_the_board(desk: Desk, drain_outbox: Drain) -> None:
    stay = desk.book("2027-03-16", "2027-03-19", "101")
    drain_outbox()
    week = board(desk)
    assert set(week) == FIELDS
    assert (week["startDate"], week["endDate"], week["stale"]) == ("2027-03-15", "2027-03-22", False)
    assert week["seq"] >= stay["seq"]
    (segment,) = week["segments"]
    assert segment | {"id": None} == {
        "id": None, "reservationId": stay["id"], "version": stay["version"], "roomId": stay["roomId"],
        "roomTypeId": str(desk.hotel.types["STD"]), "checkInDate": "2027-03-16", "checkOutDate": "2027-03-19",
        "segmentStart": "2027-03-16", "segmentEnd": "2027-03-19", "status": "CONFIRMED", "guestName": "Ada Probe",
        "sourceType": "DIRECT", "adults": 2, "children": 0, "dayUse": False, "roomLocked": False, "balanceDue": None,
        "colorKey": "CONFIRMED",
    }  # fmt: skip
    nights = week["occupancy"]
    assert [night["date"] for night in nights] == [f"2027-03-{day}" for day in range(15, 22)]
    assert [night["sold"] for night in nights] == [0, 1, 1, 1, 0, 0, 0]
    assert [night["arrivals"] for night in nights] == [0, 1, 0, 0, 0, 0, 0]
    assert [night["departures"] for night in nights] == [0, 0, 0, 0, 1, 0, 0]
    assert [night["available"] for night in nights] == [5, 4, 4, 4, 5, 5, 5]


def test_rooms_stand_by_type_and_number(desk: Desk, drain_outbox: Drain) -> None:
    rooms = [
        {"number": number, "floor": None, "roomTypeId": str(desk.hotel.types["STD"])}
        for number in ("1000", "99", "99A")
    ]
    for room in rooms:
        answer = desk.client.post("/api/pms/rooms", json={"propertyId": str(desk.hotel.property_id), **room})
        assert answer.status_code == 201, answer.text
    drain_outbox()
    numbers = [room["number"] for room in board(desk)["rooms"]]
    assert numbers == ["99", "99A", "101", "102", "103", "1000", "201", "202"]


def test_stays_are_never_clipped_and_come_once(desk: Desk, drain_outbox: Drain) -> None:
    desk.book("2027-03-17", "2027-04-06", "101")
    drain_outbox()
    for start, days in (("2027-03-15", 31), ("2027-03-24", 3), ("2027-03-18", 1), ("2027-04-05", 1)):
        (segment,) = board(desk, start, days=days)["segments"]
        assert (segment["segmentStart"], segment["segmentEnd"]) == ("2027-03-17", "2027-04-06")
    assert board(desk, "2027-04-06", days=7)["segments"] == []
    assert board(desk, "2027-03-15", days=2)["segments"] == []


def test_stays_without_a_room_count_and_stand_aside(desk: Desk, drain_outbox: Drain) -> None:
    stay = desk.book(
        "2027-03-16", "2027-03-17", kind="SUITE", status="HOLD", releaseAt="2027-03-15T20:00:00Z"
    )
    drain_outbox()
    week = board(desk)
    assert week["segments"] == []
    (lane,) = week["unassigned"]
    assert (lane["reservationId"], lane["roomId"], lane["status"]) == (stay["id"], None, "HOLD")
    assert lane["roomTypeId"] == str(desk.hotel.types["SUITE"])
    assert [(night["held"], night["sold"], night["available"]) for night in week["occupancy"][:3]] == [
        (0, 0, 5), (1, 0, 4), (0, 0, 5),
    ]  # fmt: skip


def test_day_use_has_no_night_and_counts_both_ways(desk: Desk, drain_outbox: Drain) -> None:
    desk.book("2027-03-16", "2027-03-16", "101", dayUse=True)
    drain_outbox()
    week = board(desk, "2027-03-16", days=2)
    (segment,) = week["segments"] + week["unassigned"]
    assert segment["dayUse"] is True
    assert segment["segmentStart"] == segment["segmentEnd"] == "2027-03-16"
    first = week["occupancy"][0]
    assert (first["sold"], first["arrivals"], first["departures"], first["available"]) == (0, 1, 1, 5)
    assert board(desk, "2027-03-17", days=2)["segments"] == []


def test_inactive_stays_come_only_when_asked_for(desk: Desk, drain_outbox: Drain) -> None:
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    assert desk.step(stay, "cancel").status_code == 200
    drain_outbox()
    assert board(desk)["segments"] == []
    (segment,) = board(desk, include="inactive")["segments"]
    assert segment["status"] == "CANCELLED"
    assert {night["sold"] for night in board(desk, include="inactive")["occupancy"]} == {0}


def test_closures_are_not_stays(desk: Desk, drain_outbox: Drain) -> None:
    room = str(desk.hotel.rooms["102"])
    closure = {"startDate": "2027-03-15", "endDate": "2027-03-17", "reason": "Boiler"}
    assert desk.client.post(f"/api/pms/rooms/{room}/out-of-order", json=closure).status_code < 300
    drain_outbox()
    week = board(desk)
    assert week["segments"] == []
    (found,) = week["closures"]
    assert found | {"blockId": None} == {"blockId": None, "roomId": room, "kind": "OUT_OF_ORDER", **closure}
    assert [night["outOfOrder"] for night in week["occupancy"][:3]] == [1, 1, 0]
    assert {room["number"]: room["status"] for room in week["rooms"]}["102"] == "OUT_OF_ORDER"


def test_one_room_type(desk: Desk, drain_outbox: Drain) -> None:
    desk.book("2027-03-16", "2027-03-18", "101")
    suite = desk.book("2027-03-16", "2027-03-18", "201", kind="SUITE")
    drain_outbox()
    week = board(desk, roomTypeId=str(desk.hotel.types["SUITE"]))
    assert [room["number"] for room in week["rooms"]] == ["201", "202"]
    assert [segment["reservationId"] for segment in week["segments"]] == [suite["id"]]
    assert [night["physical"] for night in week["occupancy"]] == [2] * 7
    assert [night["sold"] for night in week["occupancy"]] == [0, 1, 1, 0, 0, 0, 0]


def test_who_may_not_read_guests_sees_the_board_without_names(
    desk: Desk, client: FreshClient, drain_outbox: Drain
) -> None:
    desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    full = ask(desk)
    pricing = Desk(client.as_role("pms_revenue"), desk.hotel)
    answer = ask(pricing)
    assert answer.status_code == 200
    assert [segment["guestName"] for segment in answer.json["segments"]] == [""]
    assert "Probe" not in ask(pricing, format="compact").text
    assert answer.headers["ETag"] != full.headers["ETag"]


def test_unchanged_is_304_until_something_on_it_changes(desk: Desk, drain_outbox: Drain) -> None:
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    etag = ask(desk).headers["ETag"]
    known = {"If-None-Match": etag}
    unchanged = ask(desk, headers=known)
    assert (unchanged.status_code, unchanged.data, unchanged.headers["ETag"]) == (304, b"", etag)
    desk.book("2027-05-16", "2027-05-18", "101")
    drain_outbox()
    assert ask(desk, headers=known).status_code == 304
    for change in (
        lambda: desk.step(stay, "cancel"),
        lambda: desk.client.post(
            f"/api/pms/rooms/{desk.hotel.rooms['103']}/status", json={"condition": "DIRTY"}
        ),
        lambda: desk.book("2027-03-21", "2027-03-24", "102"),
    ):
        known = {"If-None-Match": ask(desk).headers["ETag"]}
        assert ask(desk, headers=known).status_code == 304
        assert change() is not None
        drain_outbox()
        assert ask(desk, headers=known).status_code == 200


def test_min_seq_that_is_reached(desk: Desk, drain_outbox: Drain) -> None:
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    week = board(desk, minSeq=stay["seq"])
    assert (week["stale"], len(week["segments"])) == (False, 1)


def test_min_seq_that_is_not_reached_in_time(desk: Desk, drain_outbox: Drain) -> None:
    desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    etag = ask(desk).headers["ETag"]
    late = desk.book("2027-03-16", "2027-03-18", "102")
    began = time.monotonic()
    answer = ask(desk, minSeq=late["seq"], headers={"If-None-Match": etag})
    assert time.monotonic() - began >= 0.3
    assert answer.status_code == 200, "a stale board is never confirmed by 304"
    assert answer.json["stale"] is True
    assert answer.json["seq"] < late["seq"]
    assert len(answer.json["segments"]) == 1


def test_the_only_property_need_not_be_named(desk: Desk, drain_outbox: Drain) -> None:
    drain_outbox()
    answer = desk.client.get("/api/pms/calendar/week?start=2027-03-15")
    assert answer.status_code == 200
    assert answer.json["propertyId"] == str(desk.hotel.property_id)


def test_another_tenants_property_is_unknown(
    desk: Desk, client: FreshClient, other_tenant: Tenant, drain_outbox: Drain
) -> None:
    desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    assert ask(desk).status_code == 200  # and is remembered by this process now
    stranger = Desk(client.as_role("pms_manager", other_tenant), desk.hotel)
    assert ask(stranger).status_code == 404
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert ask(stranger).json["code"] == ask(stranger, propertyId=nowhere).json["code"] == "NOT_FOUND"


def test_a_board_before_the_projection_ran_is_empty(desk: Desk) -> None:
    week = board(desk)
    assert (week["rooms"], week["segments"], week["seq"]) == ([], [], 0)


def test_changed_rooms_show_although_they_are_kept_in_the_process(desk: Desk, drain_outbox: Drain) -> None:
    drain_outbox()
    assert {room["condition"] for room in board(desk)["rooms"]} == {"CLEAN"}
    answer = desk.client.post(f"/api/pms/rooms/{desk.hotel.rooms['103']}/status", json={"condition": "DIRTY"})
    assert answer.status_code == 200, answer.text
    drain_outbox()
    assert [room["number"] for room in board(desk)["rooms"] if room["condition"] == "DIRTY"] == ["103"]


def test_is_compressed_for_those_who_accept_it(desk: Desk, drain_outbox: Drain) -> None:
    drain_outbox()
    answer = ask(desk, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert set(json.loads(gzip.decompress(answer.data))) == FIELDS


def test_one_statement_a_board(desk: Desk, drain_outbox: Drain, query_counter: Any) -> None:
    drain_outbox()
    etag = ask(desk).headers["ETag"]
    with query_counter() as sent:
        ask(desk)
        assert len(sent) == 1, sent.statements
        ask(desk, headers={"If-None-Match": etag})
        assert len(sent) == 2, sent.statements


def test_both_layouts_are_documented(app: Flask, client: FreshClient) -> None:
    document = client.as_role("pms_manager").get("/api/openapi.json").json
    week = document["paths"]["/api/pms/calendar/week"]["get"]
    schema = week["responses"]["200"]["content"]["application/json"]["schema"]
    assert {part["$ref"].rsplit("/", 1)[1] for part in schema["oneOf"]} == {"Week", "CompactWeek"}
    assert {"Week", "CompactWeek", "CompactSegments"} <= set(document["components"]["schemas"])
    assert {parameter["name"] for parameter in week["parameters"]} == {
        "propertyId", "start", "days", "roomTypeId", "minSeq", "include", "format",
    }  # fmt: skip
    assert week["x-permission"] == "pms.calendar.read"
    assert "304" in week["responses"]
