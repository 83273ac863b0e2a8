"""Everything at once in a hotel that is too small, and afterwards every promise is checked on the tables."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest
from flask import Flask

from addons.pms.jobs.release_holds import release_holds
from oppsera_host.testing.databases import Database
from oppsera_host.testing.outbox import drain
from tests.pms.concurrency.conftest import Door
from tests.support.metrics import retried
from tests.support.race import seeded, side_by_side, timed
from tests.support.race_checks import board_drift, broken_words, damage
from tests.support.race_house import build_house
from tests.support.storm import Storm

pytestmark = pytest.mark.faults
CLERKS, ATTEMPTS_EACH = 16, 200
_ENDED = (
    "select count(*) from pms_audit_log where tenant_id = %s and action = 'reservation.expire'"
    " and actor not like 'system:%%'"
)


def test_a_storm_leaves_every_promise_standing(app: Flask, database: Database, door: Door):
    house = build_house({"STD": 6, "SUITE": 4})
    seed, _ = seeded()

    def let_holds_go() -> None:
        with app.app_context():
            release_holds(UUID(house.tenant))

    storm = Storm(house, 28, let_holds_go)
    deadlocks_here = retried("40P01")

    def clerk(number: int) -> Callable[[], None]:
        return lambda: storm.rage(caller_of[number], Random(seed + number), ATTEMPTS_EACH)

    caller_of = door.callers(house, CLERKS)
    with timed("storm", seed) as notes:
        side_by_side([clerk(number) for number in range(CLERKS)])
        notes |= {"clerks": CLERKS, "attempts": storm.attempts, "success": f"{storm.share_of_successes:.0%}"}
        notes["outcomes"] = dict(storm.outcomes)
    assert storm.surprises == []
    assert 0.2 <= storm.share_of_successes <= 0.6, "too easy or too hard to prove anything"
    for act in ("move_together", "book_a_day", "hold_shortly", "check_out", "undo", "party_cancels"):
        assert storm.outcomes[act, "done"], f"no {act} was ever done"
    assert door.deadlocks() == 0, "somebody locks out of order"
    assert retried("40P01") == deadlocks_here, "the job locks out of order"
    drain(UUID(house.tenant))
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}
        assert board_drift(admin, house.tenant) == []
        assert broken_words(admin, house.tenant, storm.acknowledged) == []
        (stay, version), *_ = storm.acknowledged
        assert broken_words(admin, house.tenant, [(stay, version), (stay, version), (stay, 10_000)]) != []
        ended = admin.execute(_ENDED, (house.tenant,)).fetchone()
    assert ended is not None
    assert ended[0] > 0, "no hold was released because somebody needed its room"
