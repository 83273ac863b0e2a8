"""The account of a stay. Entries are written once and corrected by further entries."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin


class Folio(TenantMixin, Base):
    """An account of a reservation, in the property's currency."""

    __tablename__ = "pms_folios"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "reservation_id"], ["pms_reservations.tenant_id", "pms_reservations.id"]
        ),
        CheckConstraint("status in ('OPEN', 'CLOSED')", name="status"),
        Index(None, "tenant_id", "reservation_id"),
    )

    version: Mapped[int] = mapped_column(default=1)
    reservation_id: Mapped[UUID]
    currency: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="OPEN")
    created_at: Mapped[datetime] = mapped_column(default=now)


class FolioEntry(TenantMixin, Base):
    """One line of a folio in minor units; append-only by grant and by trigger."""

    __tablename__ = "pms_folio_entries"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "folio_id"], ["pms_folios.tenant_id", "pms_folios.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "corrects_id"], ["pms_folio_entries.tenant_id", "pms_folio_entries.id"]
        ),
        CheckConstraint("kind in ('CHARGE', 'ADJUSTMENT', 'PAYMENT', 'REFUND')", name="kind"),
        UniqueConstraint("tenant_id", "folio_id", "night", "code"),
    )

    folio_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    night: Mapped[date | None]
    business_date: Mapped[date]
    amount: Mapped[int]
    description: Mapped[str] = mapped_column(Text)
    corrects_id: Mapped[UUID | None]
    posted_at: Mapped[datetime] = mapped_column(default=now)
