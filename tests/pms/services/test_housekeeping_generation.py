"""Which tasks a day brings, by who leaves, stays and arrives and by the house's rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.services import housekeeping_tasks
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from tests.factories.desk import Desk
from tests.factories.hotel import BUSINESS_DATE, Hotel
from tests.factories.maids import Maid


def day(offset: int) -> str:
    return (BUSINESS_DATE + timedelta(days=offset)).isoformat()


@pytest.fixture
def maid(desk: Desk) -> Maid:
    return Maid(desk.client, desk.hotel)


def set_rules(desk: Desk, **rules: object) -> None:
    path = f"/api/pms/properties/{desk.hotel.property_id}"
    assert desk.client.patch(path, json=rules, headers={"If-Match": "*"}).status_code == 200


def generate(actor: Actor, hotel: Hotel, when: date) -> int:
    return unit_of_work.run(
        lambda uow: housekeeping_tasks.generate(uow, hotel.property_id, when), actor=actor
    )


def close_day(desk: Desk, offset: int) -> None:
    answer = desk.client.post("/api/pms/night-audit", json={"businessDate": day(offset)})
    assert answer.status_code == 200, answer.text


def test_departures_stay_overs_and_arrivals(desk: Desk, maid: Maid):
    desk.book(day(0), day(1), "101")
    desk.book(day(1), day(3), "101")
    desk.book(day(0), day(3), "102")
    desk.book(day(1), day(2), "103")
    desk.book(day(1), day(1), "201", "SUITE", dayUse=True)
    assert maid.generate(day(1)) == 4
    assert maid.kinds(day(1)) == {
        ("101", "DEPARTURE", "OPEN"),
        ("102", "STAY_OVER", "OPEN"),
        ("103", "ARRIVAL", "OPEN"),
        ("201", "DEPARTURE", "OPEN"),
    }
    assert maid.generate(day(1)) == 0, "asking again makes nothing"
    desk.book(day(1), day(4), "202", "SUITE")
    assert maid.generate(day(1)) == 1
    assert maid.generate(day(9)) == 0


@pytest.mark.parametrize(("every", "days"), [(0, []), (1, [1, 2, 3, 4]), (2, [2, 4]), (3, [3])])
def test_the_house_says_how_often_a_stay_over_is_cleaned(desk: Desk, maid: Maid, every: int, days: list[int]):
    set_rules(desk, stayOverCleaningEvery=every)
    desk.book(day(0), day(5), "101")
    made = [offset for offset in range(1, 5) if maid.generate(day(offset))]
    assert made == days


def test_what_was_called_off_makes_no_work(desk: Desk, maid: Maid):
    stay = desk.book(day(1), day(2), "101")
    desk.step(stay, "cancel")
    desk.book(day(1), day(2), "102", status="HOLD")
    desk.book(day(1), day(2))
    assert maid.generate(day(1)) == 0


def test_guests_who_never_came_make_no_work(desk: Desk, maid: Maid):
    stay = desk.step(desk.book(day(0), day(3), "101"), "check-in").json
    desk.book(day(0), day(3), "102")
    close_day(desk, 0)
    maid.generate(day(1))
    assert {row[:2] for row in maid.kinds(day(1))} == {("101", "STAY_OVER")}
    assert stay["status"] == "CHECKED_IN"


def test_work_that_nobody_needs_any_more_is_skipped(desk: Desk, maid: Maid):
    desk.step(desk.book(day(0), day(4), "101"), "check-in")
    desk.book(day(0), day(1), "102")
    cot = maid.client.post(
        "/api/pms/housekeeping/tasks", json={"roomId": str(maid.hotel.rooms["101"]), "note": "Cot"}
    )
    assert cot.status_code == 201
    maid.generate(day(0))
    maid.generate(day(1))
    close_day(desk, 0)
    maid.generate(day(1))
    close_day(desk, 1)
    maid.generate(day(2))
    assert ("102", "ARRIVAL", "SKIPPED") in maid.kinds(day(0))
    assert ("101", "MANUAL", "OPEN") in maid.kinds(day(0)), "what somebody asked for stays asked for"
    assert ("101", "STAY_OVER", "SKIPPED") in maid.kinds(day(1))
    assert ("101", "STAY_OVER", "OPEN") in maid.kinds(day(2))


def test_a_room_left_uncleaned_keeps_its_departure(desk: Desk, maid: Maid):
    stay = desk.step(desk.book(day(0), day(1), "101"), "check-in").json
    desk.book(day(2), day(3), "101")
    close_day(desk, 0)
    desk.step(desk.get(stay), "check-out")
    assert maid.kinds(day(1)) == {("101", "DEPARTURE", "OPEN")}
    close_day(desk, 1)
    maid.generate(day(2))
    assert maid.kinds(day(1)) == {("101", "DEPARTURE", "OPEN")}
    assert maid.kinds(day(2)) == set(), "the departure's cleaning readies it"


def test_a_day_that_is_over_is_refused(actor: Actor, hotel: Hotel):
    with pytest.raises(DomainError) as refused:
        generate(actor, hotel, BUSINESS_DATE - timedelta(days=1))
    assert list(refused.value.facts["fields"]) == ["date"]


def test_a_day_is_planned_with_the_same_few_statements_whatever_its_size(
    actor: Actor, desk: Desk, hotel: Hotel, query_counter
):
    desk.book(day(1), day(2), "101")
    with query_counter() as one:
        assert generate(actor, hotel, BUSINESS_DATE + timedelta(days=1)) == 1
    for room in ("102", "103"):
        desk.book(day(1), day(2), room)
    for room in ("201", "202"):
        desk.book(day(1), day(2), room, "SUITE")
    with query_counter() as four:
        assert generate(actor, hotel, BUSINESS_DATE + timedelta(days=1)) == 4
    assert len(four) == len(one)
