"""Rooms with a flaw one can live with: still sold and assigned, with a warning."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class RoomOutOfService(TenantMixin, Base):
    """Nights ``[start_date, end_date)``. No room block: it takes nothing from stock and may overlap stays."""

    __tablename__ = "pms_room_out_of_service"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "room_id"], ["pms_rooms.tenant_id", "pms_rooms.id"]),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        CheckConstraint("end_date - start_date between 1 and 366", name="nights"),
        Index(None, "tenant_id", "property_id", "start_date"),
        Index(None, "tenant_id", "room_id", "start_date"),
    )

    property_id: Mapped[UUID]
    room_id: Mapped[UUID]
    start_date: Mapped[date]
    end_date: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
