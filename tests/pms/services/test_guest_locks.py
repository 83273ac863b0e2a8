"""A booking holds its guest: a merge that comes in between waits, and finds the booking."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from addons.pms.db.queries import guests as queries
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import guest_merge, guests, reservations
from addons.pms.services.reservations import NewReservation
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.databases import Database
from tests.factories.hotel import Hotel
from tests.support.waiting import somebody_waits, wait_until


def make(actor: Actor, name: str) -> UUID:
    return unit_of_work.run(
        lambda uow: guests.create_guest(uow, first_name="", last_name=name, email=None, phone=None),
        actor=actor,
    ).id


def race(app: Flask, actor: Actor, hotel: Hotel, database: Database, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Merge a profile away while a booking for it is under way; return whether the booking went with it."""
    survivor, other = make(actor, "Stays"), make(actor, "Goes")
    looked_up, done = threading.Event(), threading.Event()
    find = reservations.find_guest

    def find_and_pause(uow: Any, guest_id: UUID) -> Any:
        found = find(uow, guest_id)
        looked_up.set()
        with database.connect_as_admin() as admin:
            wait_until(lambda: done.is_set() or somebody_waits(admin), "the merge")
        return found

    monkeypatch.setattr(reservations, "find_guest", find_and_pause)
    wanted = NewReservation(
        property_id=hotel.property_id, room_type_id=hotel.types["STD"], adults=1, guest=other,
        dates=StayDates(date(2027, 3, 20), date(2027, 3, 21)),
    )  # fmt: skip

    def merge() -> None:
        with app.app_context():
            looked_up.wait(30)
            unit_of_work.run(lambda uow: guest_merge.merge(uow, survivor, other, None), actor=actor)
            done.set()

    with ThreadPoolExecutor(1) as pool:
        merging = pool.submit(merge)
        stay = unit_of_work.run(lambda uow: reservations.create(uow, wanted), actor=actor)
        merging.result(30)
    with unit_of_work.reading(actor) as session:
        owner = session.execute(
            text("select guest_id from pms_reservations where id = :id"), {"id": stay.snapshot.id}
        ).scalar_one()
    return bool(owner == survivor)


def test_a_booking_under_way_goes_with_the_merge(
    app: Flask, actor: Actor, hotel: Hotel, database: Database, monkeypatch: pytest.MonkeyPatch
):
    assert race(app, actor, hotel, database, monkeypatch)


def test_control_without_the_lock_it_is_left_behind(
    app: Flask, actor: Actor, hotel: Hotel, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries, "KEEP", text(queries.KEEP.text.replace(" for key share", "")))
    assert not race(app, actor, hotel, database, monkeypatch)
