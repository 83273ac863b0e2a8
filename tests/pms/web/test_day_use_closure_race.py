"""A room is closed while somebody takes it for the day: both look under the room's lock, so one of them is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from addons.pms.db.queries import room_blocks
from addons.pms.domain.errors import DomainError
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import closures, reservations
from addons.pms.services.verify import verify
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.databases import Database
from tests.factories.hotel import BUSINESS_DATE, Hotel
from tests.support.waiting import somebody_waits, wait_until

pytestmark = pytest.mark.stock
DAY = BUSINESS_DATE + timedelta(days=1)
LATER = DAY + timedelta(days=1)
Work = Callable[[UnitOfWork], Any]


@pytest.fixture
def closing(hotel: Hotel) -> Work:
    return lambda uow: closures.set_out_of_order(uow, hotel.rooms["101"], DAY, LATER, "Boiler")


@pytest.fixture
def booking(hotel: Hotel) -> Work:
    wanted = reservations.NewReservation(
        property_id=hotel.property_id, room_type_id=hotel.types["STD"], room_id=hotel.rooms["101"],
        dates=StayDates(DAY, DAY, day_use=True), adults=1,
        guest=reservations.NewGuest(first_name="Ada", last_name="Probe"),
    )  # fmt: skip
    return lambda uow: reservations.create(uow, wanted)


@pytest.fixture
def meet(app: Flask, actor: Actor, database: Database) -> Callable[[Work, Work], str | None]:
    """Returns ``meet(first, second)``: begins ``second`` just before ``first`` is committed; its refusal's code."""

    def apart(second: Work) -> str | None:
        with app.app_context():
            try:
                unit_of_work.run(second, actor=actor)
            except DomainError as refusal:
                return refusal.code
        return None

    def run(first: Work, second: Work) -> str | None:
        with ThreadPoolExecutor(1) as pool, database.connect_as_admin() as admin:

            def work(uow: UnitOfWork) -> Future[str | None]:
                first(uow)
                uow.session.flush()
                uow.execute_all()
                begun = pool.submit(apart, second)
                wait_until(lambda: begun.done() or somebody_waits(admin), "the other")
                return begun

            return unit_of_work.run(work, actor=actor).result(30)

    return run


def test_whoever_books_while_the_room_is_being_closed_is_refused(
    meet: Callable[..., str | None], closing: Work, booking: Work, actor: Actor
):
    assert meet(closing, booking) == "ROOM_OUT_OF_ORDER"
    assert verify(actor.tenant_id) == []


def test_whoever_closes_the_room_while_it_is_being_booked_is_refused(
    meet: Callable[..., str | None], closing: Work, booking: Work, actor: Actor
):
    assert meet(booking, closing) == "ROOM_ALREADY_BOOKED"
    assert verify(actor.tenant_id) == []


@pytest.mark.parametrize("closing_first", [True, False])
def test_control_without_the_room_lock_the_guest_is_in_a_closed_room(
    closing_first: bool, meet: Callable[..., str | None], closing: Work, booking: Work, actor: Actor,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    unlocked = text(room_blocks.LOCK_ROOMS.text.removesuffix(" for no key update"))
    assert unlocked.text != room_blocks.LOCK_ROOMS.text
    monkeypatch.setattr(room_blocks, "LOCK_ROOMS", unlocked)
    pair = (closing, booking) if closing_first else (booking, closing)
    assert meet(*pair) is None
    assert [drift.check for drift in verify(actor.tenant_id)] == ["day guests in closed rooms"]
