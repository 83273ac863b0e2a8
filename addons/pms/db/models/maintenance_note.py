"""What somebody noticed in a room and somebody has to repair."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class MaintenanceNote(TenantMixin, Base):
    """Open until it is closed; ``opened_by`` and ``closed_by`` are actor labels."""

    __tablename__ = "pms_maintenance_notes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "room_id"], ["pms_rooms.tenant_id", "pms_rooms.id"]),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        CheckConstraint("(closed_at is null) = (closed_by is null)", name="closed"),
        Index(None, "tenant_id", "property_id", "id"),
        Index(None, "tenant_id", "room_id", "id"),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    room_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]
    closed_by: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None]
