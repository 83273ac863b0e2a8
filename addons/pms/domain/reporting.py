"""The figures a hotel is run by: occupancy, average daily rate, revenue per available room, pace.

Definitions are the industry's (Uniform System of Accounts for the Lodging Industry): rooms out of order are not
available; day use sells no night.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NightFigures:
    """Counts of one night, or sums over several.

    Attributes:
        first: the night, or the first of them.
        physical: rooms there are, in room nights.
        out_of_order: those that cannot be sold.
        held: room nights on hold; not sold.
        sold: room nights of confirmed, in-house and departed stays.
        occupied: room nights slept in.
        arrivals: stays that arrive, day use among them.
        departures: stays that leave, day use among them.
        day_use: stays that do both on one day.
        no_shows: stays that did not come.
        revenue: room revenue in minor units: the prices of the nights sold, without extras and taxes on top.
    """

    first: date
    physical: int = 0
    out_of_order: int = 0
    held: int = 0
    sold: int = 0
    occupied: int = 0
    arrivals: int = 0
    departures: int = 0
    day_use: int = 0
    no_shows: int = 0
    revenue: int = 0

    @property
    def available(self) -> int:
        """Room nights that could be sold: physical less out of order."""
        return self.physical - self.out_of_order

    @property
    def occupancy_permille(self) -> int:
        """Sold in thousandths of available, rounded half up; 0 where nothing could be sold."""
        return rounded(self.sold * 1000, self.available)

    @property
    def average_daily_rate(self) -> int:
        """ADR: room revenue per room night sold, in minor units."""
        return rounded(self.revenue, self.sold)

    @property
    def revenue_per_available_room(self) -> int:
        """RevPAR: room revenue per room night that could be sold, in minor units."""
        return rounded(self.revenue, self.available)


_COUNTS = (
    "physical", "out_of_order", "held", "sold", "occupied", "arrivals", "departures", "day_use", "no_shows", "revenue",
)  # fmt: skip


def summed(first: date, figures: list[NightFigures]) -> NightFigures:
    """Add the figures up; ratios of the sum are ratios of sums, never means of ratios."""
    totals = {name: sum(getattr(each, name) for each in figures) for name in _COUNTS}
    return NightFigures(first, **totals)


def rounded(dividend: int, divisor: int) -> int:
    """Divide non-negative or negative ``dividend`` by ``divisor``, half away from zero; 0 where ``divisor`` ≤ 0."""
    if divisor <= 0:
        return 0
    quotient = (2 * abs(dividend) + divisor) // (2 * divisor)
    return quotient if dividend >= 0 else -quotient


@dataclass(frozen=True, slots=True)
class PaceMonth:
    """What is on the books for a month, now and as of an earlier day.

    Attributes:
        month: its first day.
        room_nights: sold as of now.
        revenue: their prices, minor units.
        earlier_room_nights: sold as of the earlier day.
        earlier_revenue: their prices, minor units.
    """

    month: date
    room_nights: int
    revenue: int
    earlier_room_nights: int
    earlier_revenue: int

    @property
    def pickup(self) -> int:
        """Room nights gained (lost when negative) since the earlier day."""
        return self.room_nights - self.earlier_room_nights
