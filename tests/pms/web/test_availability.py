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


def test_another_house_s_hotel_is_unknown(client: FreshClient, hotel: Hotel, other_tenant: Tenant):
    stranger = client.as_role("pms_manager", other_tenant)
    where = {"propertyId": str(hotel.property_id)}
    assert stranger.get(PATH, query_string=STAY | where).status_code == 404
    night = {"roomTypeId": str(hotel.types["STD"]), "date": "2027-03-20"}
    assert stranger.get(f"{PATH}/explain", query_string=night | where).status_code == 404
    assert client.as_role("pms_housekeeping").get(PATH, query_string=STAY).status_code == 403
