"""How many rooms of a type are left on a night, and where a stay falls short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class TypeNight:
    """One room type on one night; ``sold`` counts holds and unassigned stays like any other."""

    night: date
    physical: int
    out_of_order: int
    sold: int
    overbooking_limit: int = 0

    @property
    def left(self) -> int:
        """Rooms that are there, usable and not sold; negative when overbooked."""
        return self.physical - self.out_of_order - self.sold

    @property
    def available(self) -> int:
        """What to show as free: never below zero."""
        return max(0, self.left)

    @property
    def sellable(self) -> int:
        """How many more may be sold, deliberate overbooking included; never below zero."""
        return max(0, self.left + self.overbooking_limit)

    @property
    def overbooked(self) -> bool:
        """Whether more was sold than there are usable rooms."""
        return self.left < 0

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "date": self.night.isoformat(),
            "physical": self.physical,
            "outOfOrder": self.out_of_order,
            "sold": self.sold,
            "available": self.available,
            "sellable": self.sellable,
            "overbooked": self.overbooked,
        }


def shortages(nights: Iterable[TypeNight], rooms: int = 1) -> list[TypeNight]:
    """Return the nights, in order, on which fewer than ``rooms`` more may be sold."""
    return sorted((night for night in nights if night.sellable < rooms), key=lambda night: night.night)


def free_for_stay(nights: Iterable[TypeNight]) -> int:
    """Return how many whole stays over ``nights`` may still be sold; 0 when there are no nights."""
    return min((night.sellable for night in nights), default=0)
