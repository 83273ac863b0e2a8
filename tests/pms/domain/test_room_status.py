from __future__ import annotations

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.room_status import Condition, Occupancy, RoomState, label, parse_condition


@pytest.mark.parametrize(
    ("occupancy", "condition", "out_of_order", "expected"),
    [
        ("VACANT", "CLEAN", False, "VACANT_CLEAN"),
        ("VACANT", "INSPECTED", False, "VACANT_CLEAN"),
        ("VACANT", "DIRTY", False, "VACANT_DIRTY"),
        ("OCCUPIED", "CLEAN", False, "OCCUPIED"),
        ("OCCUPIED", "INSPECTED", False, "OCCUPIED"),
        ("OCCUPIED", "DIRTY", False, "OCCUPIED"),
        ("VACANT", "CLEAN", True, "OUT_OF_ORDER"),
        ("VACANT", "DIRTY", True, "OUT_OF_ORDER"),
        ("OCCUPIED", "DIRTY", True, "OUT_OF_ORDER"),
    ],
)
def test_label(occupancy: str, condition: str, out_of_order: bool, expected: str) -> None:
    assert label(Occupancy(occupancy), Condition(condition), out_of_order) == expected


def test_a_guest_enters_and_leaves() -> None:
    vacant = RoomState(Occupancy.VACANT, Condition.INSPECTED)
    assert vacant.entered() == RoomState(Occupancy.OCCUPIED, Condition.INSPECTED)
    assert vacant.entered().left() == RoomState(Occupancy.VACANT, Condition.DIRTY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CLEAN", "CLEAN"),
        ("DIRTY", "DIRTY"),
        ("INSPECTED", "INSPECTED"),
        ("VACANT_CLEAN", "CLEAN"),
        ("VACANT_DIRTY", "DIRTY"),
    ],
)
def test_conditions_that_can_be_set(text: str, expected: str) -> None:
    assert parse_condition(text) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [("OCCUPIED", "checking"), ("OUT_OF_ORDER", "out-of-order"), ("clean", "one of"), ("", "one of")],
)
def test_conditions_that_cannot_be_set(text: str, hint: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_condition(text)
    assert refusal.value.code == "VALIDATION_ERROR"
    assert hint in refusal.value.facts["fields"]["condition"][0]
