"""Amounts in minor units as the reader of a page or paper writes them."""

from __future__ import annotations

import copy
import re
from decimal import Decimal

from babel import Locale
from flask_babel import get_locale

from addons.pms.domain.money import minor_unit_digits

# The CLDR parts a currency's letters from the figures by a space that does not break; Babel leaves it out.
_LETTER_AND_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def money_text(amount: int, currency: str, locale: Locale | None = None) -> str:
    """Return e.g. ``€1,234.50`` or ``1 234,50 €``, with the digits ISO 4217 gives the currency.

    Babel's own digits are of the CLDR, which leaves some currencies without their minor unit.

    Args:
        amount: minor units.
        currency: ISO 4217.
        locale: the running request's unless given.
    """
    digits = minor_unit_digits(currency)
    reader = locale or get_locale() or Locale("en")
    pattern = copy.copy(reader.currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    value = Decimal(amount).scaleb(-digits)
    text = str(pattern.apply(value, reader, currency=currency, currency_digits=False))
    return _LETTER_AND_DIGIT.sub("\N{NO-BREAK SPACE}", text)
