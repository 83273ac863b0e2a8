"""Servers die in the middle of a storm of moves: what was acknowledged is there, once, and nothing else is.

Every clerk sends each move with a key and, when no clear answer comes, sends it again with the same key. Half of them
move three stays at once: all three are moved, or none.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any

import psycopg
import pytest

from oppsera_host.db.bootstrap import libpq_url
from tests.factories.desk import key, origin
from tests.support.kills import Site
from tests.support.race import Caller, NoAnswerError, Reply, seeded, timed
from tests.support.race_checks import board_drift, damage, lag
from tests.support.race_house import House, build_house_in, night
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults
SINGLES, GROUPS, IN_A_GROUP, MOVES_BETWEEN_KILLS = 3, 3, 3, 50
ROOMS_OF_A_SINGLE, ROOMS_OF_A_GROUP = 2, 4
UNCLEAR = {500, 502, 503, 504}


@dataclass
class Clerk:
    """Moves stays of their own, all at once, between rooms nobody else uses, and keeps every acknowledgement."""

    house: House
    url: str
    rooms: list[str]
    members: int
    random: Random
    done: threading.Event
    acknowledged: list[list[dict[str, Any]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def work(self) -> None:
        caller = Caller(self.url, self.house.token, seconds=15)
        for room in self.rooms[: self.members]:
            body = self.house.booking(night(5), night(7), room)
            self.acknowledged.append([self._insist(caller, "/api/pms/reservations", body, 201).json])
        stays = [stay for answer in self.acknowledged for stay in answer]
        while not self.done.is_set():
            rooms = self.random.sample(self.rooms, self.members)
            day = night(5 + self.random.randrange(20)).isoformat()
            moves = [
                {
                    "reservationId": stay["id"],
                    "from": origin(stay),
                    "to": {"roomId": self.house.rooms[room], "checkInDate": day},
                }
                for stay, room in zip(stays, rooms, strict=True)
            ]
            if day != stays[0]["checkInDate"]:  # so every one of them changes
                stays = self._move(caller, moves)
                self.acknowledged.append(stays)

    def _move(self, caller: Caller, moves: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if self.members == 1:
            return [self._insist(caller, "/api/pms/calendar/move", moves[0], 200).json["reservation"]]
        return self._insist(caller, "/api/pms/calendar/moves", {"moves": moves}, 200).json["reservations"]

    def versions(self, stay: str) -> list[int]:
        """The versions of a stay this clerk was told of, in the order of the answers."""
        return [each["version"] for answer in self.acknowledged for each in answer if each["id"] == stay]

    def last(self) -> dict[str, dict[str, Any]]:
        """Each stay as this clerk was last told of it."""
        return {each["id"]: each for answer in self.acknowledged for each in answer}

    def _insist(self, caller: Caller, path: str, body: dict[str, Any], wanted: int) -> Reply:
        """Send until it is clear what became of the command."""
        name, deadline = key(), time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                reply = caller.post(path, body, Idempotency_Key=name)
            except NoAnswerError:
                self.counts["no answer"] += 1
            else:
                if reply.status == wanted:
                    self.counts["replayed"] += "idempotent-replayed" in reply.headers
                    return reply
                unclear = reply.status in UNCLEAR or reply.code == "IDEMPOTENCY_IN_FLIGHT"
                assert unclear, f"{reply.status} {reply.raw!r}"
                assert reply.status != 500, reply.raw
                self.counts[reply.code] += 1
            self.done.wait(0.05)
        raise AssertionError("never answered")


def truth(admin: psycopg.Connection, house: House) -> dict[str, tuple[Any, ...]]:
    """Return version, room and arrival of every stay, as the tables have them."""
    rows = admin.execute(
        "select r.id::text, r.version, b.room_id::text, r.check_in_date::text from pms_reservations r"
        " join pms_room_blocks b on b.tenant_id = r.tenant_id and b.reservation_id = r.id where r.tenant_id = %s",
        (house.tenant,),
    )
    return {row[0]: row[1:] for row in rows}


Written = tuple[str, int, int]


def moved(admin: psycopg.Connection, house: House) -> list[Written]:
    """Return stay, version and number of every move in the audit trail."""
    return admin.execute(
        "select entity_id::text, entity_version, seq from pms_audit_log where tenant_id = %s"
        " and action = 'reservation.move'",
        (house.tenant,),
    ).fetchall()


def apart(rows: list[Written], stays: set[str]) -> list[int]:
    """Return the versions to which the stays, always moved together, did not come with one command."""
    numbers: dict[int, list[int]] = {}
    for stay, version, number in rows:
        if stay in stays:
            numbers.setdefault(version, []).append(number)
    return [
        version
        for version, found in numbers.items()
        if len(found) != len(stays) or max(found) - min(found) != len(stays) - 1
    ]


def staffed(house: House, url: str, seed: int, done: threading.Event) -> list[Clerk]:
    """Return clerks who move one stay, and clerks who move several, each with rooms of their own."""
    numbers = iter(house.rooms)
    posts = [(1, ROOMS_OF_A_SINGLE)] * SINGLES + [(IN_A_GROUP, ROOMS_OF_A_GROUP)] * GROUPS
    return [
        Clerk(house, url, list(islice(numbers, rooms)), members, Random(seed + number), done)
        for number, (members, rooms) in enumerate(posts)
    ]


def test_nothing_acknowledged_is_lost_or_doubled_or_half_done(site: Site):
    rooms = SINGLES * ROOMS_OF_A_SINGLE + GROUPS * ROOMS_OF_A_GROUP
    house = build_house_in(site.environment, {"STD": rooms})
    seed, random = seeded()
    done = threading.Event()
    clerks = staffed(house, site.url, seed, done)
    failures: list[BaseException] = []

    def run(clerk: Clerk) -> None:
        try:
            clerk.work()
        except BaseException as error:  # noqa: BLE001 - told by the test itself
            failures.append(error)

    def acknowledged() -> int:
        return sum(len(clerk.acknowledged) for clerk in clerks)

    def some_more() -> None:
        goal = acknowledged() + MOVES_BETWEEN_KILLS + random.randrange(20)
        wait_until(lambda: failures or acknowledged() >= goal, f"{goal} acknowledgements", seconds=60)
        assert failures == []

    kills = [site.kill_a_web_process, site.kill_workers, site.kill_postgres, site.kill_web]
    schedule = [*kills, *random.sample(kills, 2)]
    threads = [threading.Thread(target=run, args=(clerk,), daemon=True) for clerk in clerks]
    with timed("crashes", seed) as notes:
        for thread in threads:
            thread.start()
        for kill in schedule:
            some_more()
            kill()
        some_more()
        done.set()
        for thread in threads:
            thread.join(90)
        counts = sum((clerk.counts for clerk in clerks), Counter())
        notes |= {"kills": [kill.__name__ for kill in schedule], "acknowledged": acknowledged(), **counts}
    assert failures == []
    assert not any(thread.is_alive() for thread in threads)
    with psycopg.connect(libpq_url(site.admin_url), autocommit=True) as admin:
        wait_until(lambda: lag(admin, house.tenant) == 0, "the read models to catch up", seconds=30)
        found = truth(admin, house)
        assert len(found) == SINGLES + GROUPS * IN_A_GROUP
        rows = moved(admin, house)
        for clerk in clerks:
            for stay, last in clerk.last().items():
                assert found[stay] == (last["version"], last["roomId"], last["checkInDate"])
                assert clerk.versions(stay) == list(range(1, last["version"] + 1))
            assert apart(rows, {*clerk.last()}) == []
        assert damage(admin, house.tenant) == {}
        assert board_drift(admin, house.tenant) == []
        # The control of this test: were one acknowledgement lost or one move made twice, it would show.
        (one,) = clerks[0].acknowledged[-1]
        with admin.transaction(force_rollback=True):
            admin.execute("update pms_reservations set version = version + 1 where id = %s", (one["id"],))
            assert truth(admin, house)[one["id"]] != (one["version"], one["roomId"], one["checkInDate"])
            assert "versions" in damage(admin, house.tenant)
        # And were one of a group moved without the others, that would.
        group = {*clerks[-1].last()}
        alone = next(row for row in rows if row[0] in group)
        assert apart([row for row in rows if row != alone], group) == [alone[1]]
        assert apart([*rows, (alone[0], 10_000, 10_000)], group) == [10_000]
    assert counts["no answer"] > 0, "nobody was ever interrupted"
