"""The board's read models: rows shaped for reading, kept by projections, never written by commands.

``model_version`` keeps a rebuild beside the version that is being read.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Integer, PrimaryKeyConstraint, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base

AUTOVACUUM = {
    "postgresql_with": {"autovacuum_vacuum_scale_factor": 0.01, "autovacuum_analyze_scale_factor": 0.02}
}
UNASSIGNED = UUID(int=0)


class CalendarSegment(Base):
    """One row per segment and ISO week it touches, so that a week is an equality look-up however long stays are.

    ``badges`` are addons' codes parted by blanks: a text, because a board without any should pay a byte a row for it.
    """

    __tablename__ = "rm_pms_calendar_segments"
    __table_args__ = (
        PrimaryKeyConstraint(
            "tenant_id", "model_version", "property_id", "week", "room_id", "segment_start", "segment_id",
            postgresql_include=[
                "segment_end", "reservation_id", "reservation_version", "check_in_date", "check_out_date", "kind",
                "status", "guest_name", "source_type", "adults", "children", "flags", "balance_due", "room_type_id",
                "badges",
            ],
        ),
        AUTOVACUUM,
    )  # fmt: skip

    tenant_id: Mapped[UUID]
    model_version: Mapped[int] = mapped_column(SmallInteger)
    property_id: Mapped[UUID]
    week: Mapped[date]
    room_id: Mapped[UUID]
    segment_start: Mapped[date]
    segment_id: Mapped[UUID]
    segment_end: Mapped[date]
    reservation_id: Mapped[UUID | None]
    reservation_version: Mapped[int]
    check_in_date: Mapped[date]
    check_out_date: Mapped[date]
    kind: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    guest_name: Mapped[str] = mapped_column(Text)
    source_type: Mapped[str] = mapped_column(Text)
    adults: Mapped[int] = mapped_column(Integer)
    children: Mapped[int] = mapped_column(Integer)
    flags: Mapped[int] = mapped_column(SmallInteger)
    balance_due: Mapped[int]
    room_type_id: Mapped[UUID]
    badges: Mapped[str] = mapped_column(Text, server_default=text("''"))


class CalendarRoom(Base):
    """A room as the board labels its row."""

    __tablename__ = "rm_pms_calendar_rooms"
    __table_args__ = (
        PrimaryKeyConstraint("tenant_id", "model_version", "property_id", "room_id"),
        AUTOVACUUM,
    )

    tenant_id: Mapped[UUID]
    model_version: Mapped[int] = mapped_column(SmallInteger)
    property_id: Mapped[UUID]
    room_id: Mapped[UUID]
    number: Mapped[str] = mapped_column(Text)
    room_type_id: Mapped[UUID]
    room_type_code: Mapped[str] = mapped_column(Text)
    room_type_name: Mapped[str] = mapped_column(Text)
    floor: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    condition: Mapped[str] = mapped_column(Text)


class DailyOccupancy(Base):
    """Counts of one room type on one night; recounted for touched nights, never incremented."""

    __tablename__ = "rm_pms_daily_occupancy"
    __table_args__ = (
        PrimaryKeyConstraint("tenant_id", "model_version", "property_id", "night", "room_type_id"),
        AUTOVACUUM,
    )

    tenant_id: Mapped[UUID]
    model_version: Mapped[int] = mapped_column(SmallInteger)
    property_id: Mapped[UUID]
    night: Mapped[date]
    room_type_id: Mapped[UUID]
    physical: Mapped[int] = mapped_column(Integer)
    out_of_order: Mapped[int] = mapped_column(Integer)
    held: Mapped[int] = mapped_column(Integer)
    sold: Mapped[int] = mapped_column(Integer)
    occupied: Mapped[int] = mapped_column(Integer)
    arrivals: Mapped[int] = mapped_column(Integer)
    departures: Mapped[int] = mapped_column(Integer)
    day_use: Mapped[int] = mapped_column(Integer)
    no_shows: Mapped[int] = mapped_column(Integer)
    revenue: Mapped[int]


class CalendarVersion(Base):
    """Changes whenever anything the board shows of that week changed: the week's ETag."""

    __tablename__ = "rm_pms_calendar_versions"
    __table_args__ = (PrimaryKeyConstraint("tenant_id", "property_id", "week"), AUTOVACUUM)

    tenant_id: Mapped[UUID]
    property_id: Mapped[UUID]
    week: Mapped[date]
    value: Mapped[int]
