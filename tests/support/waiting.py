"""Waits for what another thread or process is about to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg

_WAITING = (
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
)


def wait_until(condition: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Return as soon as ``condition()`` is true; fail when it never is."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"never happened: {what}")
        time.sleep(0.01)


def somebody_waits(admin: psycopg.Connection[Any]) -> bool:
    """Tell whether anybody waits for a lock in the database of ``admin``."""
    return how_many_wait(admin) > 0


def how_many_wait(admin: psycopg.Connection[Any]) -> int:
    """Return how many transactions wait for a lock in the database of ``admin``."""
    row = admin.execute(_WAITING).fetchone()
    assert row is not None
    return int(row[0])
