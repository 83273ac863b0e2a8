"""The outbox: one dense sequence of events per tenant, a cursor per subscriber, and the audit chain's head."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, SmallInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base


class OutboxStream(Base):
    """A tenant's counter row: taken last in every transaction, so sequence order is commit order."""

    __tablename__ = "host_outbox_streams"
    __table_args__ = ({"postgresql_with": {"fillfactor": 50}},)

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("host_tenants.id"), primary_key=True)
    last_seq: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class OutboxRow(Base):
    """One published fact. Never changed, never deleted."""

    __tablename__ = "host_outbox_events"
    __table_args__ = (UniqueConstraint("tenant_id", "event_id"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[UUID]
    type: Mapped[str] = mapped_column(Text)
    schema_version: Mapped[int] = mapped_column(SmallInteger)
    aggregate_type: Mapped[str] = mapped_column(Text)
    aggregate_id: Mapped[UUID]
    aggregate_version: Mapped[int]
    occurred_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    correlation_id: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)


class OutboxCursor(Base):
    """How far one version of one subscriber has come in one tenant."""

    __tablename__ = "host_outbox_cursors"
    __table_args__ = ({"postgresql_with": {"fillfactor": 50}},)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    subscriber: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    done_seq: Mapped[int] = mapped_column(default=0)
    live: Mapped[bool] = mapped_column(default=True)
    fail_count: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    last_error: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class OutboxParked(Base):
    """An event set aside after three tries; later events of its aggregate queue up behind it."""

    __tablename__ = "host_outbox_parked"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    subscriber: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    aggregate_id: Mapped[UUID]
    error: Mapped[str] = mapped_column(Text)
    parked_at: Mapped[datetime] = mapped_column(default=now)


class AuditLogMixin:
    """Columns of an audit table: one row per mutation, hash-chained per tenant across all audit tables."""

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-20)
    seq: Mapped[int] = mapped_column(primary_key=True, sort_order=-19)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    entity: Mapped[str] = mapped_column(Text)
    entity_id: Mapped[UUID]
    entity_version: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    correlation_id: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class HostAuditLog(AuditLogMixin, Base):
    """What was changed in the host itself: users, roles, tokens, addons."""

    __tablename__ = "host_audit_log"
