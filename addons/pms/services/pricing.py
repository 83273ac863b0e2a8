"""Quotes a stay: the plan's price where one was written, else the room type's base rate."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.queries import rate_plans as queries
from addons.pms.domain.errors import not_found
from addons.pms.domain.money import Money
from addons.pms.domain.pricing import NightPrice, PlanPrice, price_stay
from addons.pms.domain.stay_dates import StayDates


class PricedProperty(Protocol):
    """What a quote must know of the property; a row, a record or a model serves."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def currency(self) -> str:
        """ISO 4217 code of all its prices."""


def quote(
    source: Session | Connection,
    tenant_id: UUID,
    hotel: PricedProperty,
    room_type_id: UUID,
    rate_plan_id: UUID | None,
    dates: StayDates,
) -> tuple[NightPrice, ...]:
    """Return the price of each night of ``dates`` in order; empty for a day use.

    Args:
        source: session or connection inside the tenant's transaction.
        tenant_id: the tenant.
        hotel: the property the stay is in.
        room_type_id: the type that is sold.
        rate_plan_id: the plan whose prices count, None = base rate only.
        dates: of the stay.

    Raises:
        DomainError: NOT_FOUND when the type or the plan is not the property's.
    """
    binds = {
        "tenant": tenant_id, "property": hotel.id, "type": room_type_id, "plan": rate_plan_id,
        "first": dates.check_in, "last": dates.check_out,
    }  # fmt: skip
    base_rate = source.execute(queries.BASE_RATE, binds).scalar()
    if base_rate is None:
        raise not_found()
    written: list[PlanPrice] = []
    if rate_plan_id is not None:
        rows = source.execute(queries.PLAN_PRICES, binds).all()
        if not rows:
            raise not_found()
        written = [
            PlanPrice(row.start_date, row.end_date, row.amount, row.sequence)
            for row in rows
            if row.sequence is not None
        ]
    return tuple(price_stay(dates.nights(), Money(base_rate, hotel.currency), written))
