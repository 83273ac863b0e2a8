from __future__ import annotations

from datetime import date, timedelta

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import availability
from addons.pms.services.closures import set_out_of_order
from addons.pms.services.properties import find_property
from addons.pms.services.room_types import update_room_type
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel, build_hotel

START = date(2027, 3, 20)


def check(actor: Actor, hotel: Hotel, nights: int = 3, **party) -> dict[str, availability.TypeAvailability]:
    dates = StayDates(START, START + timedelta(days=nights))
    with unit_of_work.reading(actor) as session:
        place = find_property(session, actor.tenant_id, hotel.property_id)
        found = availability.check_availability(session, actor.tenant_id, place, dates, **party)
    return {each.room_type.code: each for each in found}


def explain(actor: Actor, hotel: Hotel, kind: str = "STD", night: date = START) -> availability.Explanation:
    with unit_of_work.reading(actor) as session:
        place = find_property(session, actor.tenant_id, hotel.property_id)
        return availability.explain(session, actor.tenant_id, place, hotel.types[kind], night)


def test_untouched_nights_show_every_room_at_the_base_rate(actor: Actor, hotel: Hotel):
    found = check(actor, hotel)
    assert {code: each.available for code, each in found.items()} == {"STD": 3, "SUITE": 2}
    assert [night.physical for night in found["STD"].nights] == [3, 3, 3]
    assert found["SUITE"].total.amount == 60_000


def test_the_tightest_night_decides(actor: Actor, desk: Desk, hotel: Hotel):
    desk.book("2027-03-21", "2027-03-22", "101")
    desk.book("2027-03-21", "2027-03-23")
    unit_of_work.run(
        lambda uow: set_out_of_order(uow, hotel.rooms["103"], START, START + timedelta(days=1), "x"),
        actor=actor,
    )
    found = check(actor, hotel)["STD"]
    assert [night.available for night in found.nights] == [2, 1, 2]
    assert (found.available, found.sellable) == (1, 1)
    cancelled = desk.book("2027-03-20", "2027-03-21", "102")
    desk.step(cancelled, "cancel")
    assert [night.available for night in check(actor, hotel)["STD"].nights] == [2, 1, 2]


def test_types_that_cannot_take_the_party_are_left_out(actor: Actor, hotel: Hotel):
    unit_of_work.run(
        lambda uow: update_room_type(uow, hotel.types["STD"], None, {"max_adults": 2}), actor=actor
    )
    assert set(check(actor, hotel, adults=2, children=2)) == {"STD", "SUITE"}
    assert set(check(actor, hotel, adults=3)) == {"SUITE"}
    assert check(actor, hotel, adults=4, children=1) == {}


def test_every_lost_unit_is_traced(actor: Actor, desk: Desk, hotel: Hotel):
    unit_of_work.run(
        lambda uow: update_room_type(uow, hotel.types["STD"], None, {"overbooking_limit": 1}), actor=actor
    )
    stays = [desk.book("2027-03-19", "2027-03-21", "101"), desk.book("2027-03-20", "2027-03-22")]
    held = desk.book("2027-03-20", "2027-03-21", status="HOLD", releaseAt="2099-01-01T00:00:00Z")
    desk.book("2027-03-21", "2027-03-22")
    desk.book("2027-03-20", "2027-03-21", "201", kind="SUITE")
    closed = unit_of_work.run(
        lambda uow: set_out_of_order(uow, hotel.rooms["102"], START, START + timedelta(days=2), "x"),
        actor=actor,
    )
    found = explain(actor, hotel)
    assert {str(row.reservation_id) for row in found.stays} == {stay["id"] for stay in [*stays, held]}
    assert [row.block_id for row in found.closures] == [closed.block_id]
    night = found.night
    assert (len(found.stays), len(found.closures)) == (night.sold, night.out_of_order)
    assert night.sellable == night.physical - 3 - 1 + night.overbooking_limit == 0
    rooms = {row.room_id for row in found.stays}
    assert rooms == {hotel.rooms["101"], None}


def test_a_type_of_another_property_is_unknown(actor: Actor, hotel: Hotel):
    other = build_hotel(actor, code="OTHER")
    mixed = Hotel(other.property_id, hotel.types, hotel.rooms)
    with pytest.raises(DomainError) as refused:
        explain(actor, mixed)
    assert refused.value.code == "NOT_FOUND"


def test_a_year_of_nights_takes_a_handful_of_statements(actor: Actor, hotel: Hotel, query_counter):
    with query_counter() as seen:
        assert len(check(actor, hotel, 366)["STD"].nights) == 366
    assert len(seen) <= 4
