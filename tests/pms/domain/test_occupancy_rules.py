from __future__ import annotations

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.occupancy_rules import RoomTypeLimits, check_party

LIMITS = RoomTypeLimits(max_adults=2, max_children=2, max_occupancy=3)


@pytest.mark.parametrize(("adults", "children"), [(1, 0), (2, 0), (2, 1), (1, 2)])
def test_parties_that_fit(adults: int, children: int) -> None:
    check_party(adults, children, LIMITS)


@pytest.mark.parametrize(("adults", "children"), [(3, 0), (1, 3), (2, 2)])
def test_parties_that_do_not_fit(adults: int, children: int) -> None:
    with pytest.raises(DomainError) as refusal:
        check_party(adults, children, LIMITS)
    assert refusal.value.code == "OCCUPANCY_EXCEEDED"
    assert refusal.value.facts["limits"] == {"maxAdults": 2, "maxChildren": 2, "maxOccupancy": 3}


@pytest.mark.parametrize(
    ("adults", "children", "imported", "fields"),
    [
        (0, 0, False, ["adults"]),
        (-1, 0, True, ["adults"]),
        (1, -1, False, ["children"]),
        (0, -1, False, ["adults", "children"]),
    ],
)
def test_numbers_that_are_no_party(adults: int, children: int, imported: bool, fields: list[str]) -> None:
    with pytest.raises(DomainError) as refusal:
        check_party(adults, children, LIMITS, imported=imported)
    assert refusal.value.code == "VALIDATION_ERROR"
    assert sorted(refusal.value.facts["fields"]) == fields


def test_an_imported_stay_may_have_no_guests() -> None:
    check_party(0, 0, LIMITS, imported=True)
