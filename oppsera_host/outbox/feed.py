"""The public event feed: the tenant's outbox, gap-free and replayable."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from oppsera_host.tenancy.scope import current_tenant

_SELECT = text(
    "select seq, event_id, type, schema_version, aggregate_type, aggregate_id, aggregate_version, occurred_at, actor,"
    " correlation_id, payload from host_outbox_events where tenant_id = :tenant and seq > :after"
    " order by seq limit :limit"
)


def read_events(session: Session, after: int, limit: int) -> list[dict[str, Any]]:
    """Return up to ``limit`` events with seq > ``after`` as camelCase dicts, oldest first."""
    rows = session.execute(_SELECT, {"tenant": current_tenant(), "after": after, "limit": limit})
    return [
        {
            "seq": row.seq, "eventId": str(row.event_id), "type": row.type, "schemaVersion": row.schema_version,
            "aggregateType": row.aggregate_type, "aggregateId": str(row.aggregate_id),
            "aggregateVersion": row.aggregate_version, "occurredAt": row.occurred_at.isoformat(),
            "actor": row.actor, "correlationId": row.correlation_id, "payload": row.payload,
        }
        for row in rows
    ]  # fmt: skip
