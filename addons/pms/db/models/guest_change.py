"""What a profile said before and after each change, and the guest's key; both end with an erasure."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base


class GuestKey(Base):
    """Random bytes under which the audit trail vouches for a guest's changes without holding their words."""

    __tablename__ = "pms_guest_keys"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "guest_id"], ["pms_guests.tenant_id", "pms_guests.id"]),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class GuestChange(Base):
    """The fields that ``version`` changed. Not append-only: an erasure deletes these rows."""

    __tablename__ = "pms_guest_changes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "guest_id"], ["pms_guests.tenant_id", "pms_guests.id"]),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB)
