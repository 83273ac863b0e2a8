"""What each night of a stay costs: a flat base rate, or a plan's price where one was set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from addons.pms.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class NightPrice:
    """The price of one night, known by the date it begins on."""

    night: date
    price: Money

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"date": self.night.isoformat(), "price": self.price.to_payload()}


@dataclass(frozen=True, slots=True)
class PlanPrice:
    """A price written for the nights ``[start, end)``; ``amount`` in minor units of the base rate's currency.

    ``sequence`` grows with each write: where two cover a night, the later one counts.
    """

    start: date
    end: date
    amount: int
    sequence: int


def price_stay(
    nights: Sequence[date], base_rate: Money, plan_prices: Iterable[PlanPrice] = ()
) -> list[NightPrice]:
    """Price each night: the plan price written last for it, else ``base_rate``."""
    in_writing_order = sorted(plan_prices, key=lambda written: written.sequence)
    return [NightPrice(night, _price_of(night, base_rate, in_writing_order)) for night in nights]


def _price_of(night: date, base_rate: Money, in_writing_order: Sequence[PlanPrice]) -> Money:
    for written in reversed(in_writing_order):
        if written.start <= night < written.end:
            return Money(written.amount, base_rate.currency)
    return base_rate


def stay_total(priced: Sequence[NightPrice], currency: str) -> Money:
    """Return the sum over the nights; zero for a day use."""
    return total([night.price for night in priced], currency)


def price_difference(before: Sequence[NightPrice], after: Sequence[NightPrice], currency: str) -> Money:
    """Return what the stay costs more (less when negative) by ``after`` than by ``before``."""
    return stay_total(after, currency) - stay_total(before, currency)
