"""What a property charges for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class ChargeCode(TenantMixin, Base):
    """A kind of charge; ``price_amount`` is what one usually costs, None where it differs each time."""

    __tablename__ = "pms_charge_codes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
        UniqueConstraint("tenant_id", "property_id", "code"),
        CheckConstraint("price_amount >= 0", name="price"),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    charge_group: Mapped[str] = mapped_column(Text)
    tax_category: Mapped[str] = mapped_column(Text)
    price_amount: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
