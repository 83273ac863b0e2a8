from __future__ import annotations

from datetime import timedelta

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.money import Money
from addons.pms.services.room_types import RoomTypeRecord, create_room_type, find_room_type, update_room_type
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from tests.factories.hotel import BUSINESS_DATE, Hotel
from tests.factories.stock import sell, stock

NIGHT = BUSINESS_DATE + timedelta(days=3)
YESTERDAY = BUSINESS_DATE - timedelta(days=1)


def change(actor: Actor, hotel: Hotel, **changes) -> RoomTypeRecord:
    return unit_of_work.run(lambda uow: update_room_type(uow, hotel.types["STD"], None, changes), actor=actor)


def test_overbooking_is_allowed_and_withdrawn_on_purpose(actor: Actor, hotel: Hotel):
    kind = hotel.types["STD"]
    sell(actor, kind, NIGHT, 3)
    with pytest.raises(DomainError) as sold_out:
        sell(actor, kind, NIGHT)
    assert sold_out.value.code == "NO_AVAILABILITY"
    assert change(actor, hotel, overbooking_limit=2).overbooking_limit == 2
    sell(actor, kind, NIGHT)
    with pytest.raises(DomainError) as refused:
        change(actor, hotel, overbooking_limit=0)
    assert refused.value.code == "NO_AVAILABILITY"
    assert [row["date"] for row in refused.value.facts["shortages"]] == [NIGHT.isoformat()]
    assert stock(actor, kind)[NIGHT] == (3, 0, 4, 2)
    change(actor, hotel, overbooking_limit=1)
    assert stock(actor, kind)[NIGHT] == (3, 0, 4, 1)


def test_nights_that_are_over_keep_their_limit(actor: Actor, hotel: Hotel):
    kind = hotel.types["STD"]
    sell(actor, kind, YESTERDAY)
    sell(actor, kind, BUSINESS_DATE)
    change(actor, hotel, overbooking_limit=5)
    assert [row[3] for row in stock(actor, kind).values()] == [0, 5]


def test_the_rate_is_in_the_property_s_currency_and_not_negative(actor: Actor, hotel: Hotel):
    for rate in (Money(1, "USD"), Money(-1, "EUR")):
        with pytest.raises(DomainError) as refused:
            change(actor, hotel, base_rate=rate)
        assert refused.value.code == "VALIDATION_ERROR"
    assert change(actor, hotel, base_rate=Money(0, "EUR")).base_rate == Money(0, "EUR")


def test_occupancy_defaults_to_everybody_and_codes_are_unique_in_a_property(actor: Actor, hotel: Hotel):
    def create(code: str) -> RoomTypeRecord:
        return unit_of_work.run(
            lambda uow: create_room_type(
                uow, property_id=hotel.property_id, code=code, name="Family", max_adults=2, max_children=3,
                base_rate=Money(1, "EUR"),
            ),
            actor=actor,
        )  # fmt: skip

    made = create("FAM")
    assert made.max_occupancy == 5
    with unit_of_work.reading(actor) as session:
        assert find_room_type(session, actor.tenant_id, made.id) == made
    with pytest.raises(DomainError) as refused:
        create("FAM")
    assert list(refused.value.facts["fields"]) == ["code"]
