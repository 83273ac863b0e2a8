from __future__ import annotations

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel

PATH = "/api/pms/rooms"


def closure(start: str = "2027-03-16", end: str = "2027-03-18", **more) -> dict:
    return {"startDate": start, "endDate": end, "reason": "paint"} | more


def test_sets_up_reads_and_changes_a_room(desk: Desk, hotel: Hotel):
    made = desk.client.post(
        PATH, json={"roomTypeId": str(hotel.types["STD"]), "number": 104, "floor": 1, "features": ["balcony"]}
    )
    assert made.status_code == 201
    assert made.json | {"id": "", "seq": 0} == {
        "id": "", "seq": 0, "version": 1, "propertyId": str(hotel.property_id), "number": "104", "floor": "1",
        "roomTypeId": str(hotel.types["STD"]), "roomTypeCode": "STD", "features": ["balcony"],
        "occupancy": "VACANT", "condition": "CLEAN", "status": "VACANT_CLEAN", "ready": True,
    }  # fmt: skip
    path = f"{PATH}/{made.json['id']}"
    changed = desk.client.patch(path, json={"number": "1O4", "floor": None, "expectedVersion": 1}).json
    assert (changed["number"], changed["floor"], changed["version"]) == ("1O4", None, 2)
    read = desk.client.get(path)
    assert read.headers["ETag"] == '"2"'
    assert desk.client.patch(path, json={"number": "X"}).status_code == 428


def test_bulk_by_code_and_page_by_page(desk: Desk, hotel: Hotel):
    rows = [{"roomTypeCode": "STD", "number": str(number)} for number in range(301, 331)]
    made = desk.client.post(f"{PATH}/bulk", json={"rooms": rows})
    assert made.status_code == 201
    assert [room["number"] for room in made.json["items"]] == [row["number"] for row in rows]
    seen, cursor = [], None
    while True:
        query = {"limit": 7} | ({"cursor": cursor} if cursor else {})
        page = desk.client.get(PATH, query_string=query).json
        seen += [room["number"] for room in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert seen == ["101", "102", "103", "201", "202", *(row["number"] for row in rows)]
    suites = desk.client.get(PATH, query_string={"roomTypeId": str(hotel.types["SUITE"])}).json["items"]
    assert [room["number"] for room in suites] == ["201", "202"]


def test_bulk_names_bad_rows_of_both_kinds(desk: Desk):
    shape = [
        {"roomTypeCode": "STD", "number": ""},
        {"number": "1"},
        {"roomTypeCode": "STD", "number": "2", "x": 1},
    ]
    refused = desk.client.post(f"{PATH}/bulk", json={"rooms": shape})
    assert set(refused.json["fields"]) == {"rooms.0.number", "rooms.1.roomTypeId", "rooms.2.x"}
    taken = [{"roomTypeCode": "STD", "number": "301"}, {"roomTypeCode": "STD", "number": "101"}]
    refused = desk.client.post(f"{PATH}/bulk", json={"rooms": taken})
    assert list(refused.json["fields"]) == ["rooms.1.number"]
    assert len(desk.client.get(PATH).json["items"]) == 5
    rows = [{"roomTypeCode": "STD", "number": str(number)} for number in range(1001)]
    assert list(desk.client.post(f"{PATH}/bulk", json={"rooms": rows}).json["fields"]) == ["rooms"]


def test_a_thousand_rooms_fit_in_one_call(desk: Desk):
    rows = [
        {"roomTypeCode": "STD", "number": f"N{number:04}", "features": ["balcony " * 6] * 30}
        for number in range(1000)
    ]
    made = desk.client.post(f"{PATH}/bulk", json={"rooms": rows})
    assert made.status_code == 201
    assert len(made.json["items"]) == 1000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "101"}, "number"),
        ({"number": " "}, "number"),
        ({"number": True}, "number"),
        ({"number": ["1"]}, "number"),
        ({"number": "x" * 21}, "number"),
        ({"features": "balcony"}, "features"),
        ({"features": [1]}, "features.0"),
        ({"features": ["x"] * 31}, "features"),
        ({"status": "OCCUPIED"}, "status"),
    ],
)
def test_names_the_field_that_does_not_fit(desk: Desk, hotel: Hotel, change: dict, field: str):
    refused = desk.client.post(PATH, json={"roomTypeId": str(hotel.types["STD"]), "number": "9"} | change)
    assert (refused.status_code, refused.json["code"]) == (422, "VALIDATION_ERROR")
    assert list(refused.json["fields"]) == [field]


