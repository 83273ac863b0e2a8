from __future__ import annotations

from datetime import date, timedelta

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.room_status import RoomStatus
from addons.pms.services import closures
from addons.pms.services.night_audit import close_business_date
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.ids import new_id
from tests.factories.desk import Desk
from tests.factories.hotel import BUSINESS_DATE, Hotel
from tests.factories.stock import drift, sell, stock


def day(offset: int) -> date:
    return BUSINESS_DATE + timedelta(days=offset)


def close(actor: Actor, hotel: Hotel, room: str, start: int, end: int) -> closures.Closure:
    return unit_of_work.run(
        lambda uow: closures.set_out_of_order(uow, hotel.rooms[room], day(start), day(end), "paint"),
        actor=actor,
    )


def lift(actor: Actor, hotel: Hotel, room: str, block_id) -> closures.Closure:
    return unit_of_work.run(
        lambda uow: closures.clear_out_of_order(uow, hotel.rooms[room], block_id), actor=actor
    )


def refusal(function, *arguments) -> DomainError:
    with pytest.raises(DomainError) as refused:
        function(*arguments)
    return refused.value


def test_a_closure_takes_the_room_and_a_unit_of_its_type_and_gives_both_back(
    actor: Actor, desk: Desk, hotel: Hotel
):
    made = close(actor, hotel, "101", 0, 3)
    assert made.room.snapshot.status is RoomStatus.OUT_OF_ORDER
    assert [row[1] for row in stock(actor, hotel.types["STD"]).values()] == [1, 1, 1]
    body = desk.body("2027-03-16", "2027-03-17", "101")
    assert desk.client.post("/api/pms/reservations", json=body).json["code"] == "ROOM_OUT_OF_ORDER"
    freed = lift(actor, hotel, "101", made.block_id)
    assert (freed.start_date, freed.end_date) == (day(0), day(3))
    assert freed.room.snapshot.status is RoomStatus.VACANT_CLEAN
    assert [row[1] for row in stock(actor, hotel.types["STD"]).values()] == [0, 0, 0]
    desk.book("2027-03-16", "2027-03-17", "101")
    assert drift(actor) == []


def test_a_closure_to_come_leaves_today_s_word_alone(actor: Actor, hotel: Hotel):
    assert close(actor, hotel, "101", 1, 2).room.snapshot.status is RoomStatus.VACANT_CLEAN


def test_stays_and_closures_in_the_way_are_named(actor: Actor, desk: Desk, hotel: Hotel):
    stay = desk.book("2027-03-17", "2027-03-19", "101")
    refused = refusal(close, actor, hotel, "101", 0, 3)
    assert refused.code == "ROOM_ALREADY_BOOKED"
    assert [each["reservationId"] for each in refused.facts["conflicts"]] == [stay["id"]]
    close(actor, hotel, "101", 4, 6)
    assert refusal(close, actor, hotel, "101", 5, 7).code == "ROOM_OUT_OF_ORDER"
    close(actor, hotel, "101", 0, 2)
    assert drift(actor) == []


def test_refused_when_stays_without_a_room_would_find_none(actor: Actor, hotel: Hotel):
    sell(actor, hotel.types["STD"], day(1), 3)
    refused = refusal(close, actor, hotel, "101", 0, 4)
    assert refused.code == "NO_AVAILABILITY"
    assert [row["date"] for row in refused.facts["shortages"]] == [day(1).isoformat()]
    assert drift(actor) == []


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [(0, 0, "endDate"), (2, 1, "endDate"), (0, 367, "endDate"), (-1, 2, "startDate")],
)
def test_dates_that_are_no_nights_to_come_are_refused(
    actor: Actor, hotel: Hotel, start: int, end: int, field: str
):
    assert list(refusal(close, actor, hotel, "101", start, end).facts["fields"]) == [field]


def test_a_lifted_closure_keeps_the_nights_that_are_over(actor: Actor, hotel: Hotel):
    made, over = close(actor, hotel, "101", 0, 3), close(actor, hotel, "102", 0, 1)
    unit_of_work.run(lambda uow: close_business_date(uow, hotel.property_id, day(0)), actor=actor)
    freed = lift(actor, hotel, "101", made.block_id)
    assert (freed.start_date, freed.end_date) == (day(1), day(3))
    assert [row[1] for row in stock(actor, hotel.types["STD"]).values()] == [2, 0, 0]
    assert list(refusal(lift, actor, hotel, "101", made.block_id).facts["fields"]) == ["blockId"]
    assert list(refusal(lift, actor, hotel, "102", over.block_id).facts["fields"]) == ["blockId"]
    assert drift(actor) == []


def test_an_unknown_block_or_one_of_another_room_is_not_found(actor: Actor, desk: Desk, hotel: Hotel):
    made = close(actor, hotel, "101", 0, 3)
    assert refusal(lift, actor, hotel, "102", made.block_id).code == "NOT_FOUND"
    assert refusal(lift, actor, hotel, "101", new_id()).code == "NOT_FOUND"
