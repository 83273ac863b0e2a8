"""Executes a command once per key: the answer is kept in the transaction that did the work."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from addons.pms.domain.errors import idempotency_in_flight, idempotency_key_reused
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork

RETENTION_HOURS = 72
_TRY_LOCK = text("select pg_try_advisory_xact_lock(cast(:key as bigint))")
_FIND = text(
    "select fingerprint, status, headers, body from pms_idempotency_keys where tenant_id = cast(:tenant as uuid)"
    " and key = cast(:key as text)"
)
_KEEP = text(
    "insert into pms_idempotency_keys (tenant_id, key, fingerprint, status, headers, body, created_at) values"
    " (:tenant, :key, :fingerprint, :status, cast(:headers as jsonb), :body, :now)"
)
_PURGE = text(
    "delete from pms_idempotency_keys where tenant_id = cast(:tenant as uuid) and key in (select key from"
    " pms_idempotency_keys where tenant_id = cast(:tenant as uuid) and created_at < :before limit 1000)"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer: status, headers worth keeping, and the body's bytes."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A caller's key and the fingerprint of what it was used for (method, address, body, precondition, actor)."""

    key: str
    fingerprint: bytes


def claim(uow: UnitOfWork, request: KeyedRequest) -> Answer | None:
    """Take the key for this transaction; return the earlier answer when the work was done before.

    Raises:
        DomainError: IDEMPOTENCY_IN_FLIGHT while another transaction holds the key; IDEMPOTENCY_KEY_REUSED when
            it belongs to a different request.
    """
    digest = hashlib.sha256(uow.tenant_id.bytes + request.key.encode()).digest()
    lock = int.from_bytes(digest[:8], "big", signed=True)
    # Two statements, because the second must see what was committed until the first had the lock.
    locked, found = uow.execute_all(
        (_TRY_LOCK, {"key": lock}), (_FIND, {"tenant": uow.tenant_id, "key": request.key})
    )
    if not locked.scalar_one():
        raise idempotency_in_flight()
    kept = found.one_or_none()
    if kept is None:
        return None
    if bytes(kept.fingerprint) != request.fingerprint:
        raise idempotency_key_reused()
    return Answer(kept.status, kept.headers, bytes(kept.body))


def keep(uow: UnitOfWork, request: KeyedRequest, answer: Answer, headers_json: str) -> None:
    """Store ``answer`` under the key, to commit with the work itself."""
    uow.execute_later(
        _KEEP,
        {
            "tenant": uow.tenant_id, "key": request.key, "fingerprint": request.fingerprint,
            "status": answer.status, "headers": headers_json, "body": answer.body, "now": clock.now(),
        },
    )  # fmt: skip


def purge(uow: UnitOfWork, before: datetime) -> int:
    """Delete up to 1,000 answers older than ``before``; return how many."""
    return int(uow.connection.execute(_PURGE, {"tenant": uow.tenant_id, "before": before}).rowcount)