def test_housekeeping_marks_rooms_in_either_spelling(client: FreshClient, hotel: Hotel):
    maid = client.as_role("pms_housekeeping")
    path = f"{PATH}/{hotel.rooms['101']}/status"
    for body, status in [
        ({"condition": "DIRTY"}, "VACANT_DIRTY"),
        ({"condition": "INSPECTED"}, "VACANT_CLEAN"),
        ({"status": "VACANT_DIRTY"}, "VACANT_DIRTY"),
        ({"status": "VACANT_CLEAN", "expectedVersion": 4}, "VACANT_CLEAN"),
    ]:
        answer = maid.post(path, json=body)
        assert (answer.status_code, answer.json["status"]) == (200, status)
    for body, field in [
        ({"condition": "OCCUPIED"}, "condition"),
        ({"status": "OUT_OF_ORDER"}, "status"),
        ({"condition": "SPOTLESS"}, "condition"),
        ({}, "condition"),
        ({"condition": "CLEAN", "status": "VACANT_CLEAN"}, "condition"),
    ]:
        refused = maid.post(path, json=body)
        assert (refused.status_code, list(refused.json["fields"])) == (422, [field])
    stale = maid.post(path, json={"condition": "DIRTY", "expectedVersion": 1})
    assert stale.json["code"] == "CONCURRENCY_CONFLICT"


def test_a_closure_is_set_shown_and_lifted(desk: Desk, hotel: Hotel):
    path = f"{PATH}/{hotel.rooms['101']}/out-of-order"
    made = desk.client.post(path, json=closure("2027-03-15"))
    assert made.status_code == 201
    assert made.json["room"]["status"] == "OUT_OF_ORDER"
    assert made.json["roomId"] == str(hotel.rooms["101"])
    assert made.json["reason"] == "paint"
    again = desk.client.post(path, json=closure("2027-03-17", "2027-03-19"))
    assert (again.status_code, again.json["code"]) == (409, "ROOM_OUT_OF_ORDER")
    lifted = desk.client.delete(f"{path}/{made.json['blockId']}")
    assert (lifted.status_code, lifted.json["room"]["status"]) == (200, "VACANT_CLEAN")
    assert lifted.json["seq"] > made.json["seq"]
    assert desk.client.delete(f"{path}/{made.json['blockId']}").status_code == 404


def test_a_closure_names_the_stays_in_the_way_with_names_by_permission(
    client: FreshClient, desk: Desk, hotel: Hotel
):
    stay = desk.book("2027-03-17", "2027-03-19", "101")
    path = f"{PATH}/{hotel.rooms['101']}/out-of-order"
    seen = desk.client.post(path, json=closure()).json
    assert (seen["code"], seen["conflicts"][0]["reservationId"]) == ("ROOM_ALREADY_BOOKED", stay["id"])
    assert seen["conflicts"][0]["guestName"] == "Ada Probe"
    assert (
        "guestName" not in client.as_role("pms_housekeeping").post(path, json=closure()).json["conflicts"][0]
    )


def test_another_house_s_rooms_are_unknown(client: FreshClient, hotel: Hotel, other_tenant: Tenant):
    stranger = client.as_role("pms_manager", other_tenant)
    for room in (hotel.rooms["101"], new_id()):
        path = f"{PATH}/{room}"
        answers = [
            stranger.get(path),
            stranger.patch(path, json={"floor": "1", "expectedVersion": 1}),
            stranger.post(f"{path}/status", json={"condition": "DIRTY"}),
            stranger.post(f"{path}/out-of-order", json=closure()),
            stranger.delete(f"{path}/out-of-order/{new_id()}"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 5
        assert {answer.json["code"] for answer in answers} == {"NOT_FOUND"}


def test_who_may_do_what(client: FreshClient, hotel: Hotel):
    new = {"roomTypeId": str(hotel.types["STD"]), "number": "9"}
    for role, create, mark, close in [
        ("pms_front_desk", 403, 200, 201),
        ("pms_read_only", 403, 403, 403),
        ("pms_revenue", 403, 403, 403),
    ]:
        someone, path = client.as_role(role), f"{PATH}/{hotel.rooms['201']}"
        assert someone.get(path).status_code == 200
        assert someone.post(PATH, json=new).status_code == create
        assert someone.post(f"{path}/status", json={"condition": "CLEAN"}).status_code == mark
        assert someone.post(f"{path}/out-of-order", json=closure()).status_code == close
