from __future__ import annotations

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel

PATH = "/api/pms/availability"
STAY = {"checkInDate": "2027-03-20", "checkOutDate": "2027-03-22"}


def check(desk: Desk, **query):
    return desk.client.get(PATH, query_string=STAY | query)


def test_answers_stock_and_price_per_type_and_night(desk: Desk, hotel: Hotel):
    desk.book("2027-03-21", "2027-03-22", "101")
    answer = check(desk, adults=2)
    assert answer.status_code == 200
    assert answer.json["propertyId"] == str(hotel.property_id)
    standard, suite = answer.json["items"]
    assert (standard["code"], standard["available"], standard["total"]) == (
        "STD", 2, {"amount": 20_000, "currency": "EUR"},
    )  # fmt: skip
    assert standard["nights"][1] == {
        "date": "2027-03-21", "physical": 3, "outOfOrder": 0, "sold": 1, "available": 2, "sellable": 2,
        "overbooked": False, "price": {"amount": 10_000, "currency": "EUR"},
    }  # fmt: skip
    assert suite["available"] == 2


def test_prices_by_a_plan_when_one_is_named(desk: Desk, hotel: Hotel):
    plan = desk.client.post("/api/pms/rate-plans", json={"code": "BAR", "name": "Best"}).json
    price = {
        "roomTypeId": str(hotel.types["STD"]), "startDate": "2027-03-20", "endDate": "2027-03-21",
        "price": {"amount": 1, "currency": "EUR"},
    }  # fmt: skip
    desk.client.put(f"/api/pms/rate-plans/{plan['id']}/prices", json={"prices": [price]})
    assert [each["total"]["amount"] for each in check(desk, ratePlanId=plan["id"]).json["items"]] == [
        10_001,
        40_000,
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"checkOutDate": "2027-03-20"}, "checkOutDate"),
        ({"checkOutDate": "2028-03-22"}, "checkOutDate"),
        ({"checkInDate": "20.03.2027"}, "checkInDate"),
        ({"adults": 0}, "adults"),
        ({"adults": "two"}, "adults"),
        ({"children": 1}, "adults"),
        ({"propertyId": "x"}, "propertyId"),
        ({"rooms": 2}, "rooms"),
    ],
)
def test_names_the_part_that_does_not_fit(desk: Desk, query: dict, field: str):
    refused = check(desk, **query)
    assert (refused.status_code, list(refused.json["fields"])) == (422, [field])


def test_the_reasons_account_for_every_unit(client: FreshClient, desk: Desk, hotel: Hotel):
    kind = str(hotel.types["STD"])
    desk.client.patch(f"/api/pms/room-types/{kind}", json={"overbookingLimit": 1, "expectedVersion": 1})
    desk.book("2027-03-20", "2027-03-22", "101")
    desk.book("2027-03-19", "2027-03-21")
    desk.client.post(
        f"/api/pms/rooms/{hotel.rooms['103']}/out-of-order",
        json={"startDate": "2027-03-20", "endDate": "2027-03-21", "reason": "leak"},
    )
    query = {"roomTypeId": kind, "date": "2027-03-20"}
    told = desk.client.get(f"{PATH}/explain", query_string=query).json
    assert sorted(reason["kind"] for reason in told["reasons"]) == [
        "OUT_OF_ORDER", "RESERVATION", "RESERVATION", "RULE",
    ]  # fmt: skip
    assert told["physical"] + sum(reason["units"] for reason in told["reasons"]) == told["sellable"] == 1
    assert {r.get("guestName") for r in told["reasons"] if r["kind"] == "RESERVATION"} == {"Ada Probe"}
    nameless = client.as_role("pms_revenue").get(f"{PATH}/explain", query_string=query)
    assert nameless.status_code == 200
    assert "Probe" not in nameless.text


