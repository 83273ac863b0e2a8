"""What may be kept of a guest, and the folded text that search looks through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.sentence import Sentence

LONGEST = 200
LONGEST_NOTES = 2000
MOST_PREFERENCES, LONGEST_PREFERENCE = 30, 100
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9 ()./-]+(?: ?(?:x|ext\.?) ?[0-9]+)?", re.ASCII | re.IGNORECASE)
_PHONE_DIGITS = range(3, 19)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_CARD_LIKE = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])", re.ASCII)
_TELEPHONE = re.compile(r"\s*\+?[0-9][0-9 ()./-]*", re.ASCII)
_PUNCTUATED_NUMBER = re.compile(r"\+?[0-9][0-9()./-]*", re.ASCII)
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "\u0131": "i",
        "ħ": "h",
        "\u2019": "'",
    }
)
_MOST_WORDS, _LONGEST_WORD = 8, 60
#: Two numbers with these many last digits in common are the same, whatever stands before: +49, 0049, 0 or nothing.
_SAME_ENDING = 8
_DOUBLED = 9
_INDEXABLE_BYTES = 2000  # of the 2704 that a btree entry of PostgreSQL may have

_CARD_SENTENCE = Sentence("This looks like a payment card number; it must not be stored here.")
NAMES = {
    "first_name": "firstName",
    "last_name": "lastName",
    "email": "email",
    "phone": "phone",
    "notes": "notes",
    "language": "language",
    "country": "country",
    "preferences": "preferences",
}
_NONE_WHEN_EMPTY = ("email", "phone", "language", "country")


def cleaned(details: Mapping[str, str | None], prefix: str = "") -> dict[str, str | None]:
    """Return ``details`` trimmed and checked: any of ``NAMES`` but the preferences.

    Empty e-mail, phone, language (BCP 47, e.g. ``de`` or ``pt-BR``) and country (ISO 3166-1 alpha-2) become
    None. A payment card's number is refused where a clerk might note one down, so that none is ever stored.

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
    for name in _NONE_WHEN_EMPTY:
        if name in clean:
            clean[name] = clean[name] or None
    return clean


def cleaned_preferences(preferences: Sequence[str]) -> list[str]:
    """Return short texts such as ``Quiet room``, trimmed, each once and none of them empty.

    Raises:
        DomainError: VALIDATION_ERROR on ``preferences``.
    """
    clean = list(dict.fromkeys(text for each in preferences if (text := each.strip())))
    if len(clean) > MOST_PREFERENCES:
        sentence = Sentence("At most {most_preferences} preferences.", most_preferences=MOST_PREFERENCES)
        raise invalid_fields({"preferences": [sentence]})
    if any(len(each) > LONGEST_PREFERENCE for each in clean):
        sentence = Sentence(
            "At most {longest_preference} characters each.", longest_preference=LONGEST_PREFERENCE
        )
        raise invalid_fields({"preferences": [sentence]})
    if any(_holds_card_number(each) for each in clean):
        raise invalid_fields({"preferences": [_CARD_SENTENCE]})
    return clean


def search_text(first_name: str, last_name: str, email: str | None, phone: str | None) -> str:
    """Return what search compares with: folded, last name first, so that it sorts like a guest list.

    Cut to what an index can hold; only names of hundreds of letters are that long.
    """
    digits = re.sub(r"[^0-9]", "", phone or "")
    words = [*folded(f"{last_name} {first_name} {email or ''}").split(), digits]
    return " ".join(word for word in words if word).encode()[:_INDEXABLE_BYTES].decode(errors="ignore")


def search_words(query: str) -> list[tuple[str, ...]]:
    """Return the beginnings of words that ``query`` asks for, each place with its alternatives.

    All places must match, in any order; of a place any alternative. A query of digits and punctuation alone is
    one telephone number: leading zeros and, of a long one, everything but the last eight digits are left out,
    so that ``0049 30 1234567``, ``+49 (0)30 1234567`` and ``030 1234567`` find each other.
    """
    text = folded(query)
    if _TELEPHONE.fullmatch(text) and (digits := re.sub(r"[^0-9]", "", text)):
        bare = digits.lstrip("0") or digits
        alternatives = {bare, bare[-_SAME_ENDING:]} if len(bare) > _SAME_ENDING else {bare}
        return [tuple(sorted(alternatives))]
    words = (
        re.sub(r"[^0-9]", "", word) if _PUNCTUATED_NUMBER.fullmatch(word) else word for word in text.split()
    )
    places: list[tuple[str, ...]] = [(word[:_LONGEST_WORD],) for word in words if word]
    return places[:_MOST_WORDS]


def ending(phone: str | None) -> str | None:
    """Return the digits of ``phone`` that decide whether another one is the same; None when it has too few."""
    digits = re.sub(r"[^0-9]", "", phone or "")
    return digits[-_SAME_ENDING:] if len(digits) >= _SAME_ENDING else None


def folded(text: str) -> str:
    """Return ``text`` without case and accents, as ASCII as it gets: ``Łódź Øst`` becomes ``lodz ost``."""
    bare = (
        char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
    )
    return "".join(bare).translate(_LETTERS)


def _problem(name: str, value: str) -> str | None:
    longest = LONGEST_NOTES if name == "notes" else LONGEST
    if len(value) > longest:
        return Sentence("At most {longest} characters.", longest=longest)
    if name == "last_name" and not value:
        return Sentence("Please fill in this field.")
    if name in _SHAPES and value:
        fits, sentence = _SHAPES[name]
        return None if fits(value) else sentence
    return _CARD_SENTENCE if _holds_card_number(value) else None


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


_SHAPES: dict[str, tuple[Callable[[str], bool], str]] = {
    "email": (lambda value: _EMAIL.fullmatch(value) is not None, Sentence("This is not an e-mail address.")),
    "phone": (_is_phone, Sentence("This is not a telephone number.")),
    "language": (
        lambda value: _LANGUAGE.fullmatch(value) is not None,
        Sentence("This is not a language tag, such as de or pt-BR."),
    ),
    "country": (
        lambda value: _COUNTRY.fullmatch(value) is not None,
        Sentence("This is not a country code of two letters, such as DE."),
    ),
}
