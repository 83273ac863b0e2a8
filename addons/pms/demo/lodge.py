"""The lodge itself: five room types, sixty rooms on four floors, and what is under repair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CODE, NAME = "LODGE", "Oppsera Lodge"
TIMEZONE, CURRENCY = "Europe/Berlin", "EUR"
ADDRESS = {"line1": "Am Waldsee 1", "postalCode": "12345", "city": "Musterstadt", "country": "DE"}


@dataclass(frozen=True, slots=True)
class LodgeType:
    """A room type; ``base_rate`` in minor units, ``demand`` against its share of the rooms."""

    code: str
    name: str
    max_adults: int
    max_children: int
    max_occupancy: int
    base_rate: int
    demand: float = 1.0


TYPES = (
    LodgeType("STD", "Standard double", 2, 1, 3, 9900, 1.1),
    LodgeType("TWN", "Twin", 2, 1, 3, 10500),
    LodgeType("SUP", "Superior double", 3, 1, 3, 12500),
    LodgeType("FAM", "Family room", 4, 3, 6, 13900),
    LodgeType("STE", "Suite", 4, 2, 5, 17600, 0.8),
)
_ROOMS = (
    ("STD", 101, 112), ("TWN", 113, 115), ("STD", 201, 212), ("TWN", 213, 215), ("SUP", 301, 312),
    ("FAM", 313, 315), ("SUP", 401, 404), ("FAM", 405, 409), ("STE", 410, 413), ("TWN", 414, 415),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repair:
    """A room that is out of order from so many days after today, for so many nights."""

    room: str
    in_days: int
    nights: int
    reason: str


REPAIRS = (
    Repair("115", 0, 4, "Bathroom is being renovated"),
    Repair("208", 0, 2, "Air conditioning is out"),
    Repair("403", 12, 7, "New carpet"),
)
NOTES = (
    "Arrives late, around 22:00.",
    "Would like a quiet room.",
    "Cot in the room, please.",
    "Allergic to feathers.",
    "Wedding anniversary: flowers are ordered.",
    "Needs an invoice made out to the company.",
    "Travels with a small dog.",
    "Asked for a late check-out.",
)


def rooms() -> Iterator[tuple[str, str]]:
    """Yield number and type code of every room; the first digit is the floor."""
    for code, first, last in _ROOMS:
        for number in range(first, last + 1):
            yield str(number), code
