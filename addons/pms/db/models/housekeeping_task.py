"""What housekeeping has to do in a room on a day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin

ONCE_A_DAY = "uq_pms_housekeeping_tasks_once_a_day"


class HousekeepingTask(TenantMixin, Base):
    """A room has each kind of task once a day, but any number of tasks given out by hand."""

    __tablename__ = "pms_housekeeping_tasks"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "room_id"], ["pms_rooms.tenant_id", "pms_rooms.id"]),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        CheckConstraint(
            "kind in ('DEPARTURE', 'STAY_OVER', 'ARRIVAL', 'INSPECTION', 'MANUAL')", name="kind"
        ),
        CheckConstraint("status in ('OPEN', 'IN_PROGRESS', 'DONE', 'SKIPPED')", name="status"),
        Index(
            ONCE_A_DAY, "tenant_id", "property_id", "date", "room_id", "kind", unique=True,
            postgresql_where=text("kind <> 'MANUAL'"),
        ),
        Index(None, "tenant_id", "property_id", "date"),
        Index(
            "ix_pms_housekeeping_tasks_unfinished", "tenant_id", "room_id",
            postgresql_where=text("status in ('OPEN', 'IN_PROGRESS')"),
        ),
    )  # fmt: skip

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    room_id: Mapped[UUID]
    date: Mapped[date]
    kind: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="OPEN")
    assignee_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
