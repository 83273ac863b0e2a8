"""Valkey is wiped and killed while people work: no write is refused, and the read models stay close behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from statistics import median
from typing import Any

import psycopg
import pytest
from flask import Flask
from redis import Redis, RedisError
from rq.exceptions import StopRequested
from rq.worker import WorkerStatus

from oppsera_host.jobs.queues import WAKE_QUEUE, worker_connection
from oppsera_host.jobs.worker import QueueWorker
from oppsera_host.testing.databases import Database
from oppsera_host.testing.plugin import StartProcess
from tests.factories.desk import key, origin
from tests.support.late_redis import LateRedis, late_redis_fixture  # noqa: F401 - a fixture
from tests.support.race import Caller, timed
from tests.support.race_checks import board_drift, damage, lag
from tests.support.race_house import House, build_house, night
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults
#: What a sweep each second allows: the product's own goal, which the usual burst must meet and none may miss by far.
GOAL, PATIENCE = 3.0, 12.0
BURSTS, MOVES = 5, 8


class Front:
    """One clerk who moves a stay to and fro; every move must succeed."""

    def __init__(self, url: str, house: House) -> None:
        self._caller, self._house = Caller(url, house.token), house
        self._stay = self._must(
            self._caller.post("/api/pms/reservations", house.booking(night(5), night(7), "101"))
        )
        self.moves = 0

    def move_on(self) -> None:
        other = "102" if self._stay["roomId"] == self._house.rooms["101"] else "101"
        to = {"roomId": self._house.rooms[other], "checkInDate": self._stay["checkInDate"]}
        body = {"reservationId": self._stay["id"], "from": origin(self._stay), "to": to}
        reply = self._caller.post("/api/pms/calendar/move", body, Idempotency_Key=key())
        self._stay = self._must(reply)["reservation"]
        self.moves += 1

    @staticmethod
    def _must(reply: Any) -> Any:
        assert reply.status in {200, 201}, f"refused: {reply.raw!r}"
        return reply.json


def catches_up(admin: psycopg.Connection, house: House, patience: float = PATIENCE) -> float:
    """Wait until every subscriber has seen every event; return how long it took."""
    started = time.monotonic()
    wait_until(lambda: lag(admin, house.tenant) == 0, f"no lag within {patience} s", seconds=patience)
    return time.monotonic() - started


def test_writes_go_on_and_the_board_follows_without_valkey(
    app: Flask,
    database: Database,
    start_server: StartProcess,
    start_worker: StartProcess,
    late_redis: LateRedis,
):
    late_redis.start()
    house = build_house()
    server = start_server(REDIS_URL=late_redis.url)
    start_worker(REDIS_URL=late_redis.url)
    front = Front(server.url, house)
    waits: dict[str, list[float]] = {}

    def bursts(state: str, upset: Callable[[], object] = lambda: None) -> None:
        with database.connect_as_admin() as admin:
            for _ in range(BURSTS):
                for number in range(MOVES):
                    front.move_on()
                    if number == MOVES // 2:
                        upset()
                waits.setdefault(state, []).append(catches_up(admin, house))

    with database.connect_as_admin() as admin:
        wait_until(lambda: lag(admin, house.tenant) == 0, "the first events to be seen")
    with timed("without valkey") as notes:
        bursts("up")
        bursts("wiped", lambda: Redis.from_url(late_redis.url).flushall())
        late_redis.stop()
        bursts("killed")
        late_redis.start()
        bursts("back")
        notes |= {state: f"{median(each):.2f} s, slowest {max(each):.2f} s" for state, each in waits.items()}
        notes["moves"] = front.moves
    assert {state: median(each) for state, each in waits.items() if median(each) > GOAL} == {}
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}
        assert board_drift(admin, house.tenant) == []


def test_control_with_no_worker_the_lag_is_seen(
    app: Flask, database: Database, start_server: StartProcess, late_redis: LateRedis
):
    house = build_house()
    front = Front(start_server(REDIS_URL=late_redis.url).url, house)
    front.move_on()
    with database.connect_as_admin() as admin:
        assert lag(admin, house.tenant) > 0
        with pytest.raises(AssertionError, match="never happened"):
            catches_up(admin, house, GOAL)


def test_the_wish_to_stop_outlives_a_driver_that_swallows_it(app: Flask, late_redis: LateRedis):
    late_redis.start()
    worker = QueueWorker([WAKE_QUEUE], name=key(), connection=worker_connection(late_redis.url))
    late_redis.stop()
    stopped = threading.Event()

    def wait_for_work() -> None:
        with suppress(RedisError):
            worker.set_state(WorkerStatus.IDLE)  # kept in memory though Valkey is gone
        with suppress(StopRequested):
            worker.stop_soon()  # as a signal would, in the middle of code that drops exceptions
        try:
            worker.set_state = lambda *_arguments: None
            worker.dequeue_job_and_maintain_ttl(1, None)
        except StopRequested:
            stopped.set()

    threading.Thread(target=wait_for_work, daemon=True).start()
    wait_until(stopped.is_set, "the worker's stop without Valkey", seconds=8)
