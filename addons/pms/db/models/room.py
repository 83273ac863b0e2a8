"""A physical room, with what housekeeping knows of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class Room(TenantMixin, Base):
    """Occupancy and condition are two axes; the spec's four statuses are computed from them and the closures."""

    __tablename__ = "pms_rooms"
    __table_args__ = (
        UniqueConstraint("tenant_id", "property_id", "number"),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "room_type_id"], ["pms_room_types.tenant_id", "pms_room_types.id"]
        ),
        CheckConstraint("occupancy in ('VACANT', 'OCCUPIED')", name="occupancy"),
        CheckConstraint("condition in ('DIRTY', 'CLEAN', 'INSPECTED')", name="condition"),
        Index(None, "tenant_id", "room_type_id"),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    room_type_id: Mapped[UUID]
    number: Mapped[str] = mapped_column(Text)
    floor: Mapped[str | None] = mapped_column(Text)
    features: Mapped[list[str]] = mapped_column(JSONB, default=list)
    occupancy: Mapped[str] = mapped_column(Text, default="VACANT")
    condition: Mapped[str] = mapped_column(Text, default="CLEAN")
