from __future__ import annotations

import re

import pytest

from tests.factories.desk import Desk
from tests.factories.ledger import Ledger

pytestmark = pytest.mark.stock


@pytest.fixture
def ledger(desk: Desk) -> Ledger:
    return Ledger.of(desk, desk.book("2027-03-15", "2027-03-17", "101"))


def page_of(client, ledger: Ledger, role: str = "pms_manager") -> str:
    answer = client.as_role(role).get(f"/pms/folios/{ledger.id}")
    assert answer.status_code == 200
    return answer.text


def test_an_empty_folio_says_what_will_happen(client, ledger: Ledger):
    text = page_of(client, ledger)
    assert "Nothing was posted yet" in text
    assert "Ada Probe" in text
    assert "Close folio" in text


def test_lines_run_to_the_balance_and_open_to_be_corrected(client, ledger: Ledger):
    charged = ledger.charge(1000, quantity=2)
    ledger.post("adjustments", entryId=charged["id"], amount=ledger.money(500), description="Too warm")
    ledger.post("payments", amount=ledger.money(1000), method="CARD", reference="T-1")
    text = page_of(client, ledger)
    assert re.findall(r"Balance </span>([^<]+)<", text) == ["€20.00", "€15.00", "€5.00"]
    assert text.count("Correct or move") == 2, "the charge and the payment, not the correction"
    assert "Too warm" in text
    assert "of Minibar" in text


def test_a_closed_folio_offers_to_be_reopened_by_those_who_may(client, ledger: Ledger):
    ledger.post("close")
    manager, clerk = page_of(client, ledger), page_of(client, ledger, "pms_front_desk")
    assert "Reopen folio" in manager
    assert "Reopen folio" not in clerk
    assert "Post charge" not in manager


def test_whoever_may_only_read_finds_no_forms(client, ledger: Ledger):
    ledger.charge(100)
    text = page_of(client, ledger, "pms_read_only")
    assert "/charges" not in text
    assert "Correct or move" not in text


def test_the_stays_own_address_leads_to_its_folio(client, ledger: Ledger):
    answer = client.as_role("pms_front_desk").get(f"/pms/reservations/{ledger.stay['id']}/folio")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/pms/folios/{ledger.id}")
