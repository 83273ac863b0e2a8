"""Rooms are added while bookings make the stock rows that count them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from addons.pms.services import room_stock
from addons.pms.services.inventory import change_stock
from addons.pms.services.room_creation import NewRoom, create_room
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.databases import Database
from tests.factories.hotel import BUSINESS_DATE, Hotel
from tests.factories.stock import drift, sell, stock

pytestmark = pytest.mark.stock
NIGHT = BUSINESS_DATE + timedelta(days=5)
PATIENCE = 10


def wait_until_blocked(database: Database, other: Future) -> None:
    """Wait until a connection of the application waits for a lock, or ``other`` is done without."""
    deadline = time.monotonic() + PATIENCE
    with database.connect_as_admin() as admin:
        while not other.done():
            waiting = admin.execute(
                "select 1 from pg_stat_activity where datname = %s and wait_event_type = 'Lock'",
                (database.name,),
            ).fetchone()
            if waiting:
                return
            assert time.monotonic() < deadline, "nobody came to wait"
            time.sleep(0.01)


def meanwhile(app: Flask, database: Database, actor: Actor, first: Callable, second: Callable) -> None:
    """Run ``first`` to just before its commit, let ``second`` come until it waits or is done, commit."""

    def apart() -> None:
        with app.app_context():
            second()

    with ThreadPoolExecutor(1) as pool:

        def work(uow: UnitOfWork) -> None:
            first(uow)
            uow.session.flush()
            wait_until_blocked(database, futures.setdefault("second", pool.submit(apart)))

        futures: dict[str, Future] = {}
        unit_of_work.run(work, actor=actor)
        futures["second"].result(PATIENCE)


def add_room(hotel: Hotel) -> Callable[[UnitOfWork], object]:
    return lambda uow: create_room(uow, hotel.property_id, NewRoom("109", room_type_code="STD"))


def test_a_booking_waits_for_the_room_that_is_being_added(
    app: Flask, database: Database, actor: Actor, hotel: Hotel
):
    kind = hotel.types["STD"]
    meanwhile(app, database, actor, add_room(hotel), lambda: sell(actor, kind, NIGHT))
    assert stock(actor, kind)[NIGHT][0] == 4
    assert drift(actor) == []


def test_a_room_waits_for_the_booking_that_makes_stock_rows(
    app: Flask, database: Database, actor: Actor, hotel: Hotel
):
    kind = hotel.types["STD"]

    def book(uow: UnitOfWork) -> None:
        change_stock(uow.connection, uow.tenant_id, sold=Counter({(kind, NIGHT): 1}))

    meanwhile(app, database, actor, book, lambda: unit_of_work.run(add_room(hotel), actor=actor))
    assert stock(actor, kind)[NIGHT][0] == 4
    assert drift(actor) == []


def test_control_without_the_lock_the_room_is_lost(
    app: Flask, database: Database, actor: Actor, hotel: Hotel, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(room_stock, "lock_types", lambda _uow, _ids: None)
    kind = hotel.types["STD"]
    meanwhile(app, database, actor, add_room(hotel), lambda: sell(actor, kind, NIGHT))
    assert stock(actor, kind)[NIGHT][0] == 3
    assert len(drift(actor)) == 1
