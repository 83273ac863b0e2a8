"""The accounts of a stay. Entries are written once and corrected by further entries."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin

WINDOW_UNIQUE = "uq_pms_folios_tenant_id_reservation_id_window_number"
NIGHT_UNIQUE = "uq_pms_folio_entries_night"
#: Which entries the job of a night writes once: the charge itself, not its taxes, corrections and moves.
ONCE_A_NIGHT = "kind = 'CHARGE' and night is not null and tax_of_id is null"


class Folio(TenantMixin, Base):
    """An account of a reservation, in the property's currency; window 1 is the guest's.

    ``payment_provider`` and ``payment_token_ref`` name what a payment addon keeps for it (spec section 13), never a
    card.
    """

    __tablename__ = "pms_folios"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "reservation_id"], ["pms_reservations.tenant_id", "pms_reservations.id"]
        ),
        CheckConstraint("status in ('OPEN', 'CLOSED')", name="status"),
        CheckConstraint("window_number between 1 and 99", name="window"),
        UniqueConstraint("tenant_id", "reservation_id", "window_number"),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    reservation_id: Mapped[UUID]
    window_number: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    payer: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="OPEN")
    payment_provider: Mapped[str | None] = mapped_column(Text)
    payment_token_ref: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class FolioEntry(TenantMixin, Base):
    """One line of a folio in minor units; append-only by grant and by trigger."""

    __tablename__ = "pms_folio_entries"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "folio_id"], ["pms_folios.tenant_id", "pms_folios.id"]),
        *(
            ForeignKeyConstraint(
                ["tenant_id", column], ["pms_folio_entries.tenant_id", "pms_folio_entries.id"]
            )
            for column in ("corrects_id", "tax_of_id", "counterpart_id")
        ),
        CheckConstraint("kind in ('CHARGE', 'ADJUSTMENT', 'PAYMENT', 'REFUND', 'TRANSFER')", name="kind"),
        CheckConstraint("kind <> 'CHARGE' or (amount >= 0 and corrects_id is null)", name="charge"),
        CheckConstraint("amount = quantity * unit_amount", name="amount"),
        CheckConstraint(
            "case kind when 'PAYMENT' then method is not null and amount < 0"
            " when 'REFUND' then method is not null and amount > 0 when 'CHARGE' then method is null else true end",
            name="money",
        ),
        CheckConstraint("kind <> 'ADJUSTMENT' or corrects_id is not null", name="adjustment"),
        CheckConstraint("(kind = 'TRANSFER') = (counterpart_id is not null)", name="transfer"),
        Index(
            NIGHT_UNIQUE, "tenant_id", "reservation_id", "night", "code", unique=True,
            postgresql_where=text(ONCE_A_NIGHT),
        ),
        Index(None, "tenant_id", "folio_id", "id"),
        Index(None, "tenant_id", "property_id", "business_date"),
    )  # fmt: skip

    property_id: Mapped[UUID]
    reservation_id: Mapped[UUID]
    folio_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    night: Mapped[date | None]
    business_date: Mapped[date]
    quantity: Mapped[int]
    unit_amount: Mapped[int]
    amount: Mapped[int]
    description: Mapped[str] = mapped_column(Text)
    corrects_id: Mapped[UUID | None]
    tax_of_id: Mapped[UUID | None]
    counterpart_id: Mapped[UUID | None]
    method: Mapped[str | None] = mapped_column(Text)
    provider: Mapped[str | None] = mapped_column(Text)
    provider_reference: Mapped[str | None] = mapped_column(Text)
    posted_by: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime] = mapped_column(default=now)


class FolioRoute(TenantMixin, Base):
    """Where a reservation's charges go: those of a code, or of a group of codes, to one of its folios."""

    __tablename__ = "pms_folio_routes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "folio_id"], ["pms_folios.tenant_id", "pms_folios.id"]),
        CheckConstraint("(code is null) <> (charge_group is null)", name="one_of"),
        Index(None, "tenant_id", "reservation_id"),
        Index(None, "tenant_id", "folio_id"),
    )

    reservation_id: Mapped[UUID]
    folio_id: Mapped[UUID]
    code: Mapped[str | None] = mapped_column(Text)
    charge_group: Mapped[str | None] = mapped_column(Text)
