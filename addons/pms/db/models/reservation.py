"""One room stay, from hold to departure, and its priced nights."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin

SOURCE_UNIQUE = "uq_pms_reservations_source"


class Reservation(TenantMixin, Base):
    """``room_type_id`` is the type whose stock it consumes, ``booked_room_type_id`` the one it was sold as."""

    __tablename__ = "pms_reservations"
    __table_args__ = (
        UniqueConstraint("tenant_id", "confirmation_number"),
        Index(
            SOURCE_UNIQUE,
            "tenant_id",
            "source_type",
            "source_ref",
            unique=True,
            postgresql_where=text(
                "source_ref is not null and source_type in ('BOOKING_ENGINE', 'CHANNEL', 'IMPORT')"
            ),
        ),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "room_type_id"], ["pms_room_types.tenant_id", "pms_room_types.id"]
        ),
        ForeignKeyConstraint(
            ["tenant_id", "booked_room_type_id"], ["pms_room_types.tenant_id", "pms_room_types.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "guest_id"], ["pms_guests.tenant_id", "pms_guests.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "rate_plan_id"], ["pms_rate_plans.tenant_id", "pms_rate_plans.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "day_use_room_id"], ["pms_rooms.tenant_id", "pms_rooms.id"]),
        ForeignKeyConstraint(["tenant_id", "booking_id"], ["pms_bookings.tenant_id", "pms_bookings.id"]),
        CheckConstraint("child_ages is null or cardinality(child_ages) = children", name="child_ages"),
        CheckConstraint("day_use or day_use_room_id is null", name="day_use_room"),
        CheckConstraint(
            "status in ('HOLD', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT', 'CANCELLED', 'NO_SHOW', 'EXPIRED')",
            name="status",
        ),
        CheckConstraint(
            "check_out_date - check_in_date between 0 and 366 and day_use = (check_out_date = check_in_date)",
            name="dates",
        ),
        Index(None, "tenant_id", "property_id", "check_in_date"),
        Index(None, "tenant_id", "property_id", "check_out_date"),
        Index(None, "tenant_id", "guest_id"),
        Index(
            "ix_pms_reservations_release_at",
            "tenant_id",
            "release_at",
            postgresql_where=text("status = 'HOLD'"),
        ),
        Index(
            "ix_pms_reservations_booking_id",
            "tenant_id",
            "booking_id",
            postgresql_where=text("booking_id is not null"),
        ),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    confirmation_number: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    room_type_id: Mapped[UUID]
    booked_room_type_id: Mapped[UUID]
    check_in_date: Mapped[date]
    check_out_date: Mapped[date]
    day_use: Mapped[bool] = mapped_column(default=False)
    day_use_room_id: Mapped[UUID | None]
    adults: Mapped[int]
    children: Mapped[int]
    guest_id: Mapped[UUID]
    rate_plan_id: Mapped[UUID | None]
    currency: Mapped[str] = mapped_column(Text)
    total_amount: Mapped[int]
    room_locked: Mapped[bool] = mapped_column(default=False)
    source_type: Mapped[str] = mapped_column(Text)
    source_ref: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    release_at: Mapped[datetime | None]
    booked_on: Mapped[date]
    status_date: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    booking_id: Mapped[UUID | None]
    child_ages: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))


class ReservationNight(Base):
    """One night of a stay: its price in minor units, and the room type whose stock it consumes."""

    __tablename__ = "pms_reservation_nights"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "reservation_id"], ["pms_reservations.tenant_id", "pms_reservations.id"]
        ),
        Index(None, "tenant_id", "room_type_id", "night"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    reservation_id: Mapped[UUID] = mapped_column(primary_key=True)
    night: Mapped[date] = mapped_column(primary_key=True)
    room_type_id: Mapped[UUID]
    amount: Mapped[int]
