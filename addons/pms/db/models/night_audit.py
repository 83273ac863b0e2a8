"""The closing of a property's business date: how far it got, and what it came to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class NightAudit(TenantMixin, Base):
    """One per property and business date; whoever works on it holds the row's lock for one transaction at a time.

    ``after_id`` is the last stay the current step has seen to. ``problems`` lists stays left alone, by id and
    code. ``report`` is what the finished audit answers; NULL until then.
    """

    __tablename__ = "pms_night_audits"
    __table_args__ = (
        UniqueConstraint("tenant_id", "property_id", "business_date"),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        CheckConstraint("step in ('OVERDUE', 'NO_SHOWS', 'CHARGES', 'CLOSE', 'DONE')", name="step"),
        CheckConstraint("overdue in ('KEEP', 'EXTEND', 'REFUSE')", name="overdue"),
        CheckConstraint(
            "(step = 'DONE') = (finished_at is not null and report is not null)", name="finished"
        ),
    )

    property_id: Mapped[UUID]
    business_date: Mapped[date]
    step: Mapped[str] = mapped_column(Text)
    overdue: Mapped[str] = mapped_column(Text)
    after_id: Mapped[UUID | None]
    started_at: Mapped[datetime]
    started_by: Mapped[str] = mapped_column(Text)
    finished_at: Mapped[datetime | None]
    extended: Mapped[int] = mapped_column(server_default=text("0"))
    no_shows: Mapped[int] = mapped_column(server_default=text("0"))
    no_show_fees: Mapped[int] = mapped_column(server_default=text("0"))
    charged_stays: Mapped[int] = mapped_column(server_default=text("0"))
    room_charges: Mapped[int] = mapped_column(server_default=text("0"))
    taxes: Mapped[int] = mapped_column(server_default=text("0"))
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    report: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
