"""Whoever lets an expired hold go takes its room in the house's order, as everybody else does."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from flask import Flask

from addons.pms.jobs.release_holds import release_holds
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel
from tests.support.metrics import retried
from tests.support.waiting import how_many_wait, wait_until

NOW = datetime(2027, 3, 15, 17, tzinfo=UTC)
RELEASE = "2027-03-15T18:00:00Z"
AFTERWARDS = datetime(2027, 3, 15, 18, tzinfo=UTC)
DATES = ("2027-03-20", "2027-03-22")
_FREE_ROOMS = "select id from pms_rooms where id = any(%s) for no key update skip locked"
_FREE_STAYS = "select id from pms_reservations where id = any(%s) for no key update skip locked"
_LOCK_STOCK = "select from pms_type_inventory where night = %s for update"


@pytest.fixture
def holds(desk: Desk, clock) -> list[dict[str, Any]]:
    """Holds in rooms 101 and 102, in the order of the rooms' ids, both past their time."""
    clock.stop_at(NOW)
    rooms = sorted(("101", "102"), key=desk.hotel.rooms.__getitem__)
    made = [desk.book(*DATES, room, status="HOLD", releaseAt=RELEASE) for room in rooms]
    clock.stop_at(AFTERWARDS)
    return made


def number_of(hotel: Hotel, stay: dict[str, Any]) -> str:
    return next(number for number, room in hotel.rooms.items() if str(room) == stay["roomId"])


def waiting(pool: ThreadPoolExecutor, other: psycopg.Connection[Any], work: Any, count: int) -> Future[Any]:
    """Begin ``work`` and return once ``count`` transactions wait for a lock."""
    begun = pool.submit(work)
    wait_until(lambda: how_many_wait(other) == count or begun.done(), f"{count} who wait")
    return begun


def test_a_booking_holds_nothing_while_it_waits_for_the_room_of_a_hold(
    desk: Desk, hotel: Hotel, database: Database, holds: list[dict[str, Any]]
):
    first, last = holds
    body = desk.body(*DATES, number_of(hotel, last))
    with ThreadPoolExecutor(1) as pool, database.connect_as_admin() as admin:
        with admin.transaction(), database.connect_as_admin() as other:
            admin.execute("select from pms_rooms where id = %s for update", (first["roomId"],))
            booking = waiting(pool, other, lambda: desk.client.post("/api/pms/reservations", json=body), 1)
            assert not booking.done(), "it does not ask for the other hold's room: nothing is proved"
            free = other.execute(_FREE_ROOMS, ([last["roomId"]],)).fetchall()
            untouched = other.execute(_FREE_STAYS, ([hold["id"] for hold in holds],)).fetchall()
        assert booking.result(30).status_code == 201, booking.result().text
    assert (len(free), len(untouched)) == (1, 2)
    assert [desk.get(hold)["status"] for hold in holds] == ["EXPIRED", "EXPIRED"]


def test_the_job_and_a_booking_that_release_the_same_hold_do_not_wait_for_each_other(
    app: Flask, desk: Desk, hotel: Hotel, actor: Actor, database: Database, holds: list[dict[str, Any]]
):
    """The job has the room and waits for the stock; the booking meets its hold meanwhile."""
    body = desk.body(*DATES, number_of(hotel, holds[-1]))
    before = retried("40P01")

    def work_the_job() -> None:
        with app.app_context():
            release_holds(actor.tenant_id)

    with ThreadPoolExecutor(2) as pool, database.connect_as_admin() as admin:
        with admin.transaction(), database.connect_as_admin() as other:
            admin.execute(_LOCK_STOCK, (DATES[0],))
            job = waiting(pool, other, work_the_job, 1)
            booking = waiting(pool, other, lambda: desk.client.post("/api/pms/reservations", json=body), 2)
            assert not any(each.done() for each in (job, booking))
        job.result(30)
        assert booking.result(30).status_code == 201, booking.result().text
    assert retried("40P01") == before
    assert [desk.get(hold)["status"] for hold in holds] == ["EXPIRED", "EXPIRED"]
    for hold in holds:
        trail = desk.client.get(f"/api/pms/reservations/{hold['id']}/audit").json["items"]
        assert [entry["action"] for entry in trail] == ["reservation.create", "reservation.expire"]


def test_two_bookings_over_two_expired_holds_do_not_wait_for_each_other(
    desk: Desk, hotel: Hotel, database: Database, holds: list[dict[str, Any]]
):
    """Both have their room when the first one is let go on; each meets the other's hold too."""
    bodies = [desk.body(*DATES, number_of(hotel, hold)) for hold in holds]
    before = retried("40P01")
    with ThreadPoolExecutor(2) as pool, database.connect_as_admin() as admin:
        with admin.transaction(), database.connect_as_admin() as other:
            admin.execute(_LOCK_STOCK, (DATES[0],))
            booked = [
                waiting(
                    pool, other, lambda body=body: desk.client.post("/api/pms/reservations", json=body), place
                )
                for place, body in enumerate(bodies, 1)
            ]
            assert not any(each.done() for each in booked)
        assert [each.result(30).status_code for each in booked] == [201, 201]
    assert retried("40P01") == before
