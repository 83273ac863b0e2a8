"""Moves one subscriber's cursor through one tenant's events. Effect and cursor commit together."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from oppsera_host.db import direct
from oppsera_host.db.base import db
from oppsera_host.db.constraint_errors import RETRYABLE, sqlstate_of
from oppsera_host.db.engine import begun_without_opening
from oppsera_host.outbox import cursors, parking
from oppsera_host.outbox.subscribers import (
    OutboxEvent,
    SubscriberLike,
    enabled_in,
    find_subscriber,
)
from oppsera_host.telemetry import OUTBOX_GAPS, PROJECTED_EVENTS
from oppsera_host.tenancy.scope import tenant_scope

#: Nights are counted once a batch, so a backlog is worked off a third faster than by the thousand.
BATCH = 2500
#: A batch that ran into the statement time-out must not be tried at the same size for ever.
BATCH_AFTER_FAILURE = 50
#: So many events are handled with plans that are kept: making new ones costs more than the work.
FEW = 20
TRIES_BEFORE_PARKING = 3
_TRANSIENT = ("08", "40", "53", "55", "57")
_PLAN_AS_IT_COMES = text("select set_config('plan_cache_mode', 'auto', true)")
log = structlog.get_logger(__name__)


class SequenceGapError(RuntimeError):
    """An event is missing from a tenant's dense sequence: somebody deleted rows. Never skipped."""


def run_subscriber(name: str, tenant_id: UUID, *, forced: bool = False) -> int:
    """Handle everything the tenant's outbox holds for subscriber ``name``; return the number of events handled.

    Returns at once when another worker holds the cursor: the holder looks again after its last commit, and what
    still slips is the sweeper's. ``forced`` ignores a back-off.
    """
    subscriber = find_subscriber(name)
    if subscriber is None or not enabled_in(name, tenant_id):
        return 0
    handled = 0
    with tenant_scope(tenant_id):
        # One batch of each in turns, so that a long replay of a rebuild never keeps the version that is read waiting.
        while count := sum(
            _run_batch(subscriber, tenant_id, _fed(subscriber, tenant_id, version), forced=forced)
            for version in cursors.behind(name, forced=forced)
        ):
            handled += count
    return handled


def run_or_report_gap(name: str, tenant_id: UUID) -> int:
    """Do as ``run_subscriber``, but only report a gap: one tenant's trouble must not keep others' news waiting."""
    try:
        return run_subscriber(name, tenant_id)
    except SequenceGapError as error:
        log.critical("outbox_gap", subscriber=name, tenant=str(tenant_id), reason=str(error))
        return 0


def _fed(subscriber: SubscriberLike, tenant_id: UUID, version: int | None) -> int:
    """Return the version, or that of the cursor made for a subscriber that has none yet."""
    if version is None:
        version = subscriber.version
        with db.engine.begin() as connection:
            cursors.create(connection, tenant_id, subscriber.name, version, live=True)
    return version


def run_version(name: str, tenant_id: UUID, version: int) -> int:
    """Handle everything for one version of subscriber ``name``, back-off or not; return the number of events.

    Raises:
        LookupError: there is no such subscriber.
    """
    subscriber = find_subscriber(name)
    if subscriber is None:
        raise LookupError(f"there is no subscriber called {name!r}")
    handled = 0
    with tenant_scope(tenant_id):
        while count := _run_batch(subscriber, tenant_id, version, forced=True):
            handled += count
    return handled


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Leave the search for garbage until later: thousands of events live to the end of their batch anyway."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_nothing_collected()
def _run_batch(subscriber: SubscriberLike, tenant_id: UUID, version: int, *, forced: bool) -> int:
    try:
        with begun_without_opening(db.engine) as connection:
            limits = (BATCH, BATCH_AFTER_FAILURE)
            batch = cursors.claim(
                connection, tenant_id, subscriber.name, version,
                forced=forced, limits=limits, members=subscriber.payload_members,
            )  # fmt: skip
            if batch is None or not batch.events:
                connection.commit()
                return 0
            if len(batch.events) > FEW:
                direct.execute_one(connection, _PLAN_AS_IT_COMES, {})
            events, parked = batch.events, batch.parked
            _refuse_gaps(events, batch.done_seq)
            if batch.fail_count >= TRIES_BEFORE_PARKING:
                parking.handle_one_by_one(connection, subscriber, tenant_id, version, events, parked)
            else:
                wanted = parking.without_parked(connection, subscriber, tenant_id, version, events, parked)
                if wanted:
                    subscriber.handle(connection, tenant_id, version, wanted)
            cursors.advance(connection, tenant_id, subscriber.name, version, events[-1].seq)
    except SequenceGapError:
        OUTBOX_GAPS.inc()
        raise
    except Exception as error:  # noqa: BLE001 - a handler may fail in any way; it is noted, counted and tried again
        _note_failure(subscriber.name, tenant_id, version, error)
        return 0
    PROJECTED_EVENTS.labels(subscriber=subscriber.name).inc(len(events))
    return len(events)


def _refuse_gaps(events: Sequence[OutboxEvent], done_seq: int) -> None:
    for expected, event in enumerate(events, start=done_seq + 1):
        if event.seq != expected:
            raise SequenceGapError(f"event {expected} is missing")


def _note_failure(name: str, tenant_id: UUID, version: int, error: Exception) -> None:
    transient = isinstance(error, DBAPIError) and (
        sqlstate_of(error) in RETRYABLE
        or sqlstate_of(error).startswith(_TRANSIENT)
        or error.connection_invalidated
    )
    log.warning("subscriber_failed", subscriber=name, version=version, error=type(error).__name__)
    try:
        with begun_without_opening(db.engine) as connection:
            batch = cursors.claim(connection, tenant_id, name, version, forced=True, limits=(0, 0))
            if batch is not None:
                count = batch.fail_count if transient else batch.fail_count + 1
                cursors.postpone(
                    connection, tenant_id, name, version, fail_count=max(1, count), error=repr(error)
                )
            connection.commit()
    except SQLAlchemyError:
        log.warning("subscriber_failure_not_noted", subscriber=name, version=version)
