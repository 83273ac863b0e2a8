"""What may be kept of a guest, and the folded text that search looks through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from addons.pms.domain.errors import invalid_fields

LONGEST = 200
LONGEST_NOTES = 2000
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9 ()./-]+(?: ?(?:x|ext\.?) ?[0-9]+)?", re.ASCII | re.IGNORECASE)
_PHONE_DIGITS = range(3, 19)
_CARD_LIKE = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])", re.ASCII)
_PUNCTUATED_NUMBER = re.compile(r"\+?[0-9][0-9()./-]*", re.ASCII)
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "\u0131": "i", "ħ": "h"}
)
_DOUBLED = 9
_INDEXABLE_BYTES = 2000  # of the 2704 that a btree entry of PostgreSQL may have

NAMES = {
    "first_name": "firstName",
    "last_name": "lastName",
    "email": "email",
    "phone": "phone",
    "notes": "notes",
}


def cleaned(details: Mapping[str, str | None], prefix: str = "") -> dict[str, str | None]:
    """Return ``details`` trimmed and checked: first_name, last_name, email, phone, notes, or some of them.

    Empty e-mail and phone become None. A payment card's number is refused where a clerk might note one down,
    so that none is ever stored.

    Args:
        details: by snake_case name.
        prefix: what to put before the camelCase field names of a refusal, e.g. ``guest.``.

    Raises:
        DomainError: VALIDATION_ERROR naming the fields.
    """
    clean: dict[str, str | None] = {name: (value or "").strip() for name, value in details.items()}
    problems = {
        prefix + NAMES[name]: [problem]
        for name, value in clean.items()
        if (problem := _problem(name, value or "")) is not None
    }
    if problems:
        raise invalid_fields(problems)
    for name in ("email", "phone"):
        if name in clean:
            clean[name] = clean[name] or None
    return clean


def search_text(first_name: str, last_name: str, email: str | None, phone: str | None) -> str:
    """Return what search compares with: folded, last name first, so that it sorts like a guest list.

    Cut to what an index can hold; only names of hundreds of letters are that long.
    """
    digits = re.sub(r"[^0-9]", "", phone or "")
    words = [*folded(f"{last_name} {first_name} {email or ''}").split(), digits]
    return " ".join(word for word in words if word).encode()[:_INDEXABLE_BYTES].decode(errors="ignore")


def search_words(query: str) -> list[str]:
    """Return the folded words of ``query``; a telephone number is reduced to its digits."""
    words = folded(query).split()
    return [re.sub(r"[^0-9]", "", word) if _PUNCTUATED_NUMBER.fullmatch(word) else word for word in words]


def folded(text: str) -> str:
    """Return ``text`` without case and accents, as ASCII as it gets: ``Łódź Øst`` becomes ``lodz ost``."""
    bare = (
        char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
    )
    return "".join(bare).translate(_LETTERS)


def _problem(name: str, value: str) -> str | None:
    longest = LONGEST_NOTES if name == "notes" else LONGEST
    if len(value) > longest:
        return f"At most {longest} characters."
    if name == "last_name" and not value:
        return "Please fill in this field."
    if name == "email" and value and not _EMAIL.fullmatch(value):
        return "This is not an e-mail address."
    if name == "phone" and value and not _is_phone(value):
        return "This is not a telephone number."
    if name in {"first_name", "last_name", "notes"} and _holds_card_number(value):
        return "This looks like a payment card number; it must not be stored here."
    return None


def _is_phone(value: str) -> bool:
    return _PHONE.fullmatch(value) is not None and sum(char.isdigit() for char in value) in _PHONE_DIGITS


def _holds_card_number(value: str) -> bool:
    return any(_passes_luhn(re.sub(r"[ -]", "", match.group())) for match in _CARD_LIKE.finditer(value))


def _passes_luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1 annex B."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    plain = [int(digit) for digit in digits[-1::-2]]
    return (
        sum(plain) + sum(number - _DOUBLED if number > _DOUBLED else number for number in doubled)
    ) % 10 == 0
