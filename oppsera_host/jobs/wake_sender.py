"""Carries "this tenant has news" to the workers without making the request wait for Redis."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

from flask import Flask
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from oppsera_host.jobs.queues import SENDER_SECONDS, send_wake_ups, sending_connection
from oppsera_host.outbox import wake
from oppsera_host.outbox.subscribers import all_subscribers, enabled_in
from oppsera_host.telemetry import WAKE_UP_FAILURES

GATHERING_SECONDS = 0.005
"""What is noted meanwhile goes in one message, and the request that brought the news gets its answer out first."""


class WakeSender:
    """Notes tenants with news and lets a daemon thread tell Redis; several notes of one tenant become one.

    The thread starts with the first note in each process, so the sender survives forks.
    """

    def __init__(self, app: Flask, redis_url: str) -> None:
        self._app = app
        self._redis = sending_connection(redis_url, SENDER_SECONDS)
        self._thread: threading.Thread | None = None
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def __call__(self, tenant_id: UUID) -> None:
        """Note the tenant and return at once."""
        with self._lock:
            self._tenants.add(tenant_id)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="wake-sender", daemon=True)
                self._thread.start()
        self._news.set()

    def _begin(self) -> None:
        """Start afresh: after a fork, locks may be held by threads that are gone."""
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._tenants: set[UUID] = set()
        self._thread = None

    def _run(self) -> None:
        while True:
            self._news.wait()
            time.sleep(GATHERING_SECONDS)
            self._news.clear()
            with self._lock:
                tenants, self._tenants = self._tenants, set()
            for tenant_id in tenants:
                self._send(tenant_id)

    def _send(self, tenant_id: UUID) -> None:
        try:
            with self._app.app_context():
                names = [each.name for each in all_subscribers() if enabled_in(each.name, tenant_id)]
            send_wake_ups(self._redis, names, tenant_id)
        except (RedisError, SQLAlchemyError):
            WAKE_UP_FAILURES.inc()


def install(app: Flask) -> WakeSender:
    """Make the outbox of this process wake workers through the application's Redis."""
    sender = WakeSender(app, app.extensions["oppsera_settings"].redis_url)
    app.extensions["oppsera_wake_sender"] = sender
    wake.set_sender(sender)
    return sender
