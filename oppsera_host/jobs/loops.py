"""Threads of a worker: the sweeper and the schedule, which need no Redis, and the timer that hastens the schedule."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from flask import Flask
from prometheus_client import Counter
from sqlalchemy import text

from oppsera_host import clock
from oppsera_host.db.base import db
from oppsera_host.jobs.metrics import SCHEDULE_FAILURES, SWEEP_FAILURES, WORKER_HEARTBEAT
from oppsera_host.jobs.schedule import run_due_jobs
from oppsera_host.jobs.timer import ROUND_DUE, Timer
from oppsera_host.outbox.sweeper import sweep_once

EVERY_SECONDS = 1.0
LOOK_SECONDS = 5.0
"""How often the schedule looks for due rounds by itself, besides those that the timer announces."""
HEARTBEAT = "host.worker_heartbeat"
HEARTBEAT_EVERY = timedelta(seconds=5)

log = structlog.get_logger(__name__)

_BEAT = text(
    "insert into host_job_runs (name, last_finished_at) values (:name, :now) on conflict (name) do update"
    " set last_finished_at = excluded.last_finished_at where host_job_runs.last_finished_at < :stale"
)
_LAST_BEAT = text("select last_finished_at from host_job_runs where name = :name")


class Loop(threading.Thread):
    """Does something once a second until stopped; a failure is counted, and the next second tries again."""

    def __init__(
        self,
        name: str,
        work: Callable[[], object],
        failures: Counter,
        stop: threading.Event,
        at_end: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._failures = failures
        self._stop_event = stop
        self._at_end = at_end

    def run(self) -> None:
        """Loop; the jitter keeps many workers from asking in step."""
        while not self._stop_event.wait(EVERY_SECONDS * random.uniform(0.9, 1.1)):  # noqa: S311 - no secret
            try:
                self._work()
            except Exception as error:  # noqa: BLE001 - the loop outlives whatever is wrong, and counts it
                self._failures.labels(reason=type(error).__name__).inc()
                log.warning("worker_loop_failed", job=self.name, error=type(error).__name__)
        self._at_end()


def sweeper(app: Flask, stop: threading.Event) -> Loop:
    """Return the thread that moves lagging outbox cursors and shows that the worker lives."""

    def work() -> None:
        with app.app_context():
            sweep_once()
            _beat()

    return Loop("sweeper", work, SWEEP_FAILURES, stop)


def schedule(app: Flask, stop: threading.Event) -> Loop:
    """Return the thread that runs due periodic jobs: when the timer announces one, and every few seconds anyway."""
    last = float("-inf")

    def work() -> None:
        nonlocal last
        if ROUND_DUE.is_set() or time.monotonic() - last >= LOOK_SECONDS:
            ROUND_DUE.clear()
            last = time.monotonic()
            run_due_jobs(app)

    return Loop("schedule", work, SCHEDULE_FAILURES, stop)


def timer(app: Flask, stop: threading.Event) -> Loop:
    """Return the thread that announces rounds when they are due, through RQ's scheduler."""
    rounds = Timer(app)
    return Loop("timer", rounds.look, SCHEDULE_FAILURES, stop, rounds.stop)


def last_heartbeat() -> datetime | None:
    """Return when any worker last finished a sweep (to five seconds); None before the first."""
    with db.engine.begin() as connection:
        instant: datetime | None = connection.execute(_LAST_BEAT, {"name": HEARTBEAT}).scalar()
    return instant


def _beat() -> None:
    now = clock.now()
    WORKER_HEARTBEAT.set(now.timestamp())
    with db.engine.begin() as connection:
        connection.execute(_BEAT, {"name": HEARTBEAT, "now": now, "stale": now - HEARTBEAT_EVERY})
