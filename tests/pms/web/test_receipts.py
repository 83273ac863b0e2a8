"""Receipts: the same figures on the page and in the PDF, in the guest's language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from babel import Locale

from addons.pms.services.receipts import receipt_of
from addons.pms.web.money_text import money_text
from addons.pms.web.receipt_pdf import _printable, receipt_pdf
from addons.pms.web.receipt_words import ReceiptWords
from oppsera_host.db import unit_of_work
from oppsera_host.testing.client import FreshClient
from oppsera_host.web.languages import LANGUAGES
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "expected"),
    [
        (123_450, "EUR", "en_GB", "€1,234.50"),
        (123_450, "EUR", "pt_PT", "1\xa0234,50\xa0€"),
        (-1_250, "EUR", "pt_PT", "-12,50\xa0€"),
        (1_250, "JPY", "en_GB", "JP¥1,250"),
        (1_250, "KWD", "en_GB", "KWD\xa01.250"),
        (1_250, "IQD", "en_GB", "IQD\xa01.250"),
    ],
)
def test_money_has_the_digits_of_its_currency(amount: int, currency: str, locale: str, expected: str):
    assert money_text(amount, currency, Locale.parse(locale)) == expected


@pytest.fixture
def folio(desk: Desk) -> dict[str, Any]:
    """A folio with a minibar, a tax on it, VAT in it, and a part payment; its guest reads Portuguese."""
    for body in (
        {"code": "CITY", "name": "City tax", "appliesTo": ["FOOD"], "percent": "10", "included": False},
        {"code": "VAT", "name": "VAT 25 %", "appliesTo": ["FOOD"], "percent": "25", "included": True},
    ):
        part = {"kind": "PERCENT", "percent": body.pop("percent")}
        assert desk.client.post("/api/pms/tax-rules", json={**body, "parts": [part]}).status_code == 201
    guest = {"firstName": "Zoë", "lastName": "Ångström <b>", "language": "pt-PT"}
    guest_id = desk.client.post("/api/pms/guests", json=guest).json["id"]
    body = desk.body("2027-03-15", "2027-03-17", "101", guestId=guest_id)
    del body["guest"]
    stay = desk.client.post("/api/pms/reservations", json=body)
    assert stay.status_code == 201, stay.text
    found = desk.client.get(f"/api/pms/reservations/{stay.json['id']}/folio").json
    path = f"/api/pms/folios/{found['id']}"
    price, paid = ({"amount": amount, "currency": "EUR"} for amount in (1_000, 500))
    charge = desk.client.post(f"{path}/charges", json={"code": "MINIBAR", "quantity": 2, "price": price})
    assert charge.status_code == 201, charge.text
    payment = desk.client.post(f"{path}/payments", json={"amount": paid, "method": "CARD"})
    assert payment.status_code == 201, payment.text
    return desk.client.get(path).json


def texts(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_page_is_in_the_guests_language_and_adds_up(desk: Desk, folio: dict[str, Any]):
    page = desk.client.get(f"/pms/folios/{folio['id']}/receipt").get_data(as_text=True)
    assert '<article class="card card-body mx-auto col-lg-10 col-xl-8" lang="pt-PT">' in page
    assert "Ångström &lt;b&gt;" in page
    told = texts(page)
    for amount in ("20,00 €", "2,00 €", "4,00 €", "22,00 €", "5,00 €", "17,00 €"):
        assert amount in told, amount
    assert folio["balance"]["amount"] == 1_700
    english = desk.client.get(f"/pms/folios/{folio['id']}/receipt?language=en-US").get_data(as_text=True)
    for text in (
        "2 \N{MULTIPLICATION SIGN} Minibar",
        "€17.00",
        "Balance due",
        "Includes VAT 25 %",
        "Mar 15, 2027",
    ):
        assert text in texts(english), text


def test_the_country_is_named_in_the_readers_language(desk: Desk, folio: dict[str, Any]):
    path = f"/api/pms/properties/{desk.hotel.property_id}"
    for country, names in (("DE", ("Alemanha", "Germany")), ("Freedonia", ("Freedonia", "Freedonia"))):
        address = {"line1": "Am Waldsee 1", "city": "Musterstadt", "country": country}
        written = desk.client.patch(path, json={"address": address}, headers={"If-Match": "*"})
        assert written.status_code == 200, written.text
        page = f"/pms/folios/{folio['id']}/receipt"
        for query, name in zip(("", "?language=en"), names, strict=True):
            text = desk.client.get(page + query).text
            assert "Am Waldsee 1" in text
            assert name in text
            assert not re.search(r">\s*DE\s*<", text)


@pytest.mark.parametrize("language", [language.tag for language in LANGUAGES])
def test_the_pdf_is_made_in_every_language(desk: Desk, folio: dict[str, Any], language: str):
    answer = desk.client.get(f"/api/pms/folios/{folio['id']}/receipt.pdf?language={language}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert f"/Lang ({language})".encode() in answer.data
    assert "filename=" in answer.headers["Content-Disposition"]


def test_a_long_account_takes_more_pages(app, desk: Desk, folio: dict[str, Any], actor):
    path = f"/api/pms/folios/{folio['id']}/charges"
    price = {"amount": 100, "currency": "EUR"}
    for _ in range(60):
        long = {"code": "OTHER", "price": price, "description": "Fresh orange juice and " * 6}
        assert desk.client.post(path, json=long).status_code == 201
    with unit_of_work.reading(actor) as session, app.test_request_context():
        document = receipt_of(session, actor.tenant_id, folio["id"])
        made = receipt_pdf(ReceiptWords(document))
    assert made.count(b"/Type /Page\n") > 2


def test_letters_that_no_font_has_are_marked():
    assert _printable("Ελένη Иван Łódź محمد 12 €") == "Ελένη Иван Łódź محمد 12 €"
    assert _printable("山田") == "??"


def test_only_those_who_may_see_folios_and_guests_get_one(
    client: FreshClient, hotel: Hotel, folio: dict[str, Any], other_tenant
):
    paths = (f"/api/pms/folios/{folio['id']}/receipt.pdf", f"/pms/folios/{folio['id']}/receipt")
    for path in paths:
        assert client.as_role("pms_front_desk").get(path).status_code == 200
        assert client.as_role("pms_housekeeping").get(path).status_code == 403
        assert client.as_role("pms_manager", other_tenant).get(path).status_code == 404
