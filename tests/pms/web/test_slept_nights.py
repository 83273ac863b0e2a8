"""What was slept, and charged, keeps its price; only nights ahead are priced anew, and only those are talked of."""

from __future__ import annotations

import pytest

from tests.factories.desk import Desk

pytestmark = pytest.mark.stock


def euros(amount: int) -> dict:
    return {"amount": amount, "currency": "EUR"}


def prices(desk: Desk, stay: dict) -> list[int]:
    return [night["price"]["amount"] for night in desk.get(stay)["nightlyRates"]]


@pytest.fixture
def slept_one(desk: Desk) -> dict:
    """In the house for three nights at 70, the first of them on the folio."""
    stay = desk.book("2027-03-15", "2027-03-18", "101", nightlyRate=euros(7_000))
    assert desk.step(stay, "check-in").status_code == 200
    closed = desk.client.post("/api/pms/night-audit", json={"businessDate": "2027-03-15"})
    assert closed.status_code == 200, closed.text
    folio = desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json
    assert [(entry["night"], entry["amount"]) for entry in folio["entries"]] == [("2027-03-15", euros(7_000))]
    return desk.get(stay)


def patch(desk: Desk, stay: dict, **change: object) -> dict:
    answer = desk.client.patch(
        f"/api/pms/reservations/{stay['id']}", json={"expectedVersion": stay["version"], **change}
    )
    assert answer.status_code == 200, answer.text
    return answer.json


def test_one_price_for_every_night_is_for_those_ahead(desk: Desk, slept_one: dict):
    answer = patch(desk, slept_one, nightlyRate=euros(5_000))
    assert prices(desk, slept_one) == [7_000, 5_000, 5_000]
    assert answer["priceDifference"] == euros(-4_000)


def test_before_the_guest_arrives_it_is_for_all(desk: Desk):
    stay = desk.book("2027-03-15", "2027-03-18", "101", nightlyRate=euros(7_000))
    patch(desk, stay, nightlyRate=euros(5_000))
    assert prices(desk, stay) == [5_000] * 3


def test_a_move_at_new_prices_leaves_what_was_slept(desk: Desk, slept_one: dict):
    moved = desk.move(slept_one, "201", confirm=True, reprice=True).json
    assert moved["priceDifference"] == euros(26_000)
    assert prices(desk, slept_one) == [7_000, 20_000, 20_000]


def test_a_move_without_new_prices_tells_what_they_would_make(desk: Desk, slept_one: dict):
    moved = desk.move(slept_one, "201", confirm=True).json
    assert moved["priceDifference"] == euros(26_000)
    assert prices(desk, slept_one) == [7_000] * 3


def test_a_move_before_the_arrival_prices_every_night(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", "101", nightlyRate=euros(7_000))
    told = desk.move(stay, "201").json["priceDifference"]
    assert told == euros(26_000)
    back = desk.move(desk.get(stay), "101", "2027-03-24", reprice=True).json
    assert back["priceDifference"] == euros(6_000)
    assert prices(desk, stay) == [10_000] * 2
