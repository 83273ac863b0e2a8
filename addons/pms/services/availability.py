"""What is free, what it costs, and why something is not free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import availability as queries
from addons.pms.domain.availability import TypeNight, free_for_stay
from addons.pms.domain.errors import not_found
from addons.pms.domain.money import Money
from addons.pms.domain.occupancy_rules import RoomTypeLimits
from addons.pms.domain.pricing import NightPrice, price_stay, stay_total
from addons.pms.domain.restrictions import Breach, Restriction
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services.pricing import quote
from addons.pms.services.properties import PropertyRecord
from addons.pms.services.restrictions import breaches_by_type, restrictions_of
from addons.pms.services.room_types import RoomTypeRecord, find_room_type, room_types_of


@dataclass(frozen=True, slots=True)
class TypeAvailability:
    """A room type over the nights of a stay, with the price of each night."""

    room_type: RoomTypeRecord
    nights: Sequence[TypeNight]
    prices: Sequence[NightPrice]
    breaches: Sequence[Breach] = ()

    @property
    def available(self) -> int:
        """The fewest rooms free on any of the nights."""
        return min((night.available for night in self.nights), default=0)

    @property
    def sellable(self) -> int:
        """How many whole stays may still be sold, deliberate overbooking included."""
        return free_for_stay(self.nights)

    @property
    def offered(self) -> bool:
        """Whether the stay can be sold without overriding anything."""
        return self.sellable > 0 and not self.breaches

    @property
    def total(self) -> Money:
        """The price of the stay."""
        return stay_total(self.prices, self.room_type.base_rate.currency)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A room type on one night, and the facts behind every unit that is gone or added."""

    room_type: RoomTypeRecord
    night: TypeNight
    stays: Sequence[Any]
    closures: Sequence[Any]
    restrictions: Sequence[Restriction] = ()


def check_availability(
    session: Session,
    tenant_id: UUID,
    hotel: PropertyRecord,
    dates: StayDates,
    *,
    adults: int | None = None,
    children: int = 0,
    rate_plan_id: UUID | None = None,
) -> list[TypeAvailability]:
    """Return every room type that takes the party, with stock and price per night and the rules it breaks.

    Args:
        session: inside the tenant's transaction.
        tenant_id: the tenant.
        hotel: the property.
        dates: of the stay, 1 to 366 nights.
        adults: of the party; None = any party.
        children: of the party; counts only with ``adults``.
        rate_plan_id: prices by this plan, None = base rates.

    Raises:
        DomainError: NOT_FOUND when the plan is not the property's.
    """
    types = [
        each
        for each in room_types_of(session, tenant_id, hotel.id)
        if adults is None
        or RoomTypeLimits(each.max_adults, each.max_children, each.max_occupancy).fits(adults, children)
    ]
    ids = [each.id for each in types]
    stock = _stock(session, tenant_id, ids, dates.nights())
    broken = breaches_by_type(session, tenant_id, ids, rate_plan_id, dates)
    return [
        TypeAvailability(
            each,
            stock[each.id],
            _prices(session, tenant_id, hotel, each, dates, rate_plan_id),
            broken[each.id],
        )
        for each in types
    ]


def explain(
    session: Session, tenant_id: UUID, hotel: PropertyRecord, room_type_id: UUID, night: date
) -> Explanation:
    """Trace each lost unit of a type on one night to the stay or closure that took it, and name its rules.

    Raises:
        DomainError: NOT_FOUND when the type is not the property's.
    """
    room_type = find_room_type(session, tenant_id, room_type_id)
    if room_type.property_id != hotel.id:
        raise not_found()
    stock = _stock(session, tenant_id, [room_type_id], [night])[room_type_id][0]
    binds = {"tenant": tenant_id, "type": room_type_id, "night": night}
    return Explanation(
        room_type,
        stock,
        session.execute(queries.STAYS, binds).all(),
        session.execute(queries.CLOSURES, binds).all(),
        [
            found.restriction
            for found in restrictions_of(
                session, tenant_id, hotel.id, night, night + timedelta(days=1), room_type_id=room_type_id
            )
        ],
    )


def _prices(
    session: Session,
    tenant_id: UUID,
    hotel: PropertyRecord,
    room_type: RoomTypeRecord,
    dates: StayDates,
    rate_plan_id: UUID | None,
) -> Sequence[NightPrice]:
    if rate_plan_id is None:
        return price_stay(dates.nights(), room_type.base_rate)
    return quote(session, tenant_id, hotel, room_type.id, rate_plan_id, dates)


def _stock(
    session: Session, tenant_id: UUID, types: list[UUID], nights: list[date]
) -> dict[UUID, list[TypeNight]]:
    stock: dict[UUID, list[TypeNight]] = defaultdict(list)
    for row in session.execute(queries.NIGHTS, {"tenant": tenant_id, "types": types, "nights": nights}):
        stock[row.room_type_id].append(
            TypeNight(row.night, row.physical, row.out_of_order, row.sold, row.overbooking_limit)
        )
    return stock
