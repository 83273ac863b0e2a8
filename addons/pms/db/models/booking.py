"""Several stays under one confirmation number, and the further guests of a stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin


class Booking(TenantMixin, Base):
    """One purchase: its party and number. ``stays_made`` numbers the next stay; numbers are never reused."""

    __tablename__ = "pms_bookings"
    __table_args__ = (
        UniqueConstraint("tenant_id", "confirmation_number"),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        ForeignKeyConstraint(["tenant_id", "guest_id"], ["pms_guests.tenant_id", "pms_guests.id"]),
        Index(None, "tenant_id", "guest_id"),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    confirmation_number: Mapped[str] = mapped_column(Text)
    guest_id: Mapped[UUID]
    source_type: Mapped[str] = mapped_column(Text)
    source_ref: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    stays_made: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class ReservationGuest(Base):
    """A further guest of a stay, besides the one it is booked for."""

    __tablename__ = "pms_reservation_guests"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "reservation_id"], ["pms_reservations.tenant_id", "pms_reservations.id"]
        ),
        ForeignKeyConstraint(["tenant_id", "guest_id"], ["pms_guests.tenant_id", "pms_guests.id"]),
        CheckConstraint("role in ('ACCOMPANYING', 'CHILD', 'BOOKER')", name="role"),
        Index(None, "tenant_id", "guest_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    reservation_id: Mapped[UUID] = mapped_column(primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(default=now)
