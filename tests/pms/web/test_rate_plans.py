from __future__ import annotations

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel

PATH = "/api/pms/rate-plans"


@pytest.fixture
def plan(desk: Desk) -> dict:
    made = desk.client.post(PATH, json={"code": "BAR", "name": "Best available"})
    assert made.status_code == 201
    return made.json


def price(hotel: Hotel, start: str, end: str, amount: int, **more) -> dict:
    return {
        "roomTypeId": str(hotel.types["STD"]), "startDate": start, "endDate": end,
        "price": {"amount": amount, "currency": "EUR"},
    } | more  # fmt: skip


def nights(desk: Desk, plan: dict, start: str, end: str) -> list[int]:
    answer = desk.client.get(f"{PATH}/{plan['id']}/prices", query_string={"startDate": start, "endDate": end})
    assert answer.status_code == 200
    types = {each["code"]: each["nights"] for each in answer.json["items"]}
    assert [night["price"]["amount"] for night in types["SUITE"]] == [20_000] * len(types["STD"])
    return [night["price"]["amount"] for night in types["STD"]]


def test_the_price_written_later_wins_and_booked_stays_keep_theirs(desk: Desk, hotel: Hotel, plan: dict):
    path = f"{PATH}/{plan['id']}/prices"
    prices = [
        price(hotel, "2027-03-20", "2027-03-25", 9_000),
        price(hotel, "2027-03-21", "2027-03-22", 8_000),
    ]
    assert desk.client.put(path, json={"prices": prices}).json["version"] == 2
    booked = desk.book("2027-03-20", "2027-03-22", ratePlanId=plan["id"])
    assert booked["total"]["amount"] == 17_000
    later = {"prices": [price(hotel, "2027-03-20", "2027-03-22", 7_000)], "expectedVersion": 2}
    assert desk.client.put(path, json=later).json["version"] == 3
    assert nights(desk, plan, "2027-03-19", "2027-03-24") == [10_000, 7_000, 7_000, 9_000, 9_000]
    assert desk.get(booked)["total"]["amount"] == 17_000
    assert desk.client.put(path, json=later).json["code"] == "CONCURRENCY_CONFLICT"


def test_lists_and_changes_a_plan(desk: Desk, plan: dict):
    changed = desk.client.patch(f"{PATH}/{plan['id']}", json={"name": "Flexible", "expectedVersion": 1}).json
    assert (changed["name"], changed["version"]) == ("Flexible", 2)
    assert desk.client.get(PATH).json["items"] == [{k: v for k, v in changed.items() if k != "seq"}]
    assert list(desk.client.post(PATH, json={"code": "BAR", "name": "x"}).json["fields"]) == ["code"]


def test_names_the_rows_that_do_not_fit(desk: Desk, hotel: Hotel, plan: dict):
    good = price(hotel, "2027-03-20", "2027-03-21", 1)
    bad = [
        good | {"endDate": "2027-03-20"}, good | {"price": {"amount": -1, "currency": "EUR"}},
        good | {"roomTypeId": plan["id"]}, good | {"price": {"amount": 1, "currency": "USD"}},
    ]  # fmt: skip
    refused = desk.client.put(f"{PATH}/{plan['id']}/prices", json={"prices": [good, *bad]})
    assert refused.status_code == 422
    assert set(refused.json["fields"]) == {
        "prices.1.endDate", "prices.2.price.amount", "prices.3.roomTypeId", "prices.4.price.currency",
    }  # fmt: skip
    assert nights(desk, plan, "2027-03-20", "2027-03-21") == [10_000]
    for span in (("2027-03-20", "2027-03-20"), ("2027-03-20", "2028-03-22")):
        query = dict(zip(("startDate", "endDate"), span, strict=True))
        answer = desk.client.get(f"{PATH}/{plan['id']}/prices", query_string=query)
        assert list(answer.json["fields"]) == ["endDate"]


def test_revenue_sets_prices_the_desk_only_sees_them(client: FreshClient, hotel: Hotel, plan: dict):
    path = f"{PATH}/{plan['id']}/prices"
    body = {"prices": [price(hotel, "2027-03-20", "2027-03-21", 1)]}
    assert client.as_role("pms_revenue").put(path, json=body).status_code == 200
    assert client.as_role("pms_front_desk").put(path, json=body).status_code == 403
    assert client.as_role("pms_front_desk").get(PATH).status_code == 200
    assert client.as_role("pms_housekeeping").get(PATH).status_code == 403


def test_another_house_s_plan_is_unknown(client: FreshClient, hotel: Hotel, plan: dict, other_tenant: Tenant):
    stranger = client.as_role("pms_manager", other_tenant)
    path = f"{PATH}/{plan['id']}"
    answers = [
        stranger.get(path),
        stranger.patch(path, json={"name": "x", "expectedVersion": 1}),
        stranger.put(f"{path}/prices", json={"prices": [price(hotel, "2027-03-20", "2027-03-21", 1)]}),
        stranger.get(f"{path}/prices", query_string={"startDate": "2027-03-20", "endDate": "2027-03-21"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
