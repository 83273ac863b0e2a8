"""Every change of a room's state: who, when, from, to, why. Append-only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class RoomStatusLog(TenantMixin, Base):
    """``reason`` is about the room, such as a closure's reason; guests are never named here."""

    __tablename__ = "pms_room_status_log"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "room_id"], ["pms_rooms.tenant_id", "pms_rooms.id"]),
        Index(None, "tenant_id", "room_id", "id"),
    )

    room_id: Mapped[UUID]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    occupancy_before: Mapped[str] = mapped_column(Text)
    condition_before: Mapped[str] = mapped_column(Text)
    status_before: Mapped[str] = mapped_column(Text)
    occupancy_after: Mapped[str] = mapped_column(Text)
    condition_after: Mapped[str] = mapped_column(Text)
    status_after: Mapped[str] = mapped_column(Text)
