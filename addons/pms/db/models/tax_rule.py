"""Taxes a property takes, each with the nights it is due on, and the stays that are free of them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, SmallInteger, Text, literal_column
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin

NO_OVERLAP = "pms_tax_rules_no_overlap"


class TaxRule(TenantMixin, Base):
    """A tax from ``valid_from`` to ``valid_to``, both nights within; two of one code never share a night.

    ``parts`` is the JSON of ``domain.tax_payloads``.
    """

    __tablename__ = "pms_tax_rules"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        ExcludeConstraint(
            ("tenant_id", "="),
            ("property_id", "="),
            ("code", "="),
            (literal_column("daterange(valid_from, valid_to, '[]')"), "&&"),
            using="gist",
            name=NO_OVERLAP,
        ),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="validity"),
        CheckConstraint("from_age >= 0 and half_until_age >= 0", name="ages"),
        CheckConstraint("max_nights >= 1", name="nights"),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    from_age: Mapped[int] = mapped_column(SmallInteger, default=0)
    half_until_age: Mapped[int | None] = mapped_column(SmallInteger)
    max_nights: Mapped[int | None] = mapped_column(SmallInteger)
    exempt: Mapped[list[str]] = mapped_column(ARRAY(Text))
    applies_to: Mapped[list[str]] = mapped_column(ARRAY(Text))
    included: Mapped[bool] = mapped_column(default=False)


class TaxExemption(Base):
    """The reason why a stay is free of taxes that know this reason; None = it is not free any more."""

    __tablename__ = "pms_tax_exemptions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "reservation_id"], ["pms_reservations.tenant_id", "pms_reservations.id"]
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    reservation_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str | None] = mapped_column(Text)
