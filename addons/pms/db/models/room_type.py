"""A category of rooms that is sold and priced as one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class RoomType(TenantMixin, Base):
    """``base_rate`` is in minor units of the property's currency, a night."""

    __tablename__ = "pms_room_types"
    __table_args__ = (
        UniqueConstraint("tenant_id", "property_id", "code"),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        CheckConstraint("overbooking_limit >= 0", name="overbooking_limit"),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    max_adults: Mapped[int]
    max_children: Mapped[int]
    max_occupancy: Mapped[int]
    base_rate: Mapped[int]
    overbooking_limit: Mapped[int] = mapped_column(default=0)
    sort_order: Mapped[int] = mapped_column(default=0)
