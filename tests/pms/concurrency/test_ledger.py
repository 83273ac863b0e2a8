"""Many hands on one account, and on one night."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from flask import Flask

from addons.pms.services.night_charges import PostedNight, post_night
from addons.pms.services.verify import verify
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import system_actor
from tests.factories.desk import key
from tests.pms.concurrency.conftest import Door
from tests.support.race import Caller, Reply, at_once
from tests.support.race_house import House, build_house, night

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("app")]
SENDERS = 8


def euro(amount: int) -> dict:
    return {"amount": amount, "currency": "EUR"}


def stay_of(caller: Caller, house: House, room: str | None = None) -> dict:
    stay = caller.post("/api/pms/reservations", house.booking(night(0), night(2), room)).json
    if room is None:
        return stay
    return caller.post(f"/api/pms/reservations/{stay['id']}/check-in", {"expectedVersion": 1}).json


def folio_of(caller: Caller, stay: dict) -> dict:
    return caller.get(f"/api/pms/reservations/{stay['id']}/folio").json


def all_send(callers: list[Caller], path: str, body: dict, **headers: str) -> list[Reply]:
    return at_once([lambda caller=caller: caller.post(path, body, **headers) for caller in callers])


def test_one_key_posts_one_charge(app: Flask, door: Door):
    house = build_house()
    callers = door.callers(house, SENDERS)
    folio = folio_of(callers[0], stay_of(callers[0], house))
    body, path = {"code": "MINIBAR", "price": euro(500)}, f"/api/pms/folios/{folio['id']}/charges"
    for turn in range(1, 6):
        replies = all_send(callers, path, body, Idempotency_Key=key())
        assert {reply.code for reply in replies if reply.status != 201} <= {"IDEMPOTENCY_IN_FLIGHT"}
        assert len({reply.raw for reply in replies if reply.status == 201}) == 1
        assert callers[0].get(f"/api/pms/folios/{folio['id']}").json["balance"] == euro(500 * turn)
    with app.app_context():
        assert verify(UUID(house.tenant)) == []


def test_control_without_a_key_each_is_a_charge_of_its_own(door: Door):
    house = build_house()
    callers = door.callers(house, SENDERS)
    folio = folio_of(callers[0], stay_of(callers[0], house))
    body, path = {"code": "MINIBAR", "price": euro(500)}, f"/api/pms/folios/{folio['id']}/charges"
    all_send(callers, path, body)
    assert callers[0].get(f"/api/pms/folios/{folio['id']}").json["balance"] == euro(500 * SENDERS)


def test_what_was_paid_is_paid_back_once(app: Flask, door: Door):
    house = build_house()
    callers = door.callers(house, SENDERS)
    for _ in range(3):
        url = f"/api/pms/folios/{folio_of(callers[0], stay_of(callers[0], house))['id']}"
        paid = callers[0].post(f"{url}/payments", {"amount": euro(1000), "method": "CARD"}).json
        body = {"amount": euro(600), "paymentId": paid["id"]}
        replies = all_send(callers, f"{url}/refunds", body)
        assert Counter(reply.status for reply in replies) == {201: 1, 422: SENDERS - 1}
        assert callers[0].get(url).json["balance"] == euro(-400)
    with app.app_context():
        assert verify(UUID(house.tenant)) == []


def test_everybody_asks_for_the_folio_at_once_and_gets_the_same(door: Door):
    house = build_house()
    callers = door.callers(house, SENDERS)
    stay = stay_of(callers[0], house)
    folios = at_once([lambda caller=caller: folio_of(caller, stay)["id"] for caller in callers])
    assert len(set(folios)) == 1


def test_two_night_audits_post_a_night_once(app: Flask, door: Door):
    house = build_house(rooms={"STD": 6})
    caller = door.callers(house, 1)[0]
    ids = [UUID(stay_of(caller, house, room)["id"]) for room in house.rooms]
    actor = system_actor(UUID(house.tenant), "night audit")

    def post(night_of: date) -> PostedNight:
        with app.app_context():
            return unit_of_work.run(
                lambda uow: post_night(uow, UUID(house.property_id), night_of, ids), actor=actor
            )

    for offset in range(2):
        posted = at_once([lambda: post(night(offset))] * 4)  # noqa: B023 - all are done before the next night
        assert sum(each.stays for each in posted) == len(ids)
    with app.app_context():
        assert verify(UUID(house.tenant)) == []
