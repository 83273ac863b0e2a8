"""What a profile said before: kept where an erasure reaches it, vouched for where nothing is ever changed.

The audit trail holds no word about a guest. It holds HMAC-SHA256 (RFC 2104) of each change under a random key of
that guest: with the key anybody can prove that the kept words are the ones written then; once an erasure has
destroyed the key, nobody can find them out, not even by trying names.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from addons.pms.domain.snapshots import instant_text
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork

KEY_BYTES = 32
#: Under this name the audit trail vouches for a change.
PROOF = "changeProof"
_KEY = text(
    "insert into pms_guest_keys (tenant_id, guest_id, key) values (:tenant, :guest, :key)"
    " on conflict (tenant_id, guest_id) do update set key = pms_guest_keys.key returning key"
)
_KEEP = text(
    "insert into pms_guest_changes (tenant_id, guest_id, version, at, actor, before, after)"
    " values (:tenant, :guest, :version, :now, :actor, cast(:before as jsonb), cast(:after as jsonb))"
)
_CHANGES = text(
    "select c.version, c.at, c.actor, c.before, c.after, k.key, a.after ->> 'changeProof' as proof"
    " from pms_guest_changes c join pms_guest_keys k on k.tenant_id = c.tenant_id and k.guest_id = c.guest_id"
    " left join pms_audit_log a on a.tenant_id = c.tenant_id and a.entity_id = c.guest_id"
    " and a.entity_version = c.version and a.entity = 'guest'"
    " where c.tenant_id = cast(:tenant as uuid) and c.guest_id = cast(:guest as uuid)"
    " order by c.version desc limit cast(:count as integer)"
)
_FORGET = (
    text(
        "delete from pms_guest_changes where tenant_id = cast(:tenant as uuid)"
        " and guest_id = any(cast(:guests as uuid[]))"
    ),
    text(
        "delete from pms_guest_keys where tenant_id = cast(:tenant as uuid)"
        " and guest_id = any(cast(:guests as uuid[]))"
    ),
)


def keep(
    uow: UnitOfWork, guest_id: UUID, version: int, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, str]:
    """Keep the fields that ``version`` changed; return what the audit row says to vouch for them."""
    binds = {"tenant": uow.tenant_id, "guest": guest_id}
    key = uow.execute(_KEY, binds | {"key": secrets.token_bytes(KEY_BYTES)}).scalar_one()
    uow.execute(
        _KEEP,
        binds | {
            "version": version, "now": clock.now(), "actor": uow.actor.label,
            "before": orjson.dumps(before).decode(), "after": orjson.dumps(after).decode(),
        },
    )  # fmt: skip
    return {PROOF: proof_of(bytes(key), guest_id, version, before, after)}


def proof_of(key: bytes, guest_id: UUID, version: int, before: dict[str, Any], after: dict[str, Any]) -> str:
    """Return the proof of a change as hexadecimal digits."""
    said = orjson.dumps([str(guest_id), version, before, after], option=orjson.OPT_SORT_KEYS)
    return hmac.new(key, said, "sha256").hexdigest()


def changes(session: Session, tenant_id: UUID, guest_id: UUID, limit: int) -> list[dict[str, Any]]:
    """Return the latest changes of a profile, newest first.

    Returns:
        JSON-ready rows of version, at, actor, before, after, and ``proven``: whether the audit trail vouches
        for these words.
    """
    rows = session.execute(_CHANGES, {"tenant": tenant_id, "guest": guest_id, "count": limit})
    return [
        {
            "version": row.version, "at": instant_text(row.at), "actor": row.actor, "before": row.before,
            "after": row.after,
            "proven": hmac.compare_digest(
                row.proof or "", proof_of(bytes(row.key), guest_id, row.version, row.before, row.after)
            ),
        }
        for row in rows
    ]  # fmt: skip


def forget(uow: UnitOfWork, guest_ids: list[UUID]) -> None:
    """Delete what is kept of the guests' changes, and destroy their keys."""
    for statement in _FORGET:
        uow.execute(statement, {"tenant": uow.tenant_id, "guests": guest_ids})
