"""Everything that occupies a room: stay segments, holds, closures, house use. The proof against double booking."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin

NO_OVERLAP = "pms_room_blocks_no_overlap"


class RoomBlock(TenantMixin, Base):
    """Nights ``[start_date, end_date)`` of one room. Two active blocks of a room can never overlap.

    Queries compare ``start_date`` and ``end_date``: under row-level security an operator on ``stay`` would keep
    Postgres from using any index.
    """

    __tablename__ = "pms_room_blocks"
    __table_args__ = (
        ExcludeConstraint(
            ("tenant_id", "="),
            ("room_id", "="),
            ("stay", "&&"),
            where=text("active"),
            using="gist",
            name=NO_OVERLAP,
            deferrable=True,
            initially="IMMEDIATE",
        ),
        CheckConstraint("end_date - start_date between 1 and 366", name="sane_stay"),
        CheckConstraint("kind in ('RESERVATION', 'OUT_OF_ORDER', 'HOUSE_USE')", name="kind"),
        CheckConstraint("(kind = 'RESERVATION') = (reservation_id is not null)", name="reservation"),
        ForeignKeyConstraint(["tenant_id", "room_id"], ["pms_rooms.tenant_id", "pms_rooms.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "reservation_id"], ["pms_reservations.tenant_id", "pms_reservations.id"]
        ),
        Index(None, "tenant_id", "room_id", "start_date"),
        Index(None, "tenant_id", "reservation_id", "segment_no"),
    )

    property_id: Mapped[UUID]
    room_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    reservation_id: Mapped[UUID | None]
    segment_no: Mapped[int] = mapped_column(SmallInteger, default=1)
    start_date: Mapped[date]
    end_date: Mapped[date]
    stay: Mapped[Any] = mapped_column(
        DATERANGE, Computed("daterange(start_date, end_date, '[)')", persisted=True)
    )
    active: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(Text, default="")
