"""RQ's scheduler times the rounds of scheduled jobs: a round that ended leaves the next one in Redis.

A timed round is a wake-up only. Who may run it is settled in Postgres (``schedule``), so one that comes twice is run
once, and one that Redis lost is found by the schedule's own look.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from flask import Flask
from redis import RedisError
from rq.scheduler import RQScheduler
from rq.serializers import JSONSerializer

from oppsera_host.jobs.metrics import SCHEDULE_FAILURES
from oppsera_host.jobs.queues import (
    FAILURE_SECONDS,
    JOB_SECONDS,
    RUN_ROUND,
    SCHEDULE_QUEUE,
    queue,
    sending_connection,
    worker_connection,
)

ROUND_DUE = threading.Event()
"""Set when a timed round has come; the schedule of this process then looks at once."""


class Timer:
    """RQ's scheduler without a process of its own: one of all workers holds its lock and queues what is due."""

    def __init__(self, app: Flask) -> None:
        connection = worker_connection(app.extensions["oppsera_settings"].redis_url)
        self._scheduler: Any = RQScheduler(
            [SCHEDULE_QUEUE], connection, logging_level=logging.WARNING, serializer=JSONSerializer
        )

    def look(self) -> None:
        """Queue the rounds whose time has come, if this worker holds the lock or can take it."""
        with _counted():
            if self._scheduler.acquire_locks():
                self._scheduler.enqueue_scheduled_jobs()

    def stop(self) -> None:
        """Give the lock back, so that another worker need not wait until it runs out."""
        with _counted():
            self._scheduler.release_locks()


def plan(app: Flask, job: str, at: datetime) -> None:
    """Leave the next round of ``job`` with RQ's scheduler; planned twice it comes once.

    Without Redis nothing is planned, which is counted: the schedule's own look finds the round some seconds late.
    """
    connection = sending_connection(app.extensions["oppsera_settings"].redis_url)
    with closing(connection), _counted():
        queue(connection, SCHEDULE_QUEUE).enqueue_at(
            at,
            RUN_ROUND,
            args=[job],
            job_id=f"{job.replace('.', '-')}-{int(at.timestamp())}",
            job_timeout=JOB_SECONDS,
            result_ttl=0,
            failure_ttl=FAILURE_SECONDS,
            description=job,
        )


@contextmanager
def _counted() -> Iterator[None]:
    """Count that Redis is away; the worker logs it, and nothing here depends on it."""
    try:
        yield
    except (RedisError, OSError) as error:
        SCHEDULE_FAILURES.labels(reason=type(error).__name__).inc()
