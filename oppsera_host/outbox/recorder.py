"""Writes the audit rows and events of a unit of work: the last statements of its transaction."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from oppsera_host import clock
from oppsera_host.db import unit_of_work
from oppsera_host.db.constraint_errors import stale_when_null
from oppsera_host.db.direct import Call
from oppsera_host.db.unit_of_work import Mutation, Recorder, UnitOfWork
from oppsera_host.ids import new_id
from oppsera_host.outbox import wake
from oppsera_host.outbox.chain import row_hash

_LAST_NUMBER = text(
    "select last_seq, head_hash from host_outbox_streams where tenant_id = cast(:tenant as uuid)"
)
# The counter row is the transaction's last lock: whoever holds n commits before anyone gets n + 1.
_TAKE_NUMBERS = text(
    "insert into host_outbox_streams as s (tenant_id, last_seq, head_hash)"
    " values (cast(:tenant as uuid), cast(:count as bigint), '')"
    " on conflict (tenant_id) do update set last_seq = s.last_seq + excluded.last_seq returning last_seq, head_hash"
)
# Refuses itself (``stale_when_null``) where the numbers were only foreseen and somebody else has them by now. Rows take
# their tenant from the counter's row, so that it comes first.
_WRITE = """
with head as (
  update host_outbox_streams set head_hash = cast(:head as bytea),
    last_seq = case last_seq when cast(:before as bigint) then cast(:last as bigint) end
  where tenant_id = cast(:tenant as uuid) returning tenant_id
), events as (
  insert into host_outbox_events (tenant_id, seq, event_id, type, schema_version, aggregate_type, aggregate_id,
    aggregate_version, occurred_at, actor, correlation_id, payload)
  select head.tenant_id, e.seq, e.event_id, e.type, e.schema_version, e.aggregate_type, e.aggregate_id,
    e.aggregate_version, cast(:at as timestamptz), cast(:actor as text), cast(:correlation_id as text), e.payload
  from head, jsonb_to_recordset(cast(:events as jsonb)) as e(seq bigint, event_id uuid, type text,
    schema_version smallint, aggregate_type text, aggregate_id uuid, aggregate_version bigint, payload jsonb)
)
insert into {table} (tenant_id, seq, at, actor, action, entity, entity_id, entity_version, before, after,
  correlation_id, prev_hash, hash)
select head.tenant_id, a.seq, cast(:at as timestamptz), cast(:actor as text), a.action, a.entity, a.entity_id,
  a.entity_version, a.before, a.after, cast(:correlation_id as text), decode(a.prev_hash, 'hex'), decode(a.hash, 'hex')
from head, jsonb_to_recordset(cast(:audit as jsonb)) as a(seq bigint, action text, entity text, entity_id uuid,
  entity_version bigint, before jsonb, after jsonb, prev_hash text, hash text)
"""
_statements: dict[str, Any] = {}


def install() -> None:
    """Make every unit of work write through this outbox."""
    unit_of_work.set_recorder(Recorder(last_number, numbers, record))
    stale_when_null("host_outbox_streams", "last_seq")


def last_number(uow: UnitOfWork) -> Call:
    """Return the statement that reads the last event's number and the head of the audit chain."""
    return _LAST_NUMBER, {"tenant": uow.tenant_id}


def numbers(uow: UnitOfWork, mutations: list[Mutation]) -> Call:
    """Return the statement that takes as many numbers as ``mutations`` have events."""
    return _TAKE_NUMBERS, {"tenant": uow.tenant_id, "count": _count(mutations)}


def _count(mutations: list[Mutation]) -> int:
    return sum(len(mutation.events) for mutation in mutations)


def record(uow: UnitOfWork, mutations: list[Mutation]) -> int:
    """Number the events of ``mutations``, write them with their audit rows; return the last seq."""
    count = _count(mutations)
    if uow.last_number is None:
        taken = uow.execute(*numbers(uow, mutations)).one()
        before = last = int(taken.last_seq)
    else:
        taken = uow.last_number
        before = int(taken.last_seq)
        last = before + count
    at, head, seq = clock.now(), bytes(taken.head_hash), last - count
    events: list[dict[str, Any]] = []
    audits: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for mutation in mutations:
        row = _audit_row(mutation, seq + 1, at, uow)
        digest = row_hash(head, row)
        audits[mutation.audit_table].append(row | {"prev_hash": head.hex(), "hash": digest.hex()})
        head = digest
        for event in mutation.events:
            seq += 1
            events.append(
                {
                    "seq": seq, "event_id": new_id(), "type": event.type, "schema_version": event.schema_version,
                    "aggregate_type": event.aggregate_type, "aggregate_id": event.aggregate_id,
                    "aggregate_version": event.aggregate_version, "payload": event.payload,
                }
            )  # fmt: skip
    common = {
        "tenant": uow.tenant_id, "at": at, "actor": uow.actor.label, "correlation_id": uow.correlation_id,
        "head": head, "last": last,
    }  # fmt: skip
    for table, rows in audits.items():
        written = {"before": before, "events": _json(events), "audit": _json(rows)}
        uow.execute_later(_write_statement(table), common | written)
        events, before = [], last
    tenant_id: UUID = uow.tenant_id
    uow.after_commit(lambda: wake.notify(tenant_id))
    return last


def _audit_row(mutation: Mutation, seq: int, at: Any, uow: UnitOfWork) -> dict[str, Any]:
    return {
        "seq": seq, "at": at, "actor": uow.actor.label, "action": mutation.action, "entity": mutation.entity,
        "entity_id": mutation.entity_id, "entity_version": mutation.entity_version, "before": mutation.before,
        "after": mutation.after, "correlation_id": uow.correlation_id,
    }  # fmt: skip


def _write_statement(table: str) -> Any:
    if table not in _statements:
        _statements[table] = text(_WRITE.format(table=table))
    return _statements[table]


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows).decode()
