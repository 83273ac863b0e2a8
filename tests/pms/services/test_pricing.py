from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addons.pms.domain.errors import DomainError
from addons.pms.domain.money import Money
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services.pricing import quote
from addons.pms.services.properties import find_property
from addons.pms.services.rate_plans import (
    WrittenPrice,
    create_rate_plan,
    effective_prices,
    find_rate_plan,
    write_prices,
)
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.ids import new_id
from tests.factories.hotel import Hotel, build_hotel

START = date(2027, 4, 1)
BASE = 10_000


def amounts(actor: Actor, hotel: Hotel, plan, nights: int = 10) -> list[int]:
    with unit_of_work.reading(actor) as session:
        place = find_property(session, actor.tenant_id, hotel.property_id)
        stay = StayDates(START, START + timedelta(days=nights))
        priced = quote(session, actor.tenant_id, place, hotel.types["STD"], plan, stay)
        assert [night.night for night in priced] == stay.nights()
        if plan is not None:
            record = find_rate_plan(session, actor.tenant_id, plan)
            listed = effective_prices(session, actor.tenant_id, record, stay)
            assert [nights for room_type, nights in listed if room_type.code == "STD"] == [list(priced)]
    return [night.price.amount for night in priced]


@pytest.fixture
def plan(actor: Actor, hotel: Hotel):
    return unit_of_work.run(
        lambda uow: create_rate_plan(uow, property_id=hotel.property_id, code="BAR", name="Best"), actor=actor
    ).id


def test_without_a_plan_or_a_price_the_base_rate_counts(actor: Actor, hotel: Hotel, plan):
    assert amounts(actor, hotel, None, 3) == [BASE] * 3
    assert amounts(actor, hotel, plan, 3) == [BASE] * 3


@given(
    writes=st.lists(
        st.lists(
            st.tuples(st.integers(-2, 11), st.integers(1, 14), st.integers(0, 50_000)), min_size=1, max_size=4
        ),
        max_size=4,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_last_counts(actor: Actor, hotel: Hotel, writes):
    code = f"P{new_id().hex[-10:]}"
    plan = unit_of_work.run(
        lambda uow: create_rate_plan(uow, property_id=hotel.property_id, code=code, name="Any"), actor=actor
    ).id
    expected = [BASE] * 10
    for write in writes:
        prices = []
        for offset, nights, amount in write:
            start = START + timedelta(days=offset)
            prices.append(
                WrittenPrice(hotel.types["STD"], start, start + timedelta(days=nights), Money(amount, "EUR"))
            )
            for night in range(max(0, offset), min(10, offset + nights)):
                expected[night] = amount
        unit_of_work.run(lambda uow, prices=prices: write_prices(uow, plan, None, prices), actor=actor)
    assert amounts(actor, hotel, plan) == expected


def test_a_plan_or_type_of_another_property_is_unknown(actor: Actor, hotel: Hotel, plan):
    other = build_hotel(actor, code="OTHER")
    with unit_of_work.reading(actor) as session:
        place = find_property(session, actor.tenant_id, other.property_id)
        stay = StayDates(START, START + timedelta(days=1))
        for room_type, wanted in ((hotel.types["STD"], None), (other.types["STD"], plan), (new_id(), None)):
            with pytest.raises(DomainError) as refused:
                quote(session, actor.tenant_id, place, room_type, wanted, stay)
            assert refused.value.code == "NOT_FOUND"


def test_bad_rows_are_all_named_and_nothing_is_written(actor: Actor, hotel: Hotel, plan):
    good = WrittenPrice(hotel.types["STD"], START, START + timedelta(days=1), Money(1, "EUR"))
    bad = WrittenPrice(new_id(), START, START, Money(-1, "USD"))
    with pytest.raises(DomainError) as refused:
        unit_of_work.run(lambda uow: write_prices(uow, plan, None, [good, bad]), actor=actor)
    assert set(refused.value.facts["fields"]) == {
        "prices.1.roomTypeId", "prices.1.endDate", "prices.1.price.currency", "prices.1.price.amount",
    }  # fmt: skip
    assert amounts(actor, hotel, plan, 1) == [BASE]
