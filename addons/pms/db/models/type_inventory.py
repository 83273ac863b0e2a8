"""Stock of a room type on one night. Guards the stays that have no room yet."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base

NOT_OVERSOLD = "ck_pms_type_inventory_not_oversold"
NOT_NEGATIVE = "ck_pms_type_inventory_not_negative"


class TypeInventory(Base):
    """``sold`` counts every stay (held or sold) that consumes the type that night, with or without a room."""

    __tablename__ = "pms_type_inventory"
    __table_args__ = (
        CheckConstraint("sold <= physical - out_of_order + overbooking_limit", name="not_oversold"),
        CheckConstraint("sold >= 0 and out_of_order >= 0", name="not_negative"),
        ForeignKeyConstraint(
            ["tenant_id", "room_type_id"], ["pms_room_types.tenant_id", "pms_room_types.id"]
        ),
        {"postgresql_with": {"fillfactor": 70}},
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    room_type_id: Mapped[UUID] = mapped_column(primary_key=True)
    night: Mapped[date] = mapped_column(primary_key=True)
    physical: Mapped[int] = mapped_column(Integer)
    out_of_order: Mapped[int] = mapped_column(Integer, default=0)
    sold: Mapped[int] = mapped_column(Integer, default=0)
    overbooking_limit: Mapped[int] = mapped_column(Integer, default=0)
