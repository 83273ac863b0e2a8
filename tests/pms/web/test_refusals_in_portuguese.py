"""The same refusal for a reader of Portuguese and one of English: the same code and facts in other sentences."""

from __future__ import annotations

import json
from typing import Any

import pytest

from addons.pms.domain import errors
from addons.pms.domain.sentence import Sentence
from oppsera_host.testing.client import FreshClient
from oppsera_host.web.languages import COOKIE
from tests.factories.desk import Desk, key
from tests.factories.ledger import Ledger

SENTENCES = {"title", "detail", "fields", "correlationId"}


@pytest.fixture
def refused(desk: Desk):
    """Send a request as each reader does and return both problems, English first."""

    def send(method: str, path: str, body: Any = None) -> list[dict]:
        answers = [
            desk.client.send(method, path, json=body, headers={"Accept-Language": language})
            for language in ("en-GB", "pt-PT")
        ]
        english, portuguese = (answer.json for answer in answers)
        assert [answer.headers["Content-Language"] for answer in answers] == ["en-GB", "pt-PT"]
        assert answers[0].status_code == answers[1].status_code >= 400
        assert english["title"] != portuguese["title"]
        assert {name: english[name] for name in english.keys() - SENTENCES - {"alternatives"}} == {
            name: portuguese[name] for name in portuguese.keys() - SENTENCES - {"alternatives"}
        }
        return [english, portuguese]

    return send


def test_a_taken_room(desk: Desk, refused):
    desk.book("2027-03-15", "2027-03-17", "101")
    english, portuguese = refused(
        "POST", "/api/pms/reservations", desk.body("2027-03-15", "2027-03-17", "101")
    )
    assert (english["code"], english["detail"]) == (
        "ROOM_ALREADY_BOOKED",
        "The room is already booked between 15 Mar 2027 and 17 Mar 2027.",
    )
    assert portuguese["detail"] == "O quarto já está reservado entre 15/03/2027 e 17/03/2027."
    assert english["conflicts"][0]["startDate"] == "2027-03-15"
    reasons = [[each["reason"] for each in problem["alternatives"]] for problem in (english, portuguese)]
    assert reasons[0] != reasons[1]
    assert reasons[0][0].startswith("Same room type, same dates")
    assert reasons[1][0].startswith("Mesmo tipo de quarto, mesmas datas")


def test_fields_by_the_schema_and_by_the_service(desk: Desk, refused):
    wrong = desk.body("2027-03-17", "2027-03-15") | {"adults": "two", "unheardOf": 1}
    english, portuguese = refused("POST", "/api/pms/reservations", wrong)
    assert english["fields"] == {
        "adults": ["Please give a whole number."],
        "unheardOf": ["There is no such field."],
    }
    assert portuguese["fields"] == {
        "adults": ["Indique um número inteiro."],
        "unheardOf": ["Esse campo não existe."],
    }
    assert portuguese["detail"] == "Há campos por rever."
    _english, portuguese = refused("POST", "/api/pms/reservations", desk.body("2027-03-17", "2027-03-15"))
    assert portuguese["fields"] == {"checkOutDate": ["A partida é antes da chegada."]}


def test_a_step_that_is_not_possible_names_status_and_step(desk: Desk, refused):
    stay = desk.book("2027-03-15", "2027-03-17", "101")
    body = {"expectedVersion": stay["version"]}
    english, portuguese = refused("POST", f"/api/pms/reservations/{stay['id']}/check-out", body)
    assert english["detail"] == "A confirmed reservation cannot take the step “check out”."
    assert portuguese["detail"] == "Uma reserva no estado “confirmada” não permite o passo “check-out”."


def test_money_in_a_sentence(desk: Desk, refused):
    ledger = Ledger.of(desk, desk.book("2027-03-15", "2027-03-17", "101"))
    ledger.post("payments", amount=ledger.money(12_345), method="CARD")
    path = f"/api/pms/folios/{ledger.id}/refunds"
    english, portuguese = refused(
        "POST", path, {"amount": ledger.money(200_000), "method": "CARD", "idempotencyKey": key()}
    )
    assert english["fields"] == {"amount": ["Only €123.45 was paid."]}
    assert portuguese["fields"] == {"amount": ["Só foram pagos 123,45\xa0€."]}


def test_an_answer_that_is_no_refusal(desk: Desk):
    path = (
        f"/api/pms/availability/explain?propertyId={desk.hotel.property_id}"
        f"&roomTypeId={desk.hotel.types['STD']}&date=2027-03-15"
    )
    desk.book("2027-03-15", "2027-03-17", "101")
    texts = [
        desk.client.get(path, headers={"Accept-Language": language}).json["reasons"][0]["text"]
        for language in ("en", "pt")
    ]
    assert texts == [
        "Ada Probe stays from 15 Mar 2027 to 17 Mar 2027.",
        "Ada Probe fica de 15/03/2027 a 17/03/2027.",
    ]


def test_the_language_somebody_chose_goes_before_the_browsers(client: FreshClient, desk: Desk):
    client.set_cookie(COOKIE, "pt-BR")
    answer = desk.client.get("/api/pms/reservations/x", headers={"Accept-Language": "en-GB"})
    assert answer.json["detail"] == "Não há aqui nada com esse nome ou número."


def test_a_programme_that_names_no_language_reads_english(desk: Desk):
    answer = desk.client.get("/api/pms/reservations/x")
    assert (answer.headers["Content-Language"], answer.json["title"]) == ("en-GB", "Not found")


def test_a_replayed_answer_keeps_the_bytes_it_had(desk: Desk):
    stay = desk.book("2027-03-15", "2027-03-17")
    desk.client.patch(
        f"/api/pms/reservations/{stay['id']}", json={"roomLocked": True, "expectedVersion": stay["version"]}
    )
    body = {"propertyId": str(desk.hotel.property_id), "from": "2027-03-15", "to": "2027-03-15"}

    def assign(language: str, idempotency_key: str) -> Any:
        sent = body | {"idempotencyKey": idempotency_key}
        return desk.client.post("/api/pms/room-assignment", json=sent, headers={"Accept-Language": language})

    first, again, other = assign("pt", kept := key()), assign("en", kept), assign("en", key())
    assert first.data == again.data
    assert first.json["unplaced"][0]["reason"].startswith("A estadia está fixada")
    assert other.json["unplaced"][0]["reason"].startswith("The stay is locked")


def test_what_is_logged_of_a_refusal_is_english():
    error = errors.reservation_not_movable(Sentence("Both reservations are in the same room."))
    assert f"{error}" == "Both reservations are in the same room."
    assert json.dumps(error.detail) == '"Both reservations are in the same room."'
