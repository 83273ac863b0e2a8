"""A hotel or lodge: the place whose calendar, currency and business date everything in it follows."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin


class Property(TenantMixin, Base):
    """``business_date`` is the operating day; only the night audit moves it."""

    __tablename__ = "pms_properties"
    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(Text)
    business_date: Mapped[date]
    check_in_time: Mapped[time]
    check_out_time: Mapped[time]
    no_show_cutoff: Mapped[time]
    address: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(default=now)
