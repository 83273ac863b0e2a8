"""The ways a lodging tax is reckoned for one night, exactly: nothing is rounded here.

The shapes are those of European and American city taxes: so much per person, so much per room, a percentage of
the price, a percentage of each person's share of it, so much per person by the price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Base(StrEnum):
    """What a percentage is taken of: the price as the guest pays it, or without the taxes included in it."""

    PRICE = "PRICE"
    NET = "NET"


@dataclass(frozen=True, slots=True)
class TaxedNight:
    """One night as the parts see it.

    Attributes:
        day: the date the night begins on.
        price: what the room costs that night, in minor units.
        net: the price without the taxes included in it.
        weights: for each person who pays, the portion of a full payer: 1, or a half.
        occupants: everybody in the room, whether they pay or not.
    """

    day: date
    price: int
    net: Fraction
    weights: tuple[Fraction, ...]
    occupants: int


@dataclass(frozen=True, slots=True)
class Season:
    """From ``first`` to ``last``, both (month, day) and both within; it may pass over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]
    amount: int

    def has(self, day: date) -> bool:
        """Tell whether ``day`` lies in the season."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True, slots=True)
class PerPerson:
    """``amount`` minor units for each person who pays; within a season, that season's."""

    amount: int
    seasons: tuple[Season, ...] = ()

    def of(self, night: TaxedNight) -> Fraction:
        """Return the tax of ``night``."""
        amount = next((season.amount for season in self.seasons if season.has(night.day)), self.amount)
        return amount * sum(night.weights, Fraction(0))


@dataclass(frozen=True, slots=True)
class PerRoom:
    """``amount`` minor units for the room, however many sleep in it."""

    amount: int

    def of(self, night: TaxedNight) -> Fraction:
        """Return the tax of any night."""
        del night
        return Fraction(self.amount)


@dataclass(frozen=True, slots=True)
class Percent:
    """``rate`` of the price: 7 % is ``Fraction(7, 100)``."""

    rate: Fraction
    base: Base = Base.PRICE

    def of(self, night: TaxedNight) -> Fraction:
        """Return the tax of ``night``."""
        return self.rate * (night.net if self.base is Base.NET else night.price)


@dataclass(frozen=True, slots=True)
class PercentOfShare:
    """``rate`` of the price divided by all occupants, at most ``cap`` minor units, for each person who pays."""

    rate: Fraction
    cap: int | None = None

    def of(self, night: TaxedNight) -> Fraction:
        """Return the tax of ``night``."""
        if not night.occupants:
            return Fraction(0)
        each = self.rate * night.price / night.occupants
        if self.cap is not None:
            each = min(each, Fraction(self.cap))
        return each * sum(night.weights, Fraction(0))


@dataclass(frozen=True, slots=True)
class PerPersonByPrice:
    """For each person who pays, the amount of the band the room's price falls in.

    ``bands`` are (lower edge, amount), both in minor units and by rising edge; below the first nothing is due.
    """

    bands: tuple[tuple[int, int], ...]

    def of(self, night: TaxedNight) -> Fraction:
        """Return the tax of ``night``."""
        return _of_band(self.bands, night.price) * sum(night.weights, Fraction(0))


Part = PerPerson | PerRoom | Percent | PercentOfShare | PerPersonByPrice


def _of_band(bands: Sequence[tuple[int, int]], price: int) -> int:
    reached = [amount for edge, amount in bands if edge <= price]
    return reached[-1] if reached else 0
