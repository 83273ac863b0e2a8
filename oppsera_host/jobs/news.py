"""Tenants with news, in Redis: told after commits, taken by whichever worker is free.

A sorted set by when the news came, so a tenant waits there once however often it is told, and an absent worker
lets it grow to the number of tenants and no further.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import structlog
from flask import Flask
from redis import Redis, RedisError

from oppsera_host import clock
from oppsera_host.jobs.context import job_context
from oppsera_host.jobs.metrics import NEWS_FAILURES
from oppsera_host.jobs.queues import worker_connection
from oppsera_host.outbox.runner import SequenceGapError, run_tenant

AGAIN_SECONDS = 1.0
LOOK_SECONDS, GRACE_SECONDS = 1, 2
_KEY = "oppsera-news"
log = structlog.get_logger(__name__)


def tell(connection: Redis, tenants: Iterable[UUID]) -> None:
    """Note that each of ``tenants`` has new events.

    Raises:
        redis.RedisError: Redis did not take it in time.
    """
    now = clock.now().timestamp()
    connection.zadd(_KEY, {str(tenant): now for tenant in tenants}, nx=True)


def take(connection: Redis) -> UUID | None:
    """Return the tenant that has waited longest and forget it; None when none came within a second.

    Forgotten before its outbox is read: what commits after this is told anew, and what committed before is seen by
    the reading that follows.

    Raises:
        redis.RedisError: Redis is away.
    """
    taken: Any = connection.bzpopmin(_KEY, timeout=LOOK_SECONDS)
    return UUID(taken[1].decode()) if taken else None


class Listener(threading.Thread):
    """Brings the outbox of each tenant with news up to date; the sweeper finds what is lost here."""

    def __init__(self, app: Flask, stop: threading.Event) -> None:
        super().__init__(name="news", daemon=True)
        self._app = app
        self._stop_event = stop
        url = app.extensions["oppsera_settings"].redis_url
        self._redis = worker_connection(url, answer_seconds=LOOK_SECONDS + GRACE_SECONDS)

    def run(self) -> None:
        """Take and follow news until stopped; without Redis, try again each second."""
        while not self._stop_event.is_set():
            try:
                tenant_id = take(self._redis)
                if tenant_id is not None:
                    self._follow(tenant_id)
            except SequenceGapError as error:
                log.critical("outbox_gap", tenant=str(tenant_id), gap=str(error))
            except Exception as error:  # noqa: BLE001 - the thread outlives whatever is wrong, and counts it
                NEWS_FAILURES.labels(reason=type(error).__name__).inc()
                log.warning("news_not_followed", error=type(error).__name__)
                if isinstance(error, RedisError):
                    self._stop_event.wait(AGAIN_SECONDS)

    def _follow(self, tenant_id: UUID) -> None:
        with job_context(self._app, self.name, tenant_id):
            run_tenant(tenant_id)
