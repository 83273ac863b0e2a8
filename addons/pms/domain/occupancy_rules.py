"""Whether a party fits a room type."""

from __future__ import annotations

from dataclasses import dataclass

from addons.pms.domain.errors import invalid_fields, occupancy_exceeded
from addons.pms.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class RoomTypeLimits:
    """How many people a room type takes; ``max_occupancy`` counts adults and children together."""

    max_adults: int
    max_children: int
    max_occupancy: int

    def fits(self, adults: int, children: int) -> bool:
        """Tell whether the party has a bed each."""
        return (
            adults <= self.max_adults
            and children <= self.max_children
            and adults + children <= self.max_occupancy
        )


def check_party(adults: int, children: int, limits: RoomTypeLimits, *, imported: bool = False) -> None:
    """Refuse a party that cannot stay.

    Args:
        adults: at least one, unless ``imported``: systems elsewhere know stays without guests.
        children: not negative.
        limits: of the room type.
        imported: the stay was accepted elsewhere.

    Raises:
        DomainError: VALIDATION_ERROR on ``adults`` or ``children``; OCCUPANCY_EXCEEDED with the limits.
    """
    fields = {}
    if adults < (0 if imported else 1):
        fields["adults"] = [
            Sentence("Not a number of guests.") if imported else Sentence("At least one adult stays.")
        ]
    if children < 0:
        fields["children"] = [Sentence("Not a number of guests.")]
    if fields:
        raise invalid_fields(fields)
    if not limits.fits(adults, children):
        raise occupancy_exceeded(
            {
                "maxAdults": limits.max_adults,
                "maxChildren": limits.max_children,
                "maxOccupancy": limits.max_occupancy,
            }
        )
