from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from addons.pms.services.folio_posting import post_charge
from addons.pms.services.night_charges import PostedNight, post_night
from oppsera_host.db import unit_of_work
from tests.factories.desk import Desk
from tests.factories.hotel import build_hotel
from tests.factories.ledger import Ledger

pytestmark = pytest.mark.stock


def test_a_fee_opens_the_folio_and_exists_once_a_night(desk: Desk, actor):
    stay = desk.book("2027-03-20", "2027-03-22", "101")

    def post(uow):
        return post_charge(
            uow, reservation_id=UUID(stay["id"]), code="NO_SHOW_FEE", amount=10_000, description="No-show fee",
            night=date(2027, 3, 20),
        )  # fmt: skip

    entry = unit_of_work.run(post, actor=actor)
    assert (entry.amount, entry.code, entry.business_date) == (10_000, "NO_SHOW_FEE", date(2027, 3, 15))
    assert unit_of_work.run(post, actor=actor) is None


def test_a_night_is_posted_once_for_stays_in_the_house(desk: Desk, actor):
    stays = [desk.book("2027-03-15", "2027-03-17", room) for room in ("101", "102", "103")]
    for stay in stays[:2]:
        assert desk.step(stay, "check-in").status_code == 200
    ids = [UUID(stay["id"]) for stay in stays]

    def post(uow):
        return post_night(uow, desk.hotel.property_id, date(2027, 3, 15), ids)

    assert unit_of_work.run(post, actor=actor) == PostedNight(2, 20_000, 0)
    assert unit_of_work.run(post, actor=actor) == PostedNight(0, 0, 0)


def test_many_stays_take_as_many_statements_as_few(actor, client, query_counter):
    desk = Desk(client.as_role("pms_manager"), build_hotel(actor, rooms={"STD": 12}))
    stays = []
    for room in desk.hotel.rooms:
        stay = desk.book("2027-03-15", "2027-03-18", room)
        stays.append(UUID(desk.step(stay, "check-in").json["id"]))

    def statements(ids: list[UUID], night: date) -> int:
        with query_counter() as queries:
            unit_of_work.run(lambda uow: post_night(uow, desk.hotel.property_id, night, ids), actor=actor)
        return len(queries)

    few, many = statements(stays[:2], date(2027, 3, 15)), statements(stays, date(2027, 3, 16))
    assert many <= few
    assert many <= 30


def test_a_night_goes_to_an_open_account_when_the_first_is_closed(desk: Desk, actor):
    stay = desk.book("2027-03-15", "2027-03-17", "101")
    ledger = Ledger.of(desk, desk.step(stay, "check-in").json)
    assert ledger.post("close").status_code == 200
    assert ledger.post_night(actor, "2027-03-15").stays == 1
    folios = desk.client.get(f"/api/pms/reservations/{stay['id']}/folios").json
    assert [(folio["windowNumber"], folio["balance"]["amount"]) for folio in folios["items"]] == [
        (1, 0),
        (2, 10_000),
    ]


def test_day_guests_pay_their_whole_price(desk: Desk, actor):
    stay = desk.book(
        "2027-03-15", "2027-03-15", "101", dayUse=True, nightlyRate={"amount": 4000, "currency": "EUR"}
    )
    ledger = Ledger.of(desk, desk.step(stay, "check-in").json)
    assert ledger.post_night(actor, "2027-03-15") == PostedNight(0, 0, 0), "charged on arrival"
    assert [entry["code"] for entry in ledger.read()["entries"]] == ["DAY_USE"]
    assert ledger.read()["balance"]["amount"] == 4_000
