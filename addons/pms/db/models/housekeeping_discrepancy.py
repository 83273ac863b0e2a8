"""Where housekeeping saw something else than the desk believes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class HousekeepingDiscrepancy(TenantMixin, Base):
    """``seen`` by housekeeping against ``desk``, what the books said then; at most one unresolved per room."""

    __tablename__ = "pms_housekeeping_discrepancies"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "room_id"], ["pms_rooms.tenant_id", "pms_rooms.id"]),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        CheckConstraint(
            "seen in ('VACANT', 'OCCUPIED') and desk in ('VACANT', 'OCCUPIED') and seen <> desk",
            name="differs",
        ),
        CheckConstraint("(resolved_at is null) = (resolution is null)", name="resolution"),
        Index(
            "uq_pms_housekeeping_discrepancies_unresolved", "tenant_id", "room_id", unique=True,
            postgresql_where=text("resolved_at is null"),
        ),
        Index(None, "tenant_id", "property_id", "date"),
    )  # fmt: skip

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    room_id: Mapped[UUID]
    date: Mapped[date]
    seen: Mapped[str] = mapped_column(Text)
    desk: Mapped[str] = mapped_column(Text)
    reported_by: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]
    resolved_by: Mapped[str | None] = mapped_column(Text)
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str | None] = mapped_column(Text)
