"""Which profile took over which, with what an undo needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin


class GuestMerge(TenantMixin, Base):
    """``moved`` lists ids by table; ``before`` and ``filled`` are the survivor's details that were filled up."""

    __tablename__ = "pms_guest_merges"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "survivor_id"], ["pms_guests.tenant_id", "pms_guests.id"]),
        ForeignKeyConstraint(["tenant_id", "other_id"], ["pms_guests.tenant_id", "pms_guests.id"]),
        Index(None, "tenant_id", "survivor_id"),
        Index(
            "uq_pms_guest_merges_other",
            "tenant_id",
            "other_id",
            unique=True,
            postgresql_where=text("undone_at is null"),
        ),
    )

    survivor_id: Mapped[UUID]
    other_id: Mapped[UUID]
    moved: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    filled: Mapped[dict[str, Any]] = mapped_column(JSONB)
    merged_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
