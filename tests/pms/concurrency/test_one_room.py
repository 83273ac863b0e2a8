"""Many clerks want the same room for the same night at the same moment."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from flask import Flask

from oppsera_host.testing.databases import Database
from tests.pms.concurrency.conftest import Door
from tests.support.race import Caller, Reply, at_once, seeded, timed
from tests.support.race_checks import damage
from tests.support.race_house import House, build_house, night

pytestmark = pytest.mark.faults
CLERKS, ROUNDS = 32, 200


def wants(house: House, random: Random, first: int, room: str | None) -> dict[str, Any]:
    """A stay of 1 to 6 nights that has the night ``first`` in it, as all of one round have."""
    arrival = first - random.randrange(3)
    return house.booking(night(arrival), night(first + 1 + random.randrange(3)), room)


def race(callers: list[Caller], bodies: list[dict[str, Any]]) -> list[Reply]:
    pairs = zip(callers, bodies, strict=True)
    return at_once(
        [
            lambda caller=caller, body=body: caller.post("/api/pms/reservations", body)
            for caller, body in pairs
        ]
    )


def deadlocks(database: Database) -> int:
    with database.connect_as_admin() as admin:
        row = admin.execute(
            "select deadlocks from pg_stat_database where datname = %s", (database.name,)
        ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.timeout(900)  # 6,400 requests
def test_one_clerk_gets_the_room_and_all_others_hear_what_else_is_free(
    app: Flask, database: Database, door: Door
):
    house = build_house()
    callers = door.callers(house, CLERKS)
    seed, random = seeded()
    before = deadlocks(database)
    with timed("one room", seed) as notes:
        answers: Counter[Any] = Counter()
        notes |= {"clerks": CLERKS, "answers": answers}
        for number in range(ROUNDS):
            notes["rounds"] = number + 1
            bodies = [wants(house, random, 3 + 6 * number, "101") for _ in callers]
            replies = race(callers, bodies)
            answers.update((reply.status, reply.code) for reply in replies)
            winners = [reply.json for reply in replies if reply.status == 201]
            assert len(winners) == 1, (
                f"round {number}: {[reply.raw for reply in replies if reply.status != 409]}"
            )
            for reply in replies:
                if reply.status != 201:
                    assert (reply.status, reply.code) == (409, "ROOM_ALREADY_BOOKED"), reply.raw
                    assert [each["reservationId"] for each in reply.json["conflicts"]] == [winners[0]["id"]]
                    assert {each["number"] for each in reply.json["alternatives"]} >= {"102", "103"}
        notes["deadlocks"] = deadlocks(database) - before
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}
    assert notes["deadlocks"] == 0


def test_the_last_unit_of_a_type_is_sold_once(app: Flask, database: Database, door: Door):
    house = build_house({"STD": 1, "SUITE": 1})
    callers = door.callers(house, 16)
    seed, random = seeded()
    before = deadlocks(database)
    with timed("last unit", seed) as notes:
        answers: Counter[Any] = Counter()
        notes |= {"clerks": 16, "answers": answers}
        for number in range(60):
            notes["rounds"] = number + 1
            replies = race(callers, [wants(house, random, 3 + 6 * number, None) for _ in callers])
            answers.update((reply.status, reply.code) for reply in replies)
            refused = [reply for reply in replies if reply.status != 201]
            assert len(refused) == 15
            for reply in refused:
                assert (reply.status, reply.code) == (409, "NO_AVAILABILITY"), reply.raw
                assert reply.json["shortages"]
        notes["deadlocks"] = deadlocks(database) - before
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}
    assert notes["deadlocks"] == 0
