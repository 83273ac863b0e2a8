"""Recomputes everything that is kept twice and names what differs: the proof behind `oppsera pms verify`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from addons.pms.db.queries import verify as queries
from addons.pms.db.queries import verify_ledger
from addons.pms.projections import badges
from addons.pms.projections.board import NAME
from oppsera_host.db.base import db
from oppsera_host.outbox.audit_trail import broken_audit_links
from oppsera_host.outbox.runner import run_subscriber, run_version
from oppsera_host.tenancy.scope import tenant_scope

_TRIES = 5
_LONG_READ = text(
    "select set_config('statement_timeout', '10min', true),"
    " set_config('idle_in_transaction_session_timeout', '10min', true)"
)
_PROPERTIES = text("select id from pms_properties where tenant_id = cast(:tenant as uuid) order by id")
_OF_RECORD = {
    "stock sold": queries.SOLD_STOCK,
    "stock of rooms": queries.ROOM_STOCK,
    "overlapping room blocks": queries.OVERLAPS,
    "day guests in closed rooms": queries.CLOSED_DAYS,
    "nights of stays": queries.NIGHTS,
    "rooms of stays": queries.ROOM_BLOCKS,
    "totals of stays": queries.TOTALS,
    **verify_ledger.CHECKS,
    "event sequence": queries.OUTBOX,
}
_STATEMENTS = {check: text(statement) for check, statement in _OF_RECORD.items()}
_SEGMENTS, _ROOMS, _OCCUPANCY = text(queries.SEGMENTS), text(queries.ROOMS), text(queries.OCCUPANCY)
_PROGRESS = text(queries.PROGRESS)


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that is not as it should be: which check found it, and the facts, JSON-ready without names."""

    check: str
    detail: dict[str, Any]

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"check": self.check, **self.detail}


def verify(tenant_id: UUID) -> list[Drift]:
    """Compare stock, read models, audit chain and event sequence with a recount; return what differs.

    Everything is read in one snapshot of the database, at a moment when the projection has handled every event,
    so people may go on working meanwhile.
    """
    run_subscriber(NAME, tenant_id, forced=True)
    with _snapshot(tenant_id, None) as (connection, version):
        drift = [
            Drift(check, detail)
            for check, statement in _STATEMENTS.items()
            for detail in connection.execute(statement, {"tenant": tenant_id}).scalars()
        ]
        drift += board_drift(connection, tenant_id, version)
        broken = broken_audit_links(connection, tenant_id)
        drift += [Drift("audit chain", {"seq": seq}) for seq in broken]
    return drift


def verify_version(tenant_id: UUID, version: int) -> list[Drift]:
    """Compare one version of the board's read models with a recount; return what differs."""
    with _snapshot(tenant_id, version) as (connection, fed):
        return board_drift(connection, tenant_id, fed)


def board_drift(connection: Connection, tenant_id: UUID, version: int | None) -> list[Drift]:
    """Compare the read models of ``version``, row by row; None (nothing was projected yet) differs in nothing."""
    if version is None:
        return []
    binds = {"tenant": tenant_id, "version": version}
    given = {"badges": badges.of_all_stays(connection, tenant_id) or "{}"}
    rows = connection.execute(_SEGMENTS, {**binds, **given}).scalars()
    drift = [Drift("board segments", detail) for detail in rows]
    drift += [Drift("board rooms", detail) for detail in connection.execute(_ROOMS, binds).scalars()]
    for property_id in connection.execute(_PROPERTIES, {"tenant": tenant_id}).scalars().all():
        rows = connection.execute(_OCCUPANCY, {**binds, "property": property_id}).scalars()
        drift += [Drift("board occupancy", detail) for detail in rows]
    return drift


@contextmanager
def _snapshot(tenant_id: UUID, version: int | None) -> Iterator[tuple[Connection, int | None]]:
    """Open a snapshot in which the version (None = the one being read) has handled every event.

    If the tenant writes faster than the projection reads, the last snapshot is taken as it is: what lags shows.
    """
    for attempt in range(1, _TRIES + 1):
        with tenant_scope(tenant_id), db.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            connection.execute(_LONG_READ)
            progress = connection.execute(
                _PROGRESS, {"tenant": tenant_id, "subscriber": NAME, "version": version}
            ).one()
            if (progress.done_seq or 0) == progress.last_seq or attempt == _TRIES:
                yield connection, progress.version
                return
        if progress.version is not None:
            run_version(NAME, tenant_id, progress.version)
