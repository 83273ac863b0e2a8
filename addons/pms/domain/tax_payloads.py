"""The parts of a tax rule as JSON, as the API takes them, the database keeps them and events tell them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.money import MAX_AMOUNT
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.tax_parts import (
    Base,
    Part,
    Percent,
    PercentOfShare,
    PerPerson,
    PerPersonByPrice,
    PerRoom,
    Season,
)

_LEAP_YEAR = 2000
_PERCENT = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,6})?", re.ASCII)
_HUNDRED = 100
#: Members that each kind needs; those it may have besides come after.
_MEMBERS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "PER_PERSON": (frozenset({"amount"}), frozenset({"seasons"})),
    "PER_ROOM": (frozenset({"amount"}), frozenset()),
    "PERCENT": (frozenset({"percent"}), frozenset({"base"})),
    "PERCENT_OF_SHARE": (frozenset({"percent"}), frozenset({"cap"})),
    "PER_PERSON_BY_PRICE": (frozenset({"bands"}), frozenset()),
}
KINDS = tuple(_MEMBERS)


def parts_of(payloads: Sequence[Mapping[str, Any]], currency: str) -> tuple[Part, ...]:
    """Return the parts that ``payloads`` describe, amounts as money of ``currency``.

    Raises:
        DomainError: VALIDATION_ERROR naming the members that do not fit, as ``parts.0.amount``.
    """
    if not payloads:
        raise invalid_fields({"parts": ["Say how the tax is reckoned."]})
    return tuple(_part(payload, f"parts.{place}", currency) for place, payload in enumerate(payloads))


def part_payload(part: Part, currency: str) -> dict[str, Any]:
    """Return ``part`` as JSON; ``parts_of`` is its inverse."""

    def money(amount: int) -> dict[str, Any]:
        return {"amount": amount, "currency": currency}

    match part:
        case PerPerson(amount, seasons):
            told = [
                {"from": _day_text(each.first), "to": _day_text(each.last), "amount": money(each.amount)}
                for each in seasons
            ]
            return {"kind": "PER_PERSON", "amount": money(amount), "seasons": told}
        case PerRoom(amount):
            return {"kind": "PER_ROOM", "amount": money(amount)}
        case Percent(rate, base):
            return {"kind": "PERCENT", "percent": _percent_text(rate), "base": base.value}
        case PercentOfShare(rate, cap):
            capped = None if cap is None else money(cap)
            return {"kind": "PERCENT_OF_SHARE", "percent": _percent_text(rate), "cap": capped}
        case PerPersonByPrice(bands):
            edges = [{"from": money(edge), "amount": money(amount)} for edge, amount in bands]
            return {"kind": "PER_PERSON_BY_PRICE", "bands": edges}


def _part(payload: Mapping[str, Any], path: str, currency: str) -> Part:
    kind = payload.get("kind")
    if kind not in _MEMBERS:
        raise invalid_fields({f"{path}.kind": [Sentence("One of {kinds}.", kinds=Sentence.listed(KINDS))]})
    given = {name for name, value in payload.items() if name != "kind" and value is not None}
    needed, possible = _MEMBERS[kind]
    problems = {f"{path}.{name}": [Sentence("Please fill in this field.")] for name in needed - given}
    problems |= {
        f"{path}.{name}": [Sentence("This kind of tax has no such field.")]
        for name in given - needed - possible
    }
    if problems:
        raise invalid_fields(problems)
    return _MAKERS[kind](payload, path, currency)


def _per_person(payload: Mapping[str, Any], path: str, currency: str) -> Part:
    seasons = [
        Season(
            _day(each["from"], f"{path}.seasons.{place}.from"),
            _day(each["to"], f"{path}.seasons.{place}.to"),
            _amount(each["amount"], f"{path}.seasons.{place}.amount", currency),
        )
        for place, each in enumerate(payload.get("seasons") or ())
    ]
    return PerPerson(_amount(payload["amount"], f"{path}.amount", currency), tuple(seasons))


def _per_room(payload: Mapping[str, Any], path: str, currency: str) -> Part:
    return PerRoom(_amount(payload["amount"], f"{path}.amount", currency))


def _percent(payload: Mapping[str, Any], path: str, currency: str) -> Part:
    del currency
    return Percent(_rate(payload["percent"], f"{path}.percent"), Base(payload.get("base") or Base.PRICE))


def _percent_of_share(payload: Mapping[str, Any], path: str, currency: str) -> Part:
    cap = payload.get("cap")
    rate = _rate(payload["percent"], f"{path}.percent")
    return PercentOfShare(rate, None if cap is None else _amount(cap, f"{path}.cap", currency))


def _by_price(payload: Mapping[str, Any], path: str, currency: str) -> Part:
    bands = [
        (
            _amount(each["from"], f"{path}.bands.{place}.from", currency),
            _amount(each["amount"], f"{path}.bands.{place}.amount", currency),
        )
        for place, each in enumerate(payload["bands"])
    ]
    edges = [edge for edge, _ in bands]
    if not edges or edges != sorted(set(edges)):
        raise invalid_fields({f"{path}.bands": ["Give at least one band, each beginning above the last."]})
    return PerPersonByPrice(tuple(bands))


_MAKERS: dict[str, Callable[[Mapping[str, Any], str, str], Part]] = {
    "PER_PERSON": _per_person,
    "PER_ROOM": _per_room,
    "PERCENT": _percent,
    "PERCENT_OF_SHARE": _percent_of_share,
    "PER_PERSON_BY_PRICE": _by_price,
}


def _amount(money: Mapping[str, Any], path: str, currency: str) -> int:
    amount: int = money["amount"]
    if money["currency"] != currency:
        raise invalid_fields(
            {f"{path}.currency": [Sentence("The property's currency is {currency}.", currency=currency)]}
        )
    if not 0 <= amount <= MAX_AMOUNT:
        raise invalid_fields({f"{path}.amount": ["A tax is not negative, and not that large."]})
    return amount


def _rate(percent: str, path: str) -> Fraction:
    """Read per cents, written with a point or a comma: the same text is valid in every language."""
    rate = Fraction(percent.replace(",", ".")) / _HUNDRED if _PERCENT.fullmatch(percent) else Fraction(0)
    if not 0 < rate <= 1:
        raise _not_this(path, Sentence("A percentage above 0 and at most 100, e.g. 3.2."))
    return rate


def _percent_text(rate: Fraction) -> str:
    hundredfold = rate * _HUNDRED
    return f"{Decimal(hundredfold.numerator) / Decimal(hundredfold.denominator):f}"


def _day(text: str, path: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    except ValueError as error:
        raise _not_this(path, Sentence("A day of the year as month-day, e.g. 04-01.")) from error
    return day.month, day.day


def _day_text(day: tuple[int, int]) -> str:
    return f"{day[0]:02}-{day[1]:02}"


def _not_this(path: str, sentence: str) -> DomainError:
    return invalid_fields({path: [sentence]})
