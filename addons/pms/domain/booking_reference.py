"""Confirmation numbers people can read out and type: three groups of four, e.g. ``K7QM-2XWD-9HTC``.

The alphabet leaves out 0, O, 1 and I. The last character is a check over the field of 32 elements: it finds
every single wrong character and every exchange of two.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_DATA_CHARACTERS = 11
_GROUP = 4
_NUMBERS = 32**_DATA_CHARACTERS
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def from_id(identifier: UUID) -> str:
    """Return the confirmation number of the reservation ``identifier``: always the same one.

    It has 55 bits of the id's hash, so it tells neither when nor after whom a stay was booked. Two among a
    million stays coincide with a chance of 1 in 70,000; the tenant's unique key has the last word.
    """
    digest = hashlib.sha256(identifier.bytes).digest()
    return from_number(int.from_bytes(digest[:8], "big") % _NUMBERS)


def from_number(number: int) -> str:
    """Return the confirmation number for an integer from 0 to 32**11 - 1; no two share one.

    Raises:
        ValueError: for an integer outside that range.
    """
    if not 0 <= number < _NUMBERS:
        raise ValueError("the number has no confirmation number")
    digits = [(number >> (5 * place)) & 31 for place in reversed(range(_DATA_CHARACTERS))]
    text = "".join(_ALPHABET[digit] for digit in (*digits, _syndrome([*digits, 0])))
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def parse(text: str) -> str | None:
    """Return what a person typed as a confirmation number, or None when it cannot be one.

    Case, blanks and dashes do not matter.
    """
    typed = "".join(character for character in text.upper() if character not in " -")
    if len(typed) != _DATA_CHARACTERS + 1 or not all(character in _VALUE for character in typed):
        return None
    if _syndrome([_VALUE[character] for character in typed]) != 0:
        return None
    return "-".join(typed[start : start + _GROUP] for start in range(0, len(typed), _GROUP))


def parse_member(text: str) -> str | None:
    """Return what was typed as the number of a stay within a booking, e.g. ``K7QM-2XWD-9HTC-2``; None otherwise."""
    head, _, place = text.strip().rpartition("-")
    booking = parse(head)
    return f"{booking}-{int(place)}" if booking and place.isascii() and place.isdecimal() else None


def _syndrome(digits: list[int]) -> int:
    """Evaluate the digits as a polynomial at the generator of GF(32) (Horner); 0 for a valid number."""
    value = 0
    for digit in digits:
        value <<= 1
        if value & 32:
            value ^= _POLYNOMIAL
        value ^= digit
    return value
