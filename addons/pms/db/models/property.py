"""A hotel or lodge: the place whose calendar, currency and business date everything in it follows."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin


class Property(TenantMixin, Base):
    """``business_date`` is the operating day; only the night audit moves it.

    ``night_audit_time`` is the local time at which the day is closed without being asked; None = by hand only.
    ``stay_over_cleaning_every`` counts nights between two cleanings of a room whose guest stays; 0 = never.
    """

    __tablename__ = "pms_properties"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint(
            "cancellation_deadline_hours between 0 and 8760 and stay_over_cleaning_every between 0 and 30",
            name="rules",
        ),
    )

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
    cancellation_deadline_hours: Mapped[int] = mapped_column(default=24)
    night_audit_time: Mapped[time | None]
    stay_over_cleaning_every: Mapped[int] = mapped_column(default=1)
    inspect_rooms: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(Text, default="en")
    created_at: Mapped[datetime] = mapped_column(default=now)
