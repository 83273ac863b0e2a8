"""The same idempotency key, many times at the same moment."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from flask import Flask

from oppsera_host.testing.databases import Database
from tests.factories.desk import key, origin
from tests.pms.concurrency.conftest import Door
from tests.support.race import Caller, Reply, at_once, seeded, timed
from tests.support.race_checks import damage
from tests.support.race_house import build_house, night

pytestmark = pytest.mark.faults
SENDERS = 16


def all_send(callers: list[Caller], path: str, body: dict[str, Any], name: str) -> list[Reply]:
    return at_once(
        [lambda caller=caller: caller.post(path, body, Idempotency_Key=name) for caller in callers]
    )


def refuse_double(replies: list[Reply], status: int) -> Counter[str]:
    """Exactly one execution; the others were told to wait or got its very bytes."""
    outcomes: Counter[str] = Counter()
    for reply in replies:
        if reply.status == status:
            outcomes["replayed" if "idempotent-replayed" in reply.headers else "executed"] += 1
        else:
            assert (reply.status, reply.code) == (409, "IDEMPOTENCY_IN_FLIGHT"), reply.raw
            assert int(reply.headers["retry-after"]) >= 1
            outcomes["in flight"] += 1
    assert outcomes["executed"] == 1, outcomes
    assert len({reply.raw for reply in replies if reply.status == status}) == 1
    return outcomes


def test_a_booking_sent_sixteen_times_is_made_once(app: Flask, database: Database, door: Door):
    house = build_house()
    callers = door.callers(house, SENDERS)
    seed, random = seeded()
    with timed("one key, bookings", seed) as notes:
        outcomes: Counter[str] = Counter()
        for number in range(40):
            first = 1 + 3 * number
            body = house.booking(night(first), night(first + 1 + random.randrange(2)))
            name = key()
            replies = all_send(callers, "/api/pms/reservations", body, name)
            outcomes += refuse_double(replies, 201)
            again = callers[0].post("/api/pms/reservations", body, Idempotency_Key=name)
            assert again.raw == next(reply.raw for reply in replies if reply.status == 201)
            other = callers[0].post("/api/pms/reservations", body | {"adults": 2}, Idempotency_Key=name)
            assert (other.status, other.code) == (422, "IDEMPOTENCY_KEY_REUSED")
        notes |= {"keys": 40, "senders": SENDERS, "outcomes": dict(outcomes)}
    with database.connect_as_admin() as admin:
        made = admin.execute("select count(*) from pms_reservations where tenant_id = %s", (house.tenant,))
        assert made.fetchone() == (40,)
        assert damage(admin, house.tenant) == {}


def test_a_move_sent_sixteen_times_is_made_once(app: Flask, database: Database, door: Door):
    house = build_house()
    callers = door.callers(house, SENDERS)
    stay = callers[0].post("/api/pms/reservations", house.booking(night(5), night(8), "101")).json
    with timed("one key, moves") as notes:
        outcomes: Counter[str] = Counter()
        for number in range(40):
            room = house.rooms["102" if number % 2 == 0 else "101"]
            to = {"roomId": room, "checkInDate": stay["checkInDate"]}
            body = {"reservationId": stay["id"], "from": origin(stay), "to": to}
            replies = all_send(callers, "/api/pms/calendar/move", body, key())
            outcomes += refuse_double(replies, 200)
            stay = next(reply.json["reservation"] for reply in replies if reply.status == 200)
            assert stay["version"] == number + 2
        notes |= {"keys": 40, "senders": SENDERS, "outcomes": dict(outcomes)}
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}


def test_a_move_of_several_stays_sent_sixteen_times_is_made_once(app: Flask, database: Database, door: Door):
    """Three stays change rooms in a circle: each needs what another one leaves."""
    house = build_house()
    callers = door.callers(house, SENDERS)
    numbers = ["101", "102", "103"]
    stays = [
        callers[0].post("/api/pms/reservations", house.booking(night(5), night(8), number)).json
        for number in numbers
    ]
    with timed("one key, moves of several stays") as notes:
        outcomes: Counter[str] = Counter()
        for number in range(30):
            rooms = [stay["roomId"] for stay in stays]
            moves = [
                {
                    "reservationId": stay["id"],
                    "from": origin(stay),
                    "to": {"roomId": room, "checkInDate": stay["checkInDate"]},
                }
                for stay, room in zip(stays, [*rooms[1:], rooms[0]], strict=True)
            ]
            name = key()
            replies = all_send(callers, "/api/pms/calendar/moves", {"moves": moves}, name)
            outcomes += refuse_double(replies, 200)
            done = next(reply for reply in replies if reply.status == 200)
            again = callers[1].post("/api/pms/calendar/moves", {"moves": moves}, Idempotency_Key=name)
            assert (again.status, again.raw) == (200, done.raw)
            stays = done.json["reservations"]
            assert [stay["version"] for stay in stays] == [number + 2] * 3
            assert [stay["roomId"] for stay in stays] == [*rooms[1:], rooms[0]]
            other = callers[0].post("/api/pms/calendar/moves", {"moves": moves[:2]}, Idempotency_Key=name)
            assert (other.status, other.code) == (422, "IDEMPOTENCY_KEY_REUSED")
        notes |= {"keys": 30, "senders": SENDERS, "outcomes": dict(outcomes)}
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}


def test_control_without_a_key_the_same_booking_is_made_many_times(app: Flask, door: Door):
    house = build_house()
    callers = door.callers(house, SENDERS)
    body = house.booking(night(1), night(2))
    replies = at_once(
        [lambda caller=caller: caller.post("/api/pms/reservations", body) for caller in callers]
    )
    assert sum(reply.status == 201 for reply in replies) == 3
