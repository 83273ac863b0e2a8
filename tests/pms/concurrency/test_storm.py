"""Everything at once in a hotel that is too small, and afterwards every promise is checked on the tables."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest
from flask import Flask

from oppsera_host.testing.databases import Database
from oppsera_host.testing.outbox import drain
from tests.pms.concurrency.conftest import Door
from tests.support.race import seeded, side_by_side, timed
from tests.support.race_checks import board_drift, damage
from tests.support.race_house import build_house
from tests.support.storm import Storm

pytestmark = pytest.mark.faults
CLERKS, ATTEMPTS_EACH = 16, 200


def test_a_storm_leaves_every_promise_standing(app: Flask, database: Database, door: Door):
    house = build_house({"STD": 6, "SUITE": 4})
    storm = Storm(house, nights=28)
    seed, _ = seeded()

    def clerk(number: int) -> Callable[[], None]:
        return lambda: storm.rage(caller_of[number], Random(seed + number), ATTEMPTS_EACH)

    caller_of = door.callers(house, CLERKS)
    with timed("storm", seed) as notes:
        side_by_side([clerk(number) for number in range(CLERKS)])
        notes |= {"clerks": CLERKS, "attempts": storm.attempts, "success": f"{storm.share_of_successes:.0%}"}
        notes["outcomes"] = dict(storm.outcomes)
    assert storm.surprises == []
    assert 0.2 <= storm.share_of_successes <= 0.6, "too easy or too hard to prove anything"
    assert door.deadlocks() == 0, "somebody locks out of order"
    drain(UUID(house.tenant))
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}
        assert board_drift(admin, house.tenant) == []
