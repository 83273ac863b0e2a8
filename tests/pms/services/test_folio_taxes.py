"""Taxes stand beside the charge they are of, and follow it."""

from __future__ import annotations

import pytest

from tests.factories.desk import Desk
from tests.factories.ledger import Ledger

pytestmark = pytest.mark.stock


def euro(amount: int) -> dict:
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def ledger(desk: Desk, actor) -> Ledger:
    """A stay of two adults in the house: 100.00 a night, 10 % sales tax, 2.00 a person; 7 % on food."""
    for code, applies_to, part in (
        ("SALES", ["ROOM"], {"kind": "PERCENT", "percent": "10", "base": "PRICE"}),
        ("CITY", ["ROOM"], {"kind": "PER_PERSON", "amount": euro(200)}),
        ("FOOD_TAX", ["FOOD"], {"kind": "PERCENT", "percent": "7", "base": "PRICE"}),
    ):
        body = {"code": code, "name": code.title(), "parts": [part], "appliesTo": applies_to}
        made = desk.client.post("/api/pms/tax-rules", json=body)
        assert made.status_code == 201, made.text
    stay = desk.book("2027-03-15", "2027-03-17", "101")
    ledger = Ledger.of(desk, desk.step(stay, "check-in").json)
    posted = ledger.post_night(actor, "2027-03-15")
    assert (posted.stays, posted.amount, posted.taxes) == (1, 10_000, 1400)
    return ledger


def lines(folio: dict) -> dict[str, int]:
    """Amounts by code, summed."""
    sums: dict[str, int] = {}
    for entry in folio["entries"]:
        sums[entry["code"]] = sums.get(entry["code"], 0) + entry["amount"]["amount"]
    return sums


def test_tax_lines_name_their_charge_and_come_once(ledger: Ledger, actor):
    room, *taxes = ledger.read()["entries"]
    assert {tax["code"]: tax["amount"]["amount"] for tax in taxes} == {"SALES": 1000, "CITY": 400}
    assert {tax["taxOfId"] for tax in taxes} == {room["id"]}
    assert ledger.post_night(actor, "2027-03-15").stays == 0
    assert ledger.read()["balance"]["amount"] == 11_400


def test_a_rebate_takes_its_part_of_percentages_only(ledger: Ledger):
    room = ledger.read()["entries"][0]
    ledger.post("adjustments", entryId=room["id"], amount=euro(2000), description="Noise")
    assert lines(ledger.read()) == {"ROOM": 8000, "SALES": 800, "CITY": 400}
    ledger.post("adjustments", entryId=room["id"], amount=euro(1000), description="x", includeTaxes=False)
    assert lines(ledger.read()) == {"ROOM": 7000, "SALES": 800, "CITY": 400}
    ledger.post("adjustments", entryId=room["id"], description="Not slept")
    assert lines(ledger.read()) == {"ROOM": 0, "SALES": 0, "CITY": 0}


def test_taxes_move_with_their_charge(ledger: Ledger):
    company = ledger.at(ledger.open("Company")["id"])
    room, tax, _ = ledger.read()["entries"]
    refused = ledger.post("transfers", toFolioId=company.id, entryIds=[tax["id"]])
    assert refused.json["fields"] == {"entryIds": ["A tax moves with the charge it is of."]}
    moved = ledger.post("transfers", toFolioId=company.id, entryIds=[room["id"], tax["id"]])
    assert moved.json["target"]["balance"]["amount"] == 11_400
    arrived, *taxes = company.read()["entries"]
    assert {each["taxOfId"] for each in taxes} == {arrived["id"]}
    assert ledger.read()["balance"]["amount"] == 0
    company.post("adjustments", entryId=arrived["id"], description="x")
    assert company.read()["balance"]["amount"] == 0


def test_other_charges_bear_the_taxes_of_their_group(ledger: Ledger):
    charged = ledger.charge(1000)
    assert [(tax["code"], tax["amount"]["amount"]) for tax in charged["entries"]] == [("FOOD_TAX", 70)]
    assert charged["folio"]["balance"]["amount"] == 12_470
