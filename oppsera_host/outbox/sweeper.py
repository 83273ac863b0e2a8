"""Finds cursors that lag and runs them, so that a dead or wiped Redis costs latency and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from oppsera_host import clock
from oppsera_host.db.base import db
from oppsera_host.outbox.runner import run_or_report_gap
from oppsera_host.outbox.subscribers import all_subscribers
from oppsera_host.telemetry import PROJECTOR_LAG, SWEEPER_RESCUES

_LAGGING = text(
    "select subscriber, tenant_id, behind, oldest"
    " from host_outbox_lag(cast(:subscribers as text[]), cast(:now as timestamptz))"
)


def sweep_once() -> int:
    """Run every subscriber that is behind in any tenant; return the number of events handled."""
    names = [subscriber.name for subscriber in all_subscribers()]
    with db.engine.begin() as connection:
        lagging = connection.execute(_LAGGING, {"subscribers": names, "now": clock.now()}).all()
    _report_lag(names, lagging)
    handled = 0
    for row in lagging:
        handled += _rescue(row.subscriber, row.tenant_id)
    return handled


def _rescue(subscriber: str, tenant_id: UUID) -> int:
    count = run_or_report_gap(subscriber, tenant_id)
    if count:
        SWEEPER_RESCUES.labels(subscriber=subscriber).inc()
    return count


def _report_lag(names: list[str], lagging: Sequence[Any]) -> None:
    now = clock.now()
    oldest = dict.fromkeys(names, 0.0)
    for row in lagging:
        if row.oldest is not None:
            oldest[row.subscriber] = max(oldest[row.subscriber], (now - row.oldest).total_seconds())
    for name, age in oldest.items():
        PROJECTOR_LAG.labels(subscriber=name).set(age)
