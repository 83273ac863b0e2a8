"""What payment and accounting addons may say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from addons.pms.hookspecs.accounting import AccountMapping, FolioEntrySnapshot
from addons.pms.hookspecs.payments import PaymentApproved, PaymentRefused, PaymentRequest
from oppsera_host.addons.registry import registry_of
from oppsera_host.hookspecs import hookimpl
from tests.factories.desk import Desk
from tests.factories.ledger import Ledger

pytestmark = pytest.mark.stock


class Partner:
    """A payment provider that knows one kind of reference, and an accountant with a chart of accounts."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, PaymentRequest]] = []

    @hookimpl
    def pms_authorize_payment(self, request: PaymentRequest) -> PaymentApproved | PaymentRefused | None:
        self.asked.append(("authorize", request))
        if not (request.reference or "").startswith("pay_"):
            return None
        if request.amount.amount > 10_000:
            return PaymentRefused("The card's limit is reached.")
        return PaymentApproved("partner", f"auth:{request.reference}")

    @hookimpl
    def pms_capture_payment(self, request: PaymentRequest) -> PaymentApproved:
        self.asked.append(("capture", request))
        return PaymentApproved("partner", f"captured:{request.reference}")

    @hookimpl
    def pms_refund_payment(self, request: PaymentRequest) -> PaymentApproved:
        self.asked.append(("refund", request))
        return PaymentApproved("partner", f"refunded:{request.reference}")

    @hookimpl
    def pms_map_folio_entry(self, entry: FolioEntrySnapshot) -> AccountMapping | None:
        return AccountMapping("4400", "BAR") if entry.code == "MINIBAR" else None


@pytest.fixture
def ledger(desk: Desk) -> Ledger:
    return Ledger.of(desk, desk.book("2027-03-15", "2027-03-17", "101"))


@pytest.fixture
def partner(app: Flask) -> Iterator[Partner]:
    """The partner's addon, on for every tenant while the test runs."""
    manager, partner = registry_of(app).manager, Partner()
    manager.register(partner)
    yield partner
    manager.unregister(partner)


def pay(ledger: Ledger, amount: int, reference: str | None = None) -> Any:
    return ledger.post("payments", amount=ledger.money(amount), method="CARD", reference=reference)


def test_without_an_addon_payments_are_recorded_by_hand(ledger: Ledger):
    paid = pay(ledger, 500, "pay_1").json
    assert (paid["provider"], paid["reference"]) == (None, "pay_1")
    assert ledger.post("refunds", amount=ledger.money(500), paymentId=paid["id"]).json["provider"] is None


def test_a_provider_stands_for_what_it_approves(ledger: Ledger, partner: Partner):
    paid = pay(ledger, 500, "pay_1").json
    assert (paid["provider"], paid["reference"]) == ("partner", "captured:auth:pay_1")
    assert {request.id for _, request in partner.asked} == {type(partner.asked[0][1].id)(paid["id"])}
    corrected = ledger.post("adjustments", entryId=paid["id"], description="Typo")
    assert corrected.json["fields"].keys() == {"entryId"}
    back = ledger.post("refunds", amount=ledger.money(200), paymentId=paid["id"]).json
    assert back["reference"] == "refunded:captured:auth:pay_1"
    assert pay(ledger, 500).json["provider"] is None


def test_a_refusal_is_the_providers_own_sentence_and_posts_nothing(ledger: Ledger, partner: Partner):
    refused = pay(ledger, 10_001, "pay_1")
    assert (refused.status_code, refused.json["code"]) == (409, "PAYMENT_REFUSED")
    assert refused.json["detail"] == "The card's limit is reached."
    assert ledger.read()["entries"] == []
    assert [step for step, _ in partner.asked] == ["authorize"]


def test_the_export_names_accounts_and_pages_through(desk: Desk, ledger: Ledger, partner: Partner):
    del partner
    for amount in (100, 200, 300):
        ledger.charge(amount)
    ledger.charge(50, code="PARKING")
    pay(ledger, 650)
    url = "/api/pms/folios/export?from=2027-03-01&to=2027-03-31&limit=2"
    page = desk.client.get(url).json
    found = page["items"]
    while page["nextCursor"]:
        page = desk.client.get(f"{url}&cursor={page['nextCursor']}").json
        found += page["items"]
    assert [row["account"] for row in found] == ["4400", "4400", "4400", "EXTRA/PARKING", "MONEY/CARD"]
    assert sum(row["amount"]["amount"] for row in found) == 0
    assert found[0]["confirmationNumber"] == ledger.stay["confirmationNumber"]
    file = desk.client.get("/api/pms/folios/export?from=2027-03-01&to=2027-03-31&format=csv")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert [row["amount"] for row in rows] == ["100", "200", "300", "50", "-650"]
    assert rows[0]["costCenter"] == "BAR"
    outside = desk.client.get("/api/pms/folios/export?from=2027-03-16&to=2027-03-31")
    assert outside.json["items"] == []
    assert desk.client.get("/api/pms/folios/export?from=2027-03-31&to=2027-03-01").status_code == 422
