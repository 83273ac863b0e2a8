from __future__ import annotations

import pytest

from tests.factories.desk import Desk, key
from tests.factories.ledger import Ledger

pytestmark = pytest.mark.stock


@pytest.fixture
def ledger(desk: Desk) -> Ledger:
    """The folio of a stay that arrives today in 101."""
    return Ledger.of(desk, desk.book("2027-03-15", "2027-03-17", "101"))


def test_a_stay_has_one_folio_opened_when_it_is_first_asked_for(desk: Desk, ledger: Ledger):
    folio = ledger.read()
    assert (folio["windowNumber"], folio["status"], folio["entries"]) == (1, "OPEN", [])
    assert folio["balance"] == {"amount": 0, "currency": "EUR"}
    again = desk.client.get(f"/api/pms/reservations/{ledger.stay['id']}/folio")
    assert again.json["id"] == folio["id"]
    assert again.headers["ETag"] == '"1"'
    assert desk.client.get(f"/api/pms/reservations/{folio['id']}/folio").status_code == 404


def test_charges_and_payments_add_up(ledger: Ledger):
    charged = ledger.charge(450, quantity=2)
    assert charged["amount"] == {"amount": 900, "currency": "EUR"}
    assert charged["description"] == "Minibar"
    assert charged["folio"]["balance"]["amount"] == 900
    paid = ledger.post("payments", amount=ledger.money(1000), method="CARD", reference="term-7781").json
    assert (paid["kind"], paid["amount"]["amount"], paid["reference"]) == ("PAYMENT", -1000, "term-7781")
    assert ledger.read()["balance"]["amount"] == -100
    assert [entry["kind"] for entry in ledger.read()["entries"]] == ["CHARGE", "PAYMENT"]


def test_a_payment_before_the_arrival_is_a_deposit(desk: Desk):
    later = Ledger.of(desk, desk.book("2027-03-20", "2027-03-22", "102"))
    assert later.post("payments", amount=later.money(5000), method="BANK_TRANSFER").json["code"] == "DEPOSIT"


def test_an_adjustment_names_what_it_corrects_and_never_exceeds_it(ledger: Ledger):
    charged = ledger.charge(1000)
    body = {"entryId": charged["id"], "description": "Too warm"}
    first = ledger.post("adjustments", **body, amount=ledger.money(400)).json
    assert (first["amount"]["amount"], first["correctsId"]) == (-400, charged["id"])
    refused = ledger.post("adjustments", **body, amount=ledger.money(601))
    assert (refused.status_code, refused.json["fields"]) == (
        422,
        {"amount": ["Only €6.00 is left of it."]},
    )
    as_it_stands = ledger.post("adjustments", **body, amount=ledger.money(-100)).json
    assert as_it_stands["amount"]["amount"] == -100, "written as it stands on the folio"
    assert ledger.post("adjustments", **body).json["folio"]["balance"]["amount"] == 0
    assert ledger.post("adjustments", **body).json["fields"] == {"amount": ["Nothing is left of it."]}
    corrected = ledger.post("adjustments", entryId=first["id"], description="No")
    assert corrected.json["fields"]["entryId"] == ["Only a charge or a payment can be corrected."]
    assert ledger.read()["entries"][0]["remaining"]["amount"] == 0


def test_refunds_never_exceed_payments(ledger: Ledger):
    assert ledger.post("refunds", amount=ledger.money(1)).json["fields"]["amount"] == ["Nothing was paid."]
    paid = ledger.post("payments", amount=ledger.money(1000), method="CARD").json
    part = ledger.post("refunds", amount=ledger.money(300), paymentId=paid["id"]).json
    assert (part["method"], part["correctsId"], part["amount"]["amount"]) == ("CARD", paid["id"], 300)
    assert ledger.post("refunds", amount=ledger.money(700), method="CASH").status_code == 201
    for more in ({"paymentId": paid["id"]}, {}):
        refused = ledger.post("refunds", amount=ledger.money(1), **more)
        assert refused.json["fields"]["amount"][0].startswith("Nothing")
    assert ledger.post("adjustments", entryId=paid["id"], description="Typo").status_code == 422


def test_a_payment_recorded_by_mistake_is_corrected(ledger: Ledger):
    paid = ledger.post("payments", amount=ledger.money(1000), method="CASH").json
    undone = ledger.post("adjustments", entryId=paid["id"], amount=ledger.money(900), description="Typo").json
    assert (undone["amount"]["amount"], undone["method"]) == (900, "CASH")
    assert ledger.post("refunds", amount=ledger.money(101)).status_code == 422


