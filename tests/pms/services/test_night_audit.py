from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from addons.pms.cli.night_audit import close_through
from addons.pms.domain.errors import DomainError
from addons.pms.domain.room_status import RoomStatus
from addons.pms.services.closures import set_out_of_order
from addons.pms.services.night_audit import NightAuditReport, close_business_date
from addons.pms.services.properties import find_property
from addons.pms.services.rooms import find_room
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from tests.factories.desk import Desk
from tests.factories.hotel import BUSINESS_DATE, Hotel


def audit(actor: Actor, hotel: Hotel, day: date) -> NightAuditReport:
    return unit_of_work.run(lambda uow: close_business_date(uow, hotel.property_id, day), actor=actor)


def business_date(actor: Actor, hotel: Hotel) -> date:
    with unit_of_work.reading(actor) as session:
        return find_property(session, actor.tenant_id, hotel.property_id).business_date


def counts(report: NightAuditReport) -> dict[str, int]:
    payload = report.to_payload()
    return {name: payload[name] for name in ("arrivals", "departures", "inHouse", "dueIn", "dueOut")}


def completed(actor: Actor) -> list[dict]:
    with unit_of_work.reading(actor) as session:
        return list(
            session.execute(
                text(
                    "select payload from host_outbox_events where tenant_id = :tenant"
                    " and type = 'pms.night_audit.completed.v1' order by seq"
                ),
                {"tenant": actor.tenant_id},
            ).scalars()
        )


def test_closes_the_day_once_and_repeats_its_report(actor: Actor, desk: Desk, hotel: Hotel):
    here = desk.book("2027-03-15", "2027-03-17", "101")
    gone = desk.book("2027-03-15", "2027-03-16", "102")
    desk.book("2027-03-15", "2027-03-16", "103")
    for stay in (here, gone):
        assert desk.step(stay, "check-in").status_code == 200
    first = audit(actor, hotel, BUSINESS_DATE)
    assert counts(first) == {"arrivals": 2, "departures": 0, "inHouse": 2, "dueIn": 1, "dueOut": 0}
    assert desk.step(desk.get(gone), "check-out").status_code == 200
    second = audit(actor, hotel, first.next_business_date)
    assert counts(second) == {"arrivals": 0, "departures": 1, "inHouse": 1, "dueIn": 1, "dueOut": 0}
    third = audit(actor, hotel, second.next_business_date)
    assert counts(third) == {"arrivals": 0, "departures": 0, "inHouse": 1, "dueIn": 1, "dueOut": 1}
    again = audit(actor, hotel, BUSINESS_DATE)
    assert again.already_closed
    assert again.to_payload() == first.to_payload()
    assert business_date(actor, hotel) == third.next_business_date == BUSINESS_DATE + timedelta(days=3)
    assert completed(actor) == [report.to_payload() for report in (first, second, third)]


@pytest.mark.parametrize("offset", [-1, 1])
def test_only_the_current_date_can_be_closed(actor: Actor, hotel: Hotel, offset: int):
    with pytest.raises(DomainError) as refused:
        audit(actor, hotel, BUSINESS_DATE + timedelta(days=offset))
    assert list(refused.value.facts["fields"]) == ["businessDate"]
    assert business_date(actor, hotel) == BUSINESS_DATE


def test_many_clerks_close_a_day_and_it_is_closed_once(app: Flask, actor: Actor, hotel: Hotel):
    def clerk(_number: int) -> bool:
        with app.app_context():
            return audit(actor, hotel, BUSINESS_DATE).already_closed

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(clerk, range(4)))
    assert sorted(answers) == [False, True, True, True]
    assert business_date(actor, hotel) == BUSINESS_DATE + timedelta(days=1)
    assert len(completed(actor)) == 1


def test_rooms_whose_closure_begins_or_ends_change_their_word(actor: Actor, hotel: Hotel):
    def close(room: str, start: int, end: int) -> None:
        first = BUSINESS_DATE + timedelta(days=start)
        last = BUSINESS_DATE + timedelta(days=end)
        unit_of_work.run(lambda uow: set_out_of_order(uow, hotel.rooms[room], first, last, "x"), actor=actor)

    close("101", 0, 1)
    close("102", 1, 2)
    close("103", 0, 3)
    with unit_of_work.reading(actor) as session:
        before = {n: find_room(session, actor.tenant_id, i).snapshot for n, i in hotel.rooms.items()}
    audit(actor, hotel, BUSINESS_DATE)
    with unit_of_work.reading(actor) as session:
        after = {n: find_room(session, actor.tenant_id, i).snapshot for n, i in hotel.rooms.items()}
    assert after["101"].status is RoomStatus.VACANT_CLEAN
    assert after["102"].status is RoomStatus.OUT_OF_ORDER
    told = {number for number in hotel.rooms if after[number].version > before[number].version}
    assert told == {"101", "102"}


def test_the_command_line_closes_every_date_through_the_one_given(actor: Actor, hotel: Hotel):
    reports = close_through(actor, "LODGE", BUSINESS_DATE + timedelta(days=2))
    assert [report["businessDate"] for report in reports] == ["2027-03-15", "2027-03-16", "2027-03-17"]
    assert close_through(actor, "LODGE", BUSINESS_DATE) == []
    assert len(close_through(actor, "LODGE", None)) == 1
    assert business_date(actor, hotel) == BUSINESS_DATE + timedelta(days=4)
