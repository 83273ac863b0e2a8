"""Tax rules in a sentence, for people who set them up."""

from __future__ import annotations

from fractions import Fraction

from flask_babel import format_decimal, gettext

from addons.pms.domain.tax_parts import (
    Base,
    Part,
    Percent,
    PercentOfShare,
    PerPerson,
    PerPersonByPrice,
    PerRoom,
)
from addons.pms.domain.taxes import TaxRule
from addons.pms.web.money_text import money_text


def tax_words(rule: TaxRule, currency: str) -> list[str]:
    """Return how the tax is reckoned and what limits it, in the language of the running request."""
    said = [_part(part, currency) for part in rule.parts]
    if rule.from_age:
        said.append(gettext("from age %(age)s", age=rule.from_age))
    if rule.half_until_age:
        said.append(gettext("half under age %(age)s", age=rule.half_until_age))
    if rule.max_nights:
        said.append(gettext("at most %(nights)s nights of a stay", nights=rule.max_nights))
    if rule.exempt:
        said.append(gettext("not for: %(reasons)s", reasons=", ".join(sorted(rule.exempt))))
    return said


def _part(part: Part, currency: str) -> str:
    match part:
        case PerPerson(amount, seasons):
            text = gettext("%(amount)s per person and night", amount=money_text(amount, currency))
            return "; ".join(
                [text, *(_season(each.first, each.last, each.amount, currency) for each in seasons)]
            )
        case PerRoom(amount):
            return gettext("%(amount)s per room and night", amount=money_text(amount, currency))
        case Percent(rate, Base.NET):
            return gettext("%(percent)s of the price without included taxes", percent=_percent(rate))
        case Percent(rate):
            return gettext("%(percent)s of the price", percent=_percent(rate))
        case PercentOfShare(rate, cap):
            text = gettext("%(percent)s of each person's share of the price", percent=_percent(rate))
            most = "" if cap is None else gettext("at most %(amount)s each", amount=money_text(cap, currency))
            return ", ".join(filter(None, (text, most)))
        case PerPersonByPrice(bands):
            told = (
                gettext(
                    "%(amount)s per person from a price of %(edge)s",
                    amount=money_text(amount, currency),
                    edge=money_text(edge, currency),
                )
                for edge, amount in bands
            )
            return "; ".join(told)


def _season(first: tuple[int, int], last: tuple[int, int], amount: int, currency: str) -> str:
    return gettext(
        "%(amount)s from %(first)s to %(last)s",
        amount=money_text(amount, currency), first=f"{first[0]:02}-{first[1]:02}", last=f"{last[0]:02}-{last[1]:02}",
    )  # fmt: skip


def _percent(rate: Fraction) -> str:
    hundredfold = rate * 100
    return f"{format_decimal(hundredfold.numerator / hundredfold.denominator)} %"
