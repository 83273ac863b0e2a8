"""Controls: without its guards the product overbooks, and the harness sees it.

An addon switched in for these servers alone takes the guards away, so the race runs over real HTTP here too.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import psycopg
import pytest

from oppsera_host.db.bootstrap import bootstrap, libpq_url
from oppsera_host.testing import databases
from oppsera_host.testing.databases import Database
from tests.pms.concurrency.conftest import Door
from tests.support.addon_writing import write_addon
from tests.support.race import at_once, seeded, serve, timed
from tests.support.race_checks import overlaps
from tests.support.race_house import House, build_house_in, night

pytestmark = pytest.mark.faults
CLERKS, ROUNDS = 16, 12
# No lock on the room, and nobody looks whether it is free.
GUARDS_OFF = """
from sqlalchemy import text
from addons.pms.db.queries import room_blocks
from addons.pms.services import conflict_check

room_blocks.LOCK_ROOMS = text(room_blocks.LOCK_ROOMS.text.replace(" for no key update", ""))
conflict_check.refuse_occupied_rooms = lambda *arguments: None
"""


@pytest.fixture(name="scratch")
def scratch_fixture(database: Database, environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of processes on a copy of the database that may be broken; dropped afterwards."""
    template = f"{database.name.rsplit('_', 1)[0]}_template"
    name = f"{database.name}_scratch"
    maintenance = databases.with_database(database.admin_url, "postgres")
    databases._clone(maintenance, template, name)
    bootstrap(maintenance, name)
    addresses = {"DATABASE_URL": database.app_url, "MIGRATION_DATABASE_URL": database.migration_url}
    yield environment | {key: databases.with_database(url, name) for key, url in addresses.items()}
    with psycopg.connect(libpq_url(maintenance), autocommit=True) as connection:
        databases._drop(connection, name)


@pytest.fixture(name="unguarded")
def unguarded_fixture(scratch: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], tuple[Door, House]]]:
    """``unguarded()`` starts two servers without guards on the scratch database."""
    folder = tmp_path / "addons"
    write_addon(folder, "guards_off", plugin=GUARDS_OFF)
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    settings = scratch | {"PYTHONPATH": path}
    started = []

    def start() -> tuple[Door, House]:
        started.extend(serve(settings, tmp_path / f"web-{number}.log") for number in range(2))
        return Door([process.url for process in started]), build_house_in(scratch, {"STD": 9, "SUITE": 1})

    yield start
    for process in started:
        process.stop()


def run_rounds(door: Door, house: House, random: Random) -> tuple[list[int], Counter[tuple[int, str]], int]:
    """Race for one room; return the winners of each round, all answers, and the refusals that named no stay."""
    callers = door.callers(house, CLERKS)
    winners: list[int] = []
    answers: Counter[tuple[int, str]] = Counter()
    unworded = 0
    for number in range(ROUNDS):
        first = 2 + 4 * number
        bodies = [
            house.booking(night(first - random.randrange(2)), night(first + 1 + random.randrange(2)), "101")
            for _ in callers
        ]
        pairs = zip(callers, bodies, strict=True)
        replies = at_once(
            [
                lambda caller=caller, body=body: caller.post("/api/pms/reservations", body)
                for caller, body in pairs
            ]
        )
        answers.update((reply.status, reply.code) for reply in replies)
        winners.append(sum(reply.status == 201 for reply in replies))
        unworded += sum(reply.status == 409 and not reply.json.get("conflicts") for reply in replies)
    return winners, answers, unworded


def admin_of(scratch: dict[str, str], database: Database) -> psycopg.Connection:
    name = databases.make_url(scratch["DATABASE_URL"]).database or ""
    return psycopg.connect(libpq_url(databases.with_database(database.admin_url, name)), autocommit=True)


def test_the_constraint_alone_still_refuses(
    unguarded: Callable[[], tuple[Door, House]], scratch: dict[str, str], database: Database
):
    door, house = unguarded()
    seed, random = seeded()
    with timed("guards off, constraint on", seed) as notes:
        winners, answers, unworded = run_rounds(door, house, random)
        notes |= {"rounds": ROUNDS, "clerks": CLERKS, "answers": dict(answers), "unworded": unworded}
    with admin_of(scratch, database) as admin:
        assert overlaps(admin, house.tenant) == []
    assert set(winners) <= {0, 1}
    assert sum(winners) > 0
    assert unworded > 0, "the guards were not off: every refusal was worded by them"
    assert {status for status, _ in answers} <= {201, 409, 503}


def test_control_without_the_constraint_too_the_harness_sees_the_overlap(
    unguarded: Callable[[], tuple[Door, House]], scratch: dict[str, str], database: Database
):
    with admin_of(scratch, database) as admin:
        admin.execute("alter table pms_room_blocks drop constraint pms_room_blocks_no_overlap")
    door, house = unguarded()
    seed, random = seeded()
    with timed("guards off, constraint off", seed) as notes:
        winners, answers, _ = run_rounds(door, house, random)
        with admin_of(scratch, database) as admin:
            found = overlaps(admin, house.tenant)
        notes |= {"rounds": ROUNDS, "answers": dict(answers), "overlaps": len(found)}
    assert max(winners) > 1
    assert found
