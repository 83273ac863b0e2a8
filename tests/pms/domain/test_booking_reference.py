from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.booking_reference import from_id, from_number, parse

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUMBERS = st.integers(0, 32**11 - 1)


@given(st.uuids())
def test_a_reference_can_be_read_out_and_typed(identifier: UUID) -> None:
    reference = from_id(identifier)
    assert reference == from_id(identifier)
    assert [len(group) for group in reference.split("-")] == [4, 4, 4]
    assert set(reference) - {"-"} <= set(ALPHABET)
    assert parse(reference) == reference
    assert parse(f" {reference.lower().replace('-', ' ')} ") == reference


@given(NUMBERS, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number: int, position: int, wrong: str) -> None:
    typed = list(from_number(number).replace("-", ""))
    correct, typed[position] = typed[position], wrong
    assert (parse("".join(typed)) is None) == (wrong != correct)


@given(NUMBERS, st.integers(0, 11), st.integers(0, 11))
def test_two_exchanged_characters_are_noticed(number: int, first: int, second: int) -> None:
    typed = list(from_number(number).replace("-", ""))
    differ = typed[first] != typed[second]
    typed[first], typed[second] = typed[second], typed[first]
    assert (parse("".join(typed)) is None) == differ


@given(NUMBERS, NUMBERS)
def test_no_two_numbers_share_a_reference(first: int, second: int) -> None:
    assert (from_number(first) == from_number(second)) == (first == second)


@pytest.mark.parametrize("number", [-1, 32**11])
def test_numbers_out_of_range(number: int) -> None:
    with pytest.raises(ValueError, match="confirmation number"):
        from_number(number)


@pytest.mark.parametrize(
    "text", ["", "ABCD", "0000-0000-0000", "IIII-IIII-IIII", "2222-2222-2222-2222", "ß" * 6]
)
def test_what_is_no_reference(text: str) -> None:
    assert parse(text) is None


def test_references_are_pinned_because_guests_keep_them() -> None:
    assert from_number(0) == "2222-2222-2222"
    assert from_id(UUID(int=1)) == "H8F4-4XRX-JVVH"
