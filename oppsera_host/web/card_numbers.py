"""Tells card numbers from other long numbers, so that none is ever kept (PCI DSS 4.0 requirement 3).

A card number has 13 to 19 digits, begins with digits some network issues, in a length it issues, and passes the
Luhn check (ISO/IEC 7812-1). Phone numbers (E.164: at most 15 digits after a plus), IBANs and UUIDs are left alone;
what still looks alike is a chance of a few in a hundred among random 16-digit references.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

FEWEST, MOST = 13, 19
_LONGEST_PHONE = 15
_LONGEST_WORD = 24
"""A longer word of letters and digits is an id or a key, not something a person read off a card."""

_LONGEST_TEXT = 8000

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_WORD = re.compile(r"[^\W_]+")
_SEPARATOR = r"[\s\-_.,/|·\u2010-\u2015]"
_RUN = re.compile(rf"(\+\s?)?(?<!\d)\d+(?:{_SEPARATOR}{{1,3}}\d+)*")
_GROUP = re.compile(r"\d+")
_DIGIT = re.compile(r"\d")
#: How people write a number in groups: equal ones of these sizes with a rest, or as American Express and Diners do.
_EQUAL_GROUPS = frozenset({1, 2, 4, 5, 8})
_OTHER_GROUPS = frozenset({(4, 6, 5), (4, 6, 4), (6, 13), (4, 7, 4), (4, 5, 6)})

_16_TO_19 = frozenset(range(16, 20))
#: (first prefix, last prefix, lengths) of the networks.
_NETWORKS: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("4", "4", frozenset({13, 16, 19})),  # Visa
    ("51", "55", frozenset({16})),  # Mastercard
    ("2221", "2720", frozenset({16})),
    ("34", "34", frozenset({15})),  # American Express
    ("37", "37", frozenset({15})),
    ("300", "305", frozenset(range(14, 20))),  # Diners Club
    ("3095", "3095", frozenset(range(14, 20))),
    ("36", "36", frozenset(range(14, 20))),
    ("38", "39", frozenset(range(14, 20))),
    ("3528", "3589", _16_TO_19),  # JCB
    ("6011", "6011", _16_TO_19),  # Discover
    ("644", "659", _16_TO_19),
    ("62", "62", _16_TO_19),  # UnionPay
    ("81", "82", _16_TO_19),  # UnionPay, RuPay
    ("60", "60", frozenset({16})),
    ("50", "50", frozenset(range(FEWEST, 20))),  # Maestro
    ("56", "58", frozenset(range(FEWEST, 20))),
    ("63", "63", _16_TO_19),
    ("67", "67", frozenset(range(FEWEST, 20))),
    ("2200", "2204", _16_TO_19),  # Mir
    ("9792", "9792", frozenset({16})),  # Troy
)


def contains_card_number(text: str) -> bool:
    """Tell whether ``text`` holds what is in all likelihood a payment card's number.

    A text longer than any field takes is not looked at: it is refused for its length.
    """
    if not FEWEST <= len(text) <= _LONGEST_TEXT or _UUID.fullmatch(text) or not _DIGIT.search(text):
        return False
    plain = text if text.isascii() else "".join(_plain(character) for character in text)
    plain = _IBAN.sub(_without_iban, _UUID.sub(" ", plain))
    return any(_is_card(number) for number in _candidates(plain))


def _plain(character: str) -> str:
    """Return digits of any script as ASCII digits, and nothing for what cannot be seen."""
    if character.isascii():
        return character
    if unicodedata.category(character) == "Cf":
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _without_iban(match: re.Match[str]) -> str:
    """Return the text of ``match`` unless it is an account number with its check digits (ISO 13616)."""
    compact = match[0].replace(" ", "")
    number = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return " " if int(number) % 97 == 1 else match[0]


def _candidates(text: str) -> Iterator[str]:
    """Yield each number of the right length that somebody may have typed in one go or in groups."""
    ids = [word.span() for word in _WORD.finditer(text) if _is_id(word[0])]
    for run in _RUN.finditer(text):
        groups = [match[0] for match in _GROUP.finditer(run[0])]
        if run[1] and sum(map(len, groups)) <= _LONGEST_PHONE:
            continue
        if any(start <= run.start() and run.end() <= end for start, end in ids):
            continue
        for first in range(len(groups)):
            for last in range(first + 1, len(groups) + 1):
                number = "".join(groups[first:last])
                if len(number) > MOST:
                    break
                if len(number) >= FEWEST and _is_written_like_a_card(groups[first:last]):
                    yield number


def _is_id(word: str) -> bool:
    """Whether digits stand between letters, or the word is too long for a number with something put before it."""
    return len(word) > _LONGEST_WORD or (word[0].isalpha() and word[-1].isalpha())


def _is_written_like_a_card(groups: list[str]) -> bool:
    sizes = tuple(len(group) for group in groups)
    if len(sizes) == 1 or sizes in _OTHER_GROUPS:
        return True
    return sizes[0] in _EQUAL_GROUPS and len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]


def _is_card(number: str) -> bool:
    issued = any(
        first <= number[: len(first)] <= last and len(number) in lengths for first, last, lengths in _NETWORKS
    )
    return issued and _passes_luhn(number)


def _passes_luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of its two digits
    return total % 10 == 0
