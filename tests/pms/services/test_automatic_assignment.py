from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from addons.pms.domain.conflicts import Alternative
from addons.pms.services import automatic_assignment
from addons.pms.services.automatic_assignment import AssignmentReport, assign_rooms
from addons.pms.services.properties import find_property
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.ids import new_id
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel, build_hotel

FIRST, LAST = date(2027, 3, 20), date(2027, 3, 25)


@pytest.fixture
def hotel(actor: Actor) -> Hotel:
    return build_hotel(actor, rooms={"STD": 8, "SUITE": 2})


def assign(actor: Actor, hotel: Hotel) -> AssignmentReport:
    def work(uow: unit_of_work.UnitOfWork) -> AssignmentReport:
        return assign_rooms(uow, find_property(uow.session, uow.tenant_id, hotel.property_id), FIRST, LAST)

    return unit_of_work.run(work, actor=actor)


def test_stays_of_one_booking_live_side_by_side(actor: Actor, desk: Desk, hotel: Hotel):
    for number in ("101", "104"):
        desk.book("2027-03-20", "2027-03-22", number)
    there = desk.book("2027-03-20", "2027-03-22", "106")
    others = [desk.book("2027-03-20", "2027-03-22") for _ in range(2)]
    _tie_together(actor, hotel, [there, *others])
    alone = desk.book("2027-03-20", "2027-03-22")
    found = {str(each.reservation.snapshot.id): each.number for each in assign(actor, hotel).placed}
    assert {found[each["id"]] for each in others} == {"105", "107"}
    assert found[alone["id"]] == "102"


def test_two_at_once_place_everybody_once(app: Flask, actor: Actor, desk: Desk, hotel: Hotel):
    for _ in range(8):
        desk.book("2027-03-20", "2027-03-22")

    def one(_number: int) -> AssignmentReport:
        with app.app_context():
            return assign(actor, hotel)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(one, range(2)))
    placed = [each.reservation.snapshot.id for report in reports for each in report.placed]
    assert len(placed) == len(set(placed)) == 8
    assert not any(report.unplaced for report in reports)
    rooms = [each.room_id for report in reports for each in report.placed]
    assert len(set(rooms)) == 8


def test_an_addon_may_choose_among_free_rooms_and_only_among_them(
    actor: Actor, desk: Desk, hotel: Hotel, monkeypatch: pytest.MonkeyPatch
):
    desk.book("2027-03-20", "2027-03-22", "105")
    stay = desk.book("2027-03-20", "2027-03-22")
    asked: list[Any] = []

    def ask(_tenant_id: UUID, hook: str, **arguments: Any) -> Iterator[Alternative] | list[Alternative]:
        if hook != "pms_rank_rooms":
            return []
        asked.append(arguments["request"])
        numbers = {offer.number: offer for offer in arguments["request"].standard}
        return [numbers.get("105", _offer(hotel, "105")), numbers["107"]]

    monkeypatch.setattr(automatic_assignment, "ask", ask)
    placed = assign(actor, hotel).placed
    assert [(str(each.reservation.snapshot.id), each.number) for each in placed] == [(stay["id"], "107")]
    assert [offer.number for offer in asked[0].standard][:3] == ["101", "102", "103"]


def test_a_day_takes_a_handful_of_statements_besides_the_writes(
    actor: Actor, desk: Desk, hotel: Hotel, query_counter: Any
):
    for _ in range(2):
        desk.book("2027-03-20", "2027-03-22")
    with query_counter() as few:
        assign(actor, hotel)
    for _ in range(6):
        desk.book("2027-03-20", "2027-03-22")
    with query_counter() as many:
        assign(actor, hotel)
    assert len(many) - len(few) <= 4 * 5


def _offer(hotel: Hotel, number: str) -> Alternative:
    return Alternative(hotel.rooms[number], number, hotel.types["STD"], FIRST, LAST, 1, "")


def _tie_together(actor: Actor, hotel: Hotel, stays: list[dict]) -> None:
    """Make one booking of the stays."""
    binds = {
        "tenant": actor.tenant_id, "id": new_id(), "property": hotel.property_id,
        "guest": stays[0]["guestId"], "stays": [each["id"] for each in stays],
    }  # fmt: skip
    made = (
        "insert into pms_bookings (tenant_id, id, version, property_id, confirmation_number, guest_id, source_type,"
        " notes, stays_made, created_at, updated_at) values (:tenant, :id, 1, :property, 'TOGETHER', :guest, 'DIRECT',"
        " '', 3, now(), now())"
    )
    tied = "update pms_reservations set booking_id = :id where tenant_id = :tenant and id = any(cast(:stays as uuid[]))"

    def work(uow: unit_of_work.UnitOfWork) -> None:
        uow.connection.execute(text(made), binds)
        uow.connection.execute(text(tied), binds)

    unit_of_work.run(work, actor=actor)
