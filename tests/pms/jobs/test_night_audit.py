"""Dates close and no-shows are marked at the property's own hour, on days of 23 and 25 hours too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from addons.pms.jobs.mark_no_shows import mark_no_shows
from addons.pms.jobs.night_audit import close_due_dates
from addons.pms.services.properties import find_property, update_property
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.clock import TestClock
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel, build_hotel

SHORT, LONG = date(2027, 3, 27), date(2027, 10, 30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def house(actor: Actor) -> Callable[..., Hotel]:
    """``house(day, at)`` is a hotel in Berlin on ``day`` that closes its dates at the local time ``at``."""

    def build(day: date, at: time | None) -> Hotel:
        hotel = build_hotel(actor, business_date=day)
        changes = {"night_audit_time": at, "no_show_cutoff": time(2, 30)}
        unit_of_work.run(lambda uow: update_property(uow, hotel.property_id, None, changes), actor=actor)
        return hotel

    return build


def today(actor: Actor, hotel: Hotel) -> date:
    with unit_of_work.reading(actor) as session:
        return find_property(session, actor.tenant_id, hotel.property_id).business_date


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        (SHORT, time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (SHORT, time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (LONG, time(2, 30), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        (LONG, time(3), datetime(2027, 10, 31, 2, tzinfo=UTC)),
        (LONG, time(23, 30), datetime(2027, 10, 30, 21, 30, tzinfo=UTC)),
    ],
)
def test_a_date_closes_at_its_hour_and_once(
    app: Flask, actor: Actor, house, clock: TestClock, day: date, at: time, instant: datetime
):
    hotel = house(day, at)
    clock.stop_at(instant - SECOND)
    close_due_dates(actor.tenant_id)
    assert today(actor, hotel) == day
    clock.stop_at(instant)
    for _ in range(3):
        close_due_dates(actor.tenant_id)
    assert today(actor, hotel) == day + timedelta(days=1)
    clock.advance(timedelta(hours=22))
    close_due_dates(actor.tenant_id)
    assert today(actor, hotel) == day + timedelta(days=1)
    clock.advance(timedelta(hours=4))
    close_due_dates(actor.tenant_id)
    assert today(actor, hotel) == day + timedelta(days=2)


def test_dates_missed_without_a_worker_are_made_up_for(app: Flask, actor: Actor, house, clock: TestClock):
    hotel = house(SHORT, time(3))
    clock.stop_at(datetime(2027, 3, 31, 12, tzinfo=UTC))
    close_due_dates(actor.tenant_id)
    assert today(actor, hotel) == date(2027, 3, 31)


def test_a_house_practised_on_or_closed_by_hand_is_left_alone(
    app: Flask, actor: Actor, house, clock: TestClock
):
    hotel = house(SHORT, time(3))
    clock.stop_at(datetime(2027, 4, 20, 12, tzinfo=UTC))
    close_due_dates(actor.tenant_id)
    assert today(actor, hotel) == SHORT
    mark_no_shows(actor.tenant_id)


def test_without_a_time_nothing_closes_unasked(app: Flask, actor: Actor, house, clock: TestClock):
    hotel = house(SHORT, None)
    clock.stop_at(datetime(2027, 3, 29, 12, tzinfo=UTC))
    close_due_dates(actor.tenant_id)
    assert today(actor, hotel) == SHORT


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (SHORT, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (LONG, datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_no_shows_are_marked_after_the_cutoff(
    client: FreshClient, actor: Actor, house, clock: TestClock, day: date, instant: datetime
):
    clock.stop_at(datetime.combine(day, time(12), tzinfo=UTC))
    desk = Desk(client.as_role("pms_manager"), house(day, None))
    late = desk.book(day.isoformat(), (day + timedelta(days=2)).isoformat())
    later = desk.book((day + timedelta(days=1)).isoformat(), (day + timedelta(days=2)).isoformat())
    clock.stop_at(instant - SECOND)
    mark_no_shows(actor.tenant_id)
    assert desk.get(late)["status"] == "CONFIRMED"
    clock.stop_at(instant)
    mark_no_shows(actor.tenant_id)
    mark_no_shows(actor.tenant_id)
    assert desk.get(late)["status"] == "NO_SHOW"
    assert desk.get(late)["version"] == late["version"] + 1
    assert desk.get(later)["status"] == "CONFIRMED"


def test_closing_a_date_early_does_not_hasten_the_no_show(
    client: FreshClient, actor: Actor, house, clock: TestClock
):
    clock.stop_at(datetime(2027, 3, 15, 12, tzinfo=UTC))
    desk = Desk(client.as_role("pms_manager"), house(date(2027, 3, 15), time(23)))
    late = desk.book("2027-03-15", "2027-03-17")
    clock.stop_at(datetime(2027, 3, 15, 22, 30, tzinfo=UTC))
    close_due_dates(actor.tenant_id)
    assert today(actor, desk.hotel) == date(2027, 3, 16)
    mark_no_shows(actor.tenant_id)
    assert desk.get(late)["status"] == "CONFIRMED"
    clock.stop_at(datetime(2027, 3, 16, 1, 30, tzinfo=UTC))
    mark_no_shows(actor.tenant_id)
    assert desk.get(late)["status"] == "NO_SHOW"
