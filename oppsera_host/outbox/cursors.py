"""Cursor rows: claiming, advancing, postponing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import Connection, TextClause, text

from oppsera_host import clock
from oppsera_host.db import direct
from oppsera_host.db.engine import opening
from oppsera_host.db.fast_read import fetch_all, tenant_select
from oppsera_host.outbox.subscribers import OutboxEvent

_CREATE = text(
    "insert into host_outbox_cursors (tenant_id, subscriber, version, done_seq, live, fail_count, next_try_at,"
    " updated_at) values (:tenant, :subscriber, :version, 0, :live, 0, :now, :now) on conflict do nothing"
)
_CLAIM = text(
    "select done_seq, fail_count from host_outbox_cursors where tenant_id = :tenant and subscriber = :subscriber"
    " and version = :version and (:forced or next_try_at <= :now) for update skip locked"
)
# A statement of its own, though it asks for what the claim returns: it must see what was committed until then.
_READ = (
    "select seq, event_id, type, schema_version, aggregate_type, aggregate_id, aggregate_version, occurred_at, actor,"
    " correlation_id, {payload} as payload from host_outbox_events"
    " where tenant_id = :tenant and seq > (select c.done_seq"
    " from host_outbox_cursors c where c.tenant_id = :tenant and c.subscriber = :subscriber and c.version = :version)"
    " order by seq limit (select case c.fail_count when 0 then cast(:usual as bigint) else :after_failure end"
    " from host_outbox_cursors c where c.tenant_id = :tenant and c.subscriber = :subscriber and c.version = :version)"
)
_PARKED = text(
    "select distinct aggregate_id from host_outbox_parked where tenant_id = :tenant and subscriber = :subscriber"
    " and version = :version"
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
_BEHIND = tenant_select(
    "select c.version from host_outbox_streams s"
    " left join host_outbox_cursors c on c.tenant_id = s.tenant_id and c.subscriber = %(subscriber)s::text"
    " where s.tenant_id = %(tenant)s::uuid and coalesce(c.done_seq, 0) < s.last_seq"
    " and (c.version is null or %(forced)s::boolean or c.next_try_at <= %(now)s::timestamptz)"
    " order by c.version"
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


@dataclass(frozen=True, slots=True)
class Batch:
    """What there is to do for a claimed cursor.

    Attributes:
        done_seq: how far it has come.
        fail_count: how often in a row it failed since.
        events: the next ones, in seq order.
        parked: aggregates that are set aside.
    """

    done_seq: int
    fail_count: int
    events: Sequence[OutboxEvent]
    parked: frozenset[UUID]


def behind(subscriber: str, *, forced: bool) -> list[int | None]:
    """Return the versions of ``subscriber`` with events to handle in the tenant in scope; None where it has none yet.

    Those that back off count only if ``forced``.
    """
    rows = fetch_all(_BEHIND, {"subscriber": subscriber, "forced": forced, "now": clock.now()})
    return [row[0] for row in rows]


def claim(
    connection: Connection,
    tenant_id: UUID,
    subscriber: str,
    version: int,
    *,
    forced: bool,
    limits: tuple[int, int],
    members: tuple[str, ...] | None = None,
) -> Batch | None:
    """Lock the cursor and read what comes next; None when another worker holds it or it backs off.

    Args:
        connection: a transaction in which nothing was asked yet (``begun_without_opening``).
        tenant_id: the tenant.
        subscriber: its name.
        version: which of its versions.
        forced: claim one that backs off too.
        limits: how many events at most, usually and after a failure.
        members: of the payloads; None = all.
    """
    key = {"tenant": tenant_id, "subscriber": subscriber, "version": version}
    _, claimed, read, parked = direct.execute(
        connection,
        opening(tenant_id, plan_once=True),
        (_CLAIM, key | {"forced": forced, "now": clock.now()}),
        (_read(members), key | {"usual": limits[0], "after_failure": limits[1]}),
        (_PARKED, key),
    )
    row = claimed.one_or_none()
    if row is None:
        return None
    events = [OutboxEvent._make(each) for each in read]
    return Batch(row.done_seq, row.fail_count, events, frozenset(each.aggregate_id for each in parked))


@cache
def _read(members: tuple[str, ...] | None) -> TextClause:
    """Return the statement that reads the next events; of a payload of a kilobyte most subscribers need little."""
    payload = "payload"
    if members is not None:
        pairs = ", ".join(f"'{name}', payload -> '{name}'" for name in members)
        payload = f"jsonb_build_object({pairs})"
    return text(_READ.format(payload=payload))


def advance(connection: Connection, tenant_id: UUID, subscriber: str, version: int, seq: int) -> None:
    """Move the cursor to ``seq`` and commit the transaction that holds it."""
    binds = {
        "tenant": tenant_id,
        "subscriber": subscriber,
        "version": version,
        "seq": seq,
        "now": clock.now(),
    }
    direct.execute_and_commit(connection, (_ADVANCE, binds))


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
