"""What the stub would have sent to its channel."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin


class AvailabilityPush(TenantMixin, Base):
    """One message to the channel: so many units of a room type may be sold on a night."""

    __tablename__ = "pms_channels_stub_pushes"
    __table_args__ = (Index(None, "tenant_id", "reservation_id"),)

    seq: Mapped[int]
    reservation_id: Mapped[UUID]
    room_type_id: Mapped[UUID]
    night: Mapped[date]
    units: Mapped[int] = mapped_column(Integer)
    sent_at: Mapped[datetime] = mapped_column(default=now)
