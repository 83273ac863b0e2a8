"""Cursor rows: claiming, advancing, postponing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from oppsera_host import clock
from oppsera_host.db import direct
from oppsera_host.outbox.subscribers import OutboxEvent

_CREATE = text(
    "insert into host_outbox_cursors (tenant_id, subscriber, version, done_seq, live, fail_count, next_try_at,"
    " updated_at) values (:tenant, :subscriber, :version, 0, :live, 0, :now, :now) on conflict do nothing"
)
_CLAIM = text(
    "select done_seq, fail_count from host_outbox_cursors where tenant_id = :tenant and subscriber = :subscriber"
    " and version = :version and (:forced or next_try_at <= :now) for update skip locked"
)
_READ = text(
    "select seq, event_id, type, schema_version, aggregate_type, aggregate_id, aggregate_version, occurred_at, actor,"
    " correlation_id, payload from host_outbox_events where tenant_id = :tenant and seq > :after"
    " order by seq limit :limit"
)
_ADVANCE = text(
    "update host_outbox_cursors set done_seq = :seq, fail_count = 0, last_error = null, next_try_at = :now,"
    " updated_at = :now"
    " where tenant_id = :tenant and subscriber = :subscriber and version = :version"
)
_POSTPONE = text(
    "update host_outbox_cursors set fail_count = :count, next_try_at = :next_try, last_error = :error,"
    " updated_at = :now where tenant_id = :tenant and subscriber = :subscriber and version = :version"
)
_VERSIONS = text(
    "select version from host_outbox_cursors where tenant_id = :tenant and subscriber = :subscriber order by version"
)
_DONE = text(
    "select done_seq from host_outbox_cursors where tenant_id = :tenant and subscriber = :subscriber and live"
)


def create(connection: Connection, tenant_id: UUID, subscriber: str, version: int, *, live: bool) -> None:
    """Start a cursor at 0 unless it is there already."""
    direct.execute_one(
        connection,
        _CREATE,
        {"tenant": tenant_id, "subscriber": subscriber, "version": version, "live": live, "now": clock.now()},
    )


def versions(connection: Connection, tenant_id: UUID, subscriber: str) -> list[int]:
    """The versions of ``subscriber`` that are being fed in this tenant."""
    rows = direct.execute_one(connection, _VERSIONS, {"tenant": tenant_id, "subscriber": subscriber})
    return [row.version for row in rows]


def claim(
    connection: Connection, tenant_id: UUID, subscriber: str, version: int, *, forced: bool
) -> tuple[int, int] | None:
    """Lock the cursor and return (done_seq, fail_count); None when another worker holds it or it is postponed."""
    row = direct.execute_one(
        connection,
        _CLAIM,
        {
            "tenant": tenant_id,
            "subscriber": subscriber,
            "version": version,
            "forced": forced,
            "now": clock.now(),
        },
    ).one_or_none()
    return None if row is None else (row.done_seq, row.fail_count)


def read_after(connection: Connection, tenant_id: UUID, after: int, limit: int) -> Sequence[OutboxEvent]:
    """Return up to ``limit`` events after ``after``, in seq order."""
    rows = direct.execute_one(connection, _READ, {"tenant": tenant_id, "after": after, "limit": limit})
    return [OutboxEvent(*row) for row in rows]


def advance(connection: Connection, tenant_id: UUID, subscriber: str, version: int, seq: int) -> None:
    """Move the cursor to ``seq`` in the transaction that holds it."""
    direct.execute_one(
        connection,
        _ADVANCE,
        {"tenant": tenant_id, "subscriber": subscriber, "version": version, "seq": seq, "now": clock.now()},
    )


def postpone(
    connection: Connection, tenant_id: UUID, subscriber: str, version: int, *, fail_count: int, error: str
) -> None:
    """Note a failure and back off: 1, 2, 4 … 60 seconds."""
    now = clock.now()
    delay = timedelta(seconds=min(60, 2 ** (fail_count - 1)))
    direct.execute_one(connection, _POSTPONE,
        {
            "tenant": tenant_id, "subscriber": subscriber, "version": version, "count": fail_count,
            "next_try": now + delay, "error": error[:500], "now": now,
        },
    )  # fmt: skip


def done_seq(connection: Connection, tenant_id: UUID, subscriber: str) -> int:
    """How far the live version of ``subscriber`` has come; 0 before its first event."""
    rows = direct.execute_one(connection, _DONE, {"tenant": tenant_id, "subscriber": subscriber})
    return rows.scalar() or 0
