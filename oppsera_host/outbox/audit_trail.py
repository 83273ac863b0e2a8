"""Reads the audit tables of every addon as the one chain they are, and says where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from oppsera_host.db.base import Base
from oppsera_host.outbox.chain import FIELDS, broken_links
from oppsera_host.outbox.models import AuditLogMixin

_HEAD = text("select head_hash from host_outbox_streams where tenant_id = cast(:tenant as uuid)")
_AT_ONCE = 1000


def audit_tables() -> list[str]:
    """Return the names of all audit tables of the installed addons and the host."""
    audited = (mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, AuditLogMixin))
    return sorted(str(mapper.local_table) for mapper in audited)


def broken_audit_links(connection: Connection, tenant_id: UUID) -> list[int]:
    """Return the seqs at which the tenant's audit chain does not hold; empty for an intact one.

    Args:
        connection: in a transaction of the tenant; REPEATABLE READ unless nobody writes meanwhile.
        tenant_id: the tenant.
    """
    head = connection.execute(_HEAD, {"tenant": tenant_id}).scalar()
    return broken_links(_rows(connection, tenant_id), bytes(head) if head is not None else b"")


def _rows(connection: Connection, tenant_id: UUID) -> Iterator[dict[str, Any]]:
    columns = ", ".join((*FIELDS, "prev_hash", "hash"))
    union = " union all ".join(
        f"select {columns} from {table} where tenant_id = cast(:tenant as uuid)" for table in audit_tables()
    )
    statement = text(f"{union} order by seq").execution_options(yield_per=_AT_ONCE)
    for row in connection.execute(statement, {"tenant": tenant_id}).mappings():
        yield {**row, "prev_hash": bytes(row["prev_hash"]), "hash": bytes(row["hash"])}