def test_a_folio_closes_settled_and_takes_nothing_until_it_is_reopened(desk: Desk, ledger: Ledger):
    ledger.charge(1000)
    refused = ledger.post("close")
    assert (refused.status_code, refused.json["code"]) == (409, "FOLIO_NOT_SETTLED")
    assert refused.json["balance"] == {"amount": 1000, "currency": "EUR"}
    ledger.post("payments", amount=ledger.money(1000), method="CASH")
    stale = ledger.post("close", expectedVersion=1)
    assert (stale.status_code, stale.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    assert ledger.post("close").json["status"] == "CLOSED"
    for path, body in (
        ("charges", {"code": "MINIBAR", "price": ledger.money(1)}),
        ("payments", {"amount": ledger.money(1), "method": "CASH"}),
        ("refunds", {"amount": ledger.money(1)}),
        ("adjustments", {"entryId": ledger.read()["entries"][0]["id"], "description": "x"}),
        ("close", {}),
    ):
        answer = ledger.post(path, **body)
        assert (answer.status_code, answer.json["code"]) == (409, "FOLIO_NOT_OPEN"), path
    assert ledger.post("reopen").json["status"] == "OPEN"
    assert ledger.charge(1)["folio"]["status"] == "OPEN"


def test_closing_and_reopening_need_their_permissions(client, desk: Desk, ledger: Ledger):
    clerk = client.as_role("pms_front_desk")
    assert clerk.post(f"{ledger.url}/close", json={}).status_code == 200
    assert clerk.post(f"{ledger.url}/reopen", json={}).status_code == 403
    assert client.as_role("pms_read_only").get(ledger.url).status_code == 200
    assert client.as_role("pms_housekeeping").get(ledger.url).status_code == 403


def test_moving_keeps_the_sum_of_both_folios(ledger: Ledger):
    company = ledger.open("Company", payer="Acme Ltd")
    assert (company["windowNumber"], company["payer"]) == (2, "Acme Ltd")
    charged = ledger.charge(1000)
    ledger.post("adjustments", entryId=charged["id"], amount=ledger.money(100), description="x")
    moved = ledger.post("transfers", toFolioId=company["id"], entryIds=[charged["id"]])
    assert moved.status_code == 201, moved.text
    leaving, arriving = moved.json["entries"]
    assert (leaving["amount"]["amount"], arriving["amount"]["amount"]) == (-900, 900)
    assert (leaving["counterpartId"], arriving["counterpartId"]) == (arriving["id"], leaving["id"])
    assert (moved.json["source"]["balance"]["amount"], moved.json["target"]["balance"]["amount"]) == (0, 900)
    assert ledger.post("transfers", toFolioId=company["id"], entryIds=[charged["id"]]).status_code == 422
    other = ledger.at(company["id"])
    assert (
        other.post(
            "adjustments", entryId=arriving["id"], amount=ledger.money(900), description="x"
        ).status_code
        == 201
    )


def test_a_part_of_a_charge_moves_and_comes_back(ledger: Ledger):
    company = ledger.at(ledger.open("Company")["id"])
    charged = ledger.charge(1000)
    body = {"toFolioId": company.id, "entryIds": [charged["id"]]}
    moved = ledger.post("transfers", **body, amount=ledger.money(250)).json
    assert (moved["source"]["balance"]["amount"], moved["target"]["balance"]["amount"]) == (750, 250)
    assert ledger.post("transfers", **body, amount=ledger.money(751)).status_code == 422
    back = company.post("transfers", toFolioId=ledger.id, entryIds=[moved["entries"][1]["id"]]).json
    assert (back["source"]["balance"]["amount"], back["target"]["balance"]["amount"]) == (0, 1000)


def test_charges_of_the_house_follow_the_routing(desk: Desk, ledger: Ledger, actor):
    company = ledger.open("Company")
    url = f"/api/pms/reservations/{ledger.stay['id']}/routing"
    routes = [{"folioId": company["id"], "group": "ROOM"}, {"folioId": ledger.id, "code": "NO_SUCH"}]
    assert desk.client.put(url, json={"routes": routes}).json["fields"].keys() == {"routes.1.code"}
    written = desk.client.put(url, json={"routes": routes[:1]})
    assert written.json["items"] == [{"folioId": company["id"], "code": None, "group": "ROOM"}]
    assert desk.client.get(url).json["items"] == written.json["items"]
    desk.step(desk.get(ledger.stay), "check-in")
    ledger.post_night(actor, "2027-03-15")
    assert [entry["code"] for entry in ledger.at(company["id"]).read()["entries"]] == ["ROOM"]
    desk.client.put(url, json={"routes": []})
    ledger.post_night(actor, "2027-03-15")
    assert ledger.read()["entries"] == [], "another account does not make the night due again"


def test_a_repeated_key_posts_once(ledger: Ledger):
    body = {"code": "MINIBAR", "price": ledger.money(500), "idempotencyKey": key()}
    first, second = ledger.post("charges", **body), ledger.post("charges", **body)
    assert second.data == first.data
    assert second.headers["Idempotent-Replayed"] == "true"
    assert ledger.read()["balance"]["amount"] == 500


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("charges", {"code": "MINIBAR", "price": {"amount": 0, "currency": "EUR"}}, "price"),
        ("charges", {"code": "MINIBAR", "price": {"amount": -5, "currency": "EUR"}}, "price"),
        ("charges", {"code": "MINIBAR", "price": {"amount": 5, "currency": "USD"}}, "price.currency"),
        ("charges", {"code": "NONE", "price": {"amount": 5, "currency": "EUR"}}, "code"),
        ("charges", {"code": "MINIBAR", "price": {"amount": 10**15, "currency": "EUR"}, "quantity": 9}, "price"),
        ("charges", {"code": "MINIBAR"}, "price"),
        ("charges", {"code": "MINIBAR", "price": {"amount": 5, "currency": "EUR"}, "quantity": 0}, "quantity"),
        ("payments", {"amount": {"amount": 0, "currency": "EUR"}, "method": "CASH"}, "amount"),
        ("payments", {"amount": {"amount": 5, "currency": "EUR"}, "method": "SHELLS"}, "method"),
    ],
)  # fmt: skip
def test_what_cannot_be_posted_is_said_at_the_field(ledger: Ledger, path: str, body: dict, field: str):
    answer = ledger.post(path, **body)
    assert answer.status_code == 422
    assert set(answer.json["fields"]) == {field}
    assert ledger.read()["entries"] == []


