"""Finds cursors that lag and runs them, so that a dead or wiped Redis costs latency and nothing else."""

from __future__ import annotations

from sqlalchemy import text

from oppsera_host import clock
from oppsera_host.db.base import db
from oppsera_host.outbox.runner import run_subscriber
from oppsera_host.outbox.subscribers import all_subscribers
from oppsera_host.telemetry import PROJECTOR_LAG, SWEEPER_RESCUES

_LAGGING = text(
    "select subscriber, tenant_id, behind, oldest from host_outbox_lag(cast(:subscribers as text[]), cast(:now as timestamptz))"
)


def sweep_once() -> int:
    """Run every subscriber that is behind in any tenant; return the number of events handled."""
    names = [subscriber.name for subscriber in all_subscribers()]
    with db.engine.begin() as connection:
        lagging = connection.execute(_LAGGING, {"subscribers": names, "now": clock.now()}).all()
    _report_lag(names, lagging)
    handled = 0
    for row in lagging:
        count = run_subscriber(row.subscriber, row.tenant_id)
        if count:
            SWEEPER_RESCUES.labels(subscriber=row.subscriber).inc()
        handled += count
    return handled


def _report_lag(names: list[str], lagging: list) -> None:  # type: ignore[type-arg]
    now = clock.now()
    oldest = {name: 0.0 for name in names}
    for row in lagging:
        if row.oldest is not None:
            oldest[row.subscriber] = max(oldest[row.subscriber], (now - row.oldest).total_seconds())
    for name, age in oldest.items():
        PROJECTOR_LAG.labels(subscriber=name).set(age)
