"""A check-in that is taken back takes its charges of closed nights with it, and the next one brings them again."""

from __future__ import annotations

from typing import Any

import pytest

from addons.pms.services.verify import verify
from tests.factories.desk import Desk

pytestmark = pytest.mark.stock
CITY_TAX = {
    "code": "CITY", "name": "City tax", "parts": [{"kind": "PER_PERSON", "amount": {"amount": 300, "currency": "EUR"}}],
    "validFrom": "2027-03-15",
}  # fmt: skip


def close(desk: Desk, day: str) -> None:
    answer = desk.client.post("/api/pms/night-audit", json={"businessDate": day})
    assert answer.status_code == 200, answer.text


def folio_of(desk: Desk, stay: dict) -> dict:
    return desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json


def lines(desk: Desk, stay: dict) -> list[tuple]:
    return [
        (entry["kind"], entry["code"], entry["amount"]["amount"]) for entry in folio_of(desk, stay)["entries"]
    ]


def balance(desk: Desk, stay: dict) -> int:
    return folio_of(desk, stay)["balance"]["amount"]


@pytest.fixture
def late(desk: Desk) -> dict:
    """Checked in on the second day; the first night is on the folio, with the city tax of two guests."""
    made = desk.client.post(
        "/api/pms/tax-rules", json={"propertyId": str(desk.hotel.property_id), **CITY_TAX}
    )
    assert made.status_code == 201, made.text
    stay = desk.book("2027-03-15", "2027-03-18", "101")
    close(desk, "2027-03-15")
    stay = desk.get(stay)
    if stay["status"] == "NO_SHOW":
        stay = desk.step(stay, "reinstate").json
    here = desk.step(stay, "check-in")
    assert here.status_code == 200, here.text
    assert lines(desk, stay) == [("CHARGE", "ROOM", 10_000), ("CHARGE", "CITY", 600)]
    return here.json


def test_what_the_check_in_charged_is_corrected_once(desk: Desk, late: dict, actor: Any):
    back = desk.step(late, "revert-check-in")
    assert back.status_code == 200, back.text
    assert desk.step(late, "revert-check-in").status_code == 409
    assert sorted(lines(desk, late)[2:]) == [("ADJUSTMENT", "CITY", -600), ("ADJUSTMENT", "ROOM", -10_000)]
    entries = folio_of(desk, late)["entries"]
    assert {entry["id"] for entry in entries[:2]} == {entry["correctsId"] for entry in entries[2:]}
    assert balance(desk, late) == 0
    gone = desk.step(back.json, "no-show", feeWaived=True)
    assert gone.status_code == 200, gone.text
    assert (balance(desk, late), verify(actor.tenant_id)) == (0, [])


def test_the_next_check_in_charges_the_night_again(desk: Desk, late: dict, actor: Any):
    for _ in range(2):
        back = desk.step(desk.get(late), "revert-check-in")
        assert (back.status_code, balance(desk, late)) == (200, 0)
        again = desk.step(back.json, "check-in")
        assert (again.status_code, balance(desk, late)) == (200, 10_600)
    assert verify(actor.tenant_id) == []


def test_a_night_that_was_charged_keeps_its_price_until_then(desk: Desk, late: dict):
    back = desk.step(late, "revert-check-in").json
    dearer = desk.client.patch(
        f"/api/pms/reservations/{late['id']}",
        json={"expectedVersion": back["version"], "nightlyRate": {"amount": 15_000, "currency": "EUR"}},
    ).json
    assert [night["price"]["amount"] for night in dearer["nightlyRates"]] == [10_000, 15_000, 15_000]
    assert desk.step(dearer, "check-in").status_code == 200
    assert balance(desk, late) == 10_600


def test_what_was_taken_off_before_stays_off(desk: Desk, late: dict):
    folio = folio_of(desk, late)
    off = desk.client.post(
        f"/api/pms/folios/{folio['id']}/adjustments",
        json={
            "entryId": folio["entries"][0]["id"], "amount": {"amount": 2_000, "currency": "EUR"},
            "description": "Noise", "idempotencyKey": "a" * 32,
        },
    )  # fmt: skip
    assert off.status_code in {200, 201}, off.text
    back = desk.step(late, "revert-check-in")
    assert balance(desk, late) == 0
    assert desk.step(back.json, "check-in").status_code == 200
    assert balance(desk, late) == 8_600


def test_a_check_in_in_time_leaves_nothing_to_correct(desk: Desk):
    stay = desk.step(desk.book("2027-03-15", "2027-03-17", "101"), "check-in").json
    assert desk.step(stay, "revert-check-in").status_code == 200
    assert desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json.get("entries", []) == []
