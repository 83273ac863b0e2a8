"""Price contracts, their nightly prices, and the rules of sale."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base, TenantMixin


class RatePlan(TenantMixin, Base):
    """A named way to sell a property's rooms."""

    __tablename__ = "pms_rate_plans"
    __table_args__ = (
        UniqueConstraint("tenant_id", "property_id", "code"),
        ForeignKeyConstraint(["tenant_id", "property_id"], ["pms_properties.tenant_id", "pms_properties.id"]),
    )

    version: Mapped[int] = mapped_column(default=1)
    property_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)


class RatePlanPrice(TenantMixin, Base):
    """One price for the nights ``[start_date, end_date)``; of two that cover a night the higher sequence wins."""

    __tablename__ = "pms_rate_plan_prices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "rate_plan_id"], ["pms_rate_plans.tenant_id", "pms_rate_plans.id"]
        ),
        ForeignKeyConstraint(
            ["tenant_id", "room_type_id"], ["pms_room_types.tenant_id", "pms_room_types.id"]
        ),
        CheckConstraint("end_date > start_date", name="dates"),
        CheckConstraint("amount >= 0", name="amount"),
        Index(None, "tenant_id", "rate_plan_id", "room_type_id", "sequence"),
    )

    rate_plan_id: Mapped[UUID]
    room_type_id: Mapped[UUID]
    start_date: Mapped[date]
    end_date: Mapped[date]
    amount: Mapped[int]
    sequence: Mapped[int]


class RateRestriction(TenantMixin, Base):
    """The rules of one night of a room type, for one rate plan or (without one) for every sale."""

    __tablename__ = "pms_rate_restrictions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "room_type_id"], ["pms_room_types.tenant_id", "pms_room_types.id"]
        ),
        ForeignKeyConstraint(
            ["tenant_id", "rate_plan_id"], ["pms_rate_plans.tenant_id", "pms_rate_plans.id"]
        ),
        UniqueConstraint(
            "tenant_id", "room_type_id", "rate_plan_id", "night", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint(
            "coalesce(min_stay, 1) between 1 and 366 and coalesce(max_stay, 366) between 1 and 366"
            " and coalesce(min_stay, 1) <= coalesce(max_stay, 366)",
            name="stays",
        ),
    )

    room_type_id: Mapped[UUID]
    rate_plan_id: Mapped[UUID | None]
    night: Mapped[date]
    min_stay: Mapped[int | None]
    max_stay: Mapped[int | None]
    closed_to_arrival: Mapped[bool] = mapped_column(default=False)
    closed_to_departure: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)
