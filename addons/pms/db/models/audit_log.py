"""Who changed what in the hotel, and what it was before. One row a mutation, hash-chained, append-only."""

from __future__ import annotations

from sqlalchemy import Index

from oppsera_host.db.base import Base
from oppsera_host.outbox.models import AuditLogMixin


class AuditLog(AuditLogMixin, Base):
    """Rows hold ids and figures; a guest's name, e-mail or phone never."""

    __tablename__ = "pms_audit_log"
    __table_args__ = (Index(None, "tenant_id", "entity_id", "seq"),)