def test_charge_codes_are_seeded_and_kept(desk: Desk, ledger: Ledger):
    codes = {row["code"]: row for row in desk.client.get("/api/pms/charge-codes").json["items"]}
    assert {"ROOM", "MINIBAR", "NO_SHOW_FEE", "CANCELLATION_FEE"} <= set(codes)
    sauna = {"code": "SAUNA", "name": "Sauna", "group": "EXTRA", "price": ledger.money(1500)}
    made = desk.client.post("/api/pms/charge-codes", json=sauna)
    assert made.status_code == 201
    assert desk.client.post("/api/pms/charge-codes", json=sauna).json["fields"].keys() == {"code"}
    reserved = desk.client.post("/api/pms/charge-codes", json=sauna | {"code": "PAYMENT"})
    assert reserved.json["fields"].keys() == {"code"}
    charged = ledger.post("charges", code="SAUNA", quantity=2).json
    assert (charged["description"], charged["amount"]["amount"]) == ("Sauna", 3000)
    url = f"/api/pms/charge-codes/{made.json['id']}"
    off = desk.client.patch(url, json={"active": False, "expectedVersion": 1}).json
    assert (off["active"], off["version"]) == (False, 2)
    refused = ledger.post("charges", code="SAUNA", price=ledger.money(1))
    assert refused.json["fields"].keys() == {"code"}


def test_events_and_audit_hold_no_words_that_were_typed(desk: Desk, ledger: Ledger):
    ledger.open("Mrs Canary", payer="Canary & Sons")
    ledger.charge(100, description="Canary's drink")
    events = desk.client.get("/api/events?after=0&limit=200").text
    audit = desk.client.get(f"/api/pms/reservations/{ledger.stay['id']}/audit").text
    assert "pms.folio.charge_posted.v1" in events
    assert "Canary" not in events + audit


def test_the_board_shows_the_balance(desk: Desk, ledger: Ledger, drain_outbox):
    ledger.charge(1234)
    drain_outbox()
    week = desk.client.get("/api/pms/calendar/week?start=2027-03-15").json
    due = {segment["reservationId"]: segment["balanceDue"] for segment in week["segments"]}
    assert due[ledger.stay["id"]] == {"amount": 1234, "currency": "EUR"}
    ledger.post("payments", amount=ledger.money(1234), method="CASH")
    drain_outbox()
    week = desk.client.get("/api/pms/calendar/week?start=2027-03-15").json
    assert not week["segments"][0]["balanceDue"] or week["segments"][0]["balanceDue"]["amount"] == 0


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "378282246310005"])
def test_card_numbers_are_refused_wherever_they_are_typed(desk: Desk, ledger: Ledger, number: str):
    money = ledger.money(100)
    answers = {
        "reference": ledger.post("payments", amount=money, method="CARD", reference=number),
        "description": ledger.post("charges", code="MINIBAR", price=money, description=f"on {number}"),
        "notes": desk.client.patch(
            f"/api/pms/reservations/{ledger.stay['id']}", json={"notes": number, "expectedVersion": 1}
        ),
        "lastName": desk.client.post("/api/pms/guests", json={"lastName": number}),
        "payer": desk.client.post(
            f"/api/pms/reservations/{ledger.stay['id']}/folios", json={"name": "Company", "payer": number}
        ),
        "sourceRef": desk.client.post(
            "/api/pms/reservations", json=desk.body("2027-03-20", "2027-03-21", sourceRef=number)
        ),
    }
    for field, answer in answers.items():
        assert (answer.status_code, set(answer.json["fields"])) == (422, {field})
        assert number not in answer.text
    taken = ledger.post("payments", amount=money, method="CARD", reference="+49 30 1234567 / 4711")
    assert taken.status_code == 201