def test_suggestions_come_with_their_reasons_and_can_be_booked(desk: Desk, hotel: Hotel):
    """Room 103 is free, but two stays without a room need it and a third one: the type is sold out."""
    desk.book("2027-03-20", "2027-03-21", "101")
    for _ in range(2):
        desk.book("2027-03-20", "2027-03-21")
    query = STAY | {"roomTypeId": str(hotel.types["STD"]), "adults": 2}
    found = desk.client.get(f"{PATH}/suggestions", query_string=query).json["items"]
    assert {each["number"] for each in found[:2]} == {"201", "202"}
    assert found[0]["reason"] == "A higher room type on the same dates."
    assert found[2]["checkInDate"] == "2027-03-21"
    assert found[2]["reason"] == "Same room type, one day later."
    for each in found:
        body = desk.body(each["checkInDate"], each["checkOutDate"], each["number"])
        booked = desk.client.post(
            "/api/pms/reservations", json=body | {"roomTypeId": each["roomTypeId"], "status": "HOLD"}
        )
        assert booked.status_code == 201, (each, booked.text)
        cancelled = desk.step(booked.json, "cancel")
        assert cancelled.status_code == 200, cancelled.text


def test_a_refusal_offers_no_room_whose_type_is_sold_out(desk: Desk):
    desk.book("2027-03-20", "2027-03-21", "101")
    for _ in range(2):
        desk.book("2027-03-20", "2027-03-21")
    mine = desk.book("2027-03-20", "2027-03-21", "201", kind="SUITE")
    refused = desk.move(mine, "101")
    assert refused.json["code"] == "ROOM_ALREADY_BOOKED"
    assert {each["number"] for each in refused.json["alternatives"]} == {"202", "101", "102", "103"} - {
        "102",
        "103",
    } | {each["number"] for each in refused.json["alternatives"] if each["checkInDate"] != "2027-03-20"}


def test_a_messy_house_adds_up_to_the_unit(desk: Desk, hotel: Hotel):
    """Whatever was done, the search, the explanation and a count of its reasons agree on every night."""
    desk.client.patch(
        f"/api/pms/room-types/{hotel.types['STD']}", json={"overbookingLimit": 2, "expectedVersion": 1}
    )
    moved = desk.book("2027-03-18", "2027-03-23", "101")
    split = desk.book("2027-03-19", "2027-03-24", "102")
    desk.book("2027-03-20", "2027-03-22")
    desk.book("2027-03-20", "2027-03-22", status="HOLD")
    gone = desk.book("2027-03-20", "2027-03-22", "103")
    desk.step(gone, "cancel")
    desk.move(moved, "201")
    desk.step(split, "split", date="2027-03-21", roomId=str(hotel.rooms["202"]))
    desk.client.post(
        f"/api/pms/rooms/{hotel.rooms['103']}/out-of-order",
        json={"startDate": "2027-03-21", "endDate": "2027-03-23", "reason": "leak"},
    )
    found = desk.client.get(
        PATH, query_string={"checkInDate": "2027-03-17", "checkOutDate": "2027-03-25"}
    ).json["items"]
    assert {night["sellable"] for each in found for night in each["nights"]} > {0, 2, 5}
    for each in found:
        for night in each["nights"]:
            query = {"roomTypeId": each["roomTypeId"], "date": night["date"]}
            told = desk.client.get(f"{PATH}/explain", query_string=query).json
            units = sum(reason["units"] for reason in told["reasons"])
            assert told["physical"] + units == told["sellable"] == night["sellable"], (night, told)
            stays = [reason for reason in told["reasons"] if reason["kind"] == "RESERVATION"]
            assert len(stays) == night["sold"]


def test_another_house_s_hotel_is_unknown(client: FreshClient, hotel: Hotel, other_tenant: Tenant):
    stranger = client.as_role("pms_manager", other_tenant)
    where = {"propertyId": str(hotel.property_id)}
    assert stranger.get(PATH, query_string=STAY | where).status_code == 404
    night = {"roomTypeId": str(hotel.types["STD"]), "date": "2027-03-20"}
    assert stranger.get(f"{PATH}/explain", query_string=night | where).status_code == 404
    assert client.as_role("pms_housekeeping").get(PATH, query_string=STAY).status_code == 403
