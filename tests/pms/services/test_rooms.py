from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from addons.pms.domain.errors import DomainError
from addons.pms.domain.room_status import Condition, RoomStatus
from addons.pms.services import rooms
from addons.pms.services.closures import set_out_of_order
from addons.pms.services.room_creation import NewRoom, create_room, create_rooms
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.ids import new_id
from tests.factories.desk import Desk
from tests.factories.hotel import BUSINESS_DATE, Hotel, build_hotel
from tests.factories.stock import drift, sell, stock

NIGHT = BUSINESS_DATE + timedelta(days=2)


def add(actor: Actor, hotel: Hotel, *wanted: NewRoom) -> list[rooms.RoomRecord]:
    return unit_of_work.run(lambda uow: create_rooms(uow, hotel.property_id, wanted), actor=actor)


def change(actor: Actor, room_id, version=None, **changes) -> rooms.RoomRecord:
    return unit_of_work.run(lambda uow: rooms.update_room(uow, room_id, version, changes), actor=actor)


def numbers(actor: Actor, hotel: Hotel) -> list[str]:
    with unit_of_work.reading(actor) as session:
        found = rooms.list_rooms(session, actor.tenant_id, hotel.property_id, None, 100)
    return [room.snapshot.number for room in found]


def test_a_new_room_joins_the_stock_from_the_business_date_on(actor: Actor, hotel: Hotel):
    kind, yesterday = hotel.types["STD"], BUSINESS_DATE - timedelta(days=1)
    sell(actor, kind, yesterday)
    sell(actor, kind, NIGHT)
    add(actor, hotel, NewRoom("104", room_type_code="STD"), NewRoom("105", room_type_id=kind))
    assert {night: row[0] for night, row in stock(actor, kind).items()} == {yesterday: 3, NIGHT: 5}
    assert drift(actor) == []


def test_bulk_is_all_or_nothing_and_names_every_bad_row(actor: Actor, hotel: Hotel):
    before = numbers(actor, hotel)
    wanted = [
        NewRoom("301", room_type_code="STD"), NewRoom("101", room_type_code="STD"),
        NewRoom("301", room_type_code="NONE"), NewRoom("302", room_type_id=new_id()),
    ]  # fmt: skip
    with pytest.raises(DomainError) as refused:
        add(actor, hotel, *wanted)
    assert set(refused.value.facts["fields"]) == {
        "rooms.1.number", "rooms.2.number", "rooms.2.roomTypeCode", "rooms.3.roomTypeId",
    }  # fmt: skip
    assert numbers(actor, hotel) == before
    add(actor, hotel, wanted[0])
    assert numbers(actor, hotel) == [*before, "301"]


def test_a_type_of_another_property_is_unknown(actor: Actor, hotel: Hotel):
    other = build_hotel(actor, code="OTHER")
    wanted = NewRoom("9", room_type_id=other.types["STD"])
    with pytest.raises(DomainError) as refused:
        unit_of_work.run(lambda uow: create_room(uow, hotel.property_id, wanted), actor=actor)
    assert refused.value.code == "NOT_FOUND"


def test_numbers_sort_as_people_count(actor: Actor, hotel: Hotel):
    add(actor, hotel, NewRoom("9", room_type_code="STD"), NewRoom("1001", room_type_code="STD"))
    assert numbers(actor, hotel) == ["9", "101", "102", "103", "201", "202", "1001"]


def test_another_type_moves_a_unit_of_stock(actor: Actor, hotel: Hotel):
    for kind in ("STD", "SUITE"):
        sell(actor, hotel.types[kind], NIGHT)
    moved = change(actor, hotel.rooms["101"], 1, room_type_id=hotel.types["SUITE"], floor="4")
    assert (moved.room_type_code, moved.snapshot.floor, moved.snapshot.version) == ("SUITE", "4", 2)
    assert [stock(actor, hotel.types[kind])[NIGHT][0] for kind in ("STD", "SUITE")] == [2, 3]
    assert drift(actor) == []


def test_another_type_is_refused_while_stays_need_the_room_or_its_stock(
    actor: Actor, desk: Desk, hotel: Hotel
):
    stay = desk.book("2027-03-15", "2027-03-16", "101")
    with pytest.raises(DomainError) as in_it:
        change(actor, hotel.rooms["101"], room_type_id=hotel.types["SUITE"])
    assert in_it.value.code == "ROOM_ALREADY_BOOKED"
    assert [each["reservationId"] for each in in_it.value.facts["conflicts"]] == [stay["id"]]
    sell(actor, hotel.types["STD"], NIGHT, 3)
    with pytest.raises(DomainError) as short:
        change(actor, hotel.rooms["102"], room_type_id=hotel.types["SUITE"])
    assert short.value.code == "NO_AVAILABILITY"
    assert drift(actor) == []


def test_housekeeping_s_word_changes_the_condition_alone(actor: Actor, hotel: Hotel):
    room_id = hotel.rooms["101"]

    def mark(condition: Condition, version=None) -> rooms.RoomRecord:
        return unit_of_work.run(
            lambda uow: rooms.set_condition(uow, room_id, version, condition), actor=actor
        )

    dirty = mark(Condition.DIRTY, 1)
    assert (dirty.snapshot.status, dirty.snapshot.version) == (RoomStatus.VACANT_DIRTY, 2)
    assert mark(Condition.DIRTY).snapshot.version == 2
    with pytest.raises(DomainError) as stale:
        mark(Condition.CLEAN, 1)
    assert stale.value.code == "CONCURRENCY_CONFLICT"
    unit_of_work.run(lambda uow: set_out_of_order(uow, room_id, BUSINESS_DATE, NIGHT, "paint"), actor=actor)
    assert mark(Condition.CLEAN).snapshot.status is RoomStatus.OUT_OF_ORDER


def test_every_room_of_a_bulk_has_its_audit_row_and_event(actor: Actor, hotel: Hotel):
    with unit_of_work.reading(actor) as session:
        binds = {"tenant": actor.tenant_id, "ids": list(hotel.rooms.values())}
        events = session.execute(
            text(
                "select count(*) from host_outbox_events where tenant_id = :tenant"
                " and aggregate_id = any(:ids)"
                " and type = 'pms.room.created.v1'"
            ),
            binds,
        ).scalar()
        audit = session.execute(
            text("select count(*) from pms_audit_log where tenant_id = :tenant and entity_id = any(:ids)"),
            binds,
        ).scalar()
    assert (events, audit) == (5, 5)
