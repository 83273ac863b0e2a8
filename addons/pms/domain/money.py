"""Amounts in minor units of one currency, and the only rounding the product uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.sentence import Sentence

#: The largest amount in minor units: sums of many still fit a signed 64-bit column.
MAX_AMOUNT = 10**15

# ISO 4217 list one: codes that are money, by digits after the decimal point.
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DIGITS = "CLF UYW"
_TWO_DIGITS = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
    CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL
    HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU
    MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED
    VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""
_DIGITS = {
    code: digits
    for digits, codes in ((0, _NO_DIGITS), (2, _TWO_DIGITS), (3, _THREE_DIGITS), (4, _FOUR_DIGITS))
    for code in codes.split()
}


def minor_unit_digits(currency: str) -> int:
    """Return how many digits after the point ``currency`` (ISO 4217) has: 2 for EUR, 0 for JPY, 3 for KWD.

    Raises:
        DomainError: VALIDATION_ERROR for a code that is no currency one can pay with (metals, test codes).
    """
    digits = _DIGITS.get(currency)
    if digits is None:
        raise invalid_fields({"currency": ["Not a currency code of ISO 4217, e.g. EUR."]})
    return digits


def round_half_up(value: Fraction) -> int:
    """Return the nearest integer; a half goes away from zero, so that a refund mirrors its charge."""
    doubled = abs(value) * 2
    magnitude = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return magnitude if value >= 0 else -magnitude


@dataclass(frozen=True, slots=True)
class Money:
    """An ``amount`` in minor units (12345 is 123.45 EUR, or 12345 JPY) of an ISO 4217 ``currency``.

    Raises:
        DomainError: VALIDATION_ERROR for an unknown currency or an amount beyond 10**15.
    """

    amount: int
    currency: str

    def __post_init__(self) -> None:
        minor_unit_digits(self.currency)
        if not -MAX_AMOUNT <= self.amount <= MAX_AMOUNT:
            raise invalid_fields({"amount": ["The amount is too large."]})

    def __str__(self) -> str:
        """Return e.g. ``12.50 EUR``, without regard to language."""
        digits = minor_unit_digits(self.currency)
        whole, part = divmod(abs(self.amount), 10**digits)
        sign = "-" if self.amount < 0 else ""
        return (
            f"{sign}{whole}.{part:0{digits}} {self.currency}" if digits else f"{sign}{whole} {self.currency}"
        )

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            sentence = Sentence(
                "{other} cannot be reckoned with {currency}.", other=other.currency, currency=self.currency
            )
            raise invalid_fields({"currency": [sentence]})
        return other.amount

    def times(self, factor: int | Fraction) -> Money:
        """Return the product, rounded half up to a whole minor unit; 7 % is ``Fraction(7, 100)``."""
        return Money(round_half_up(Fraction(self.amount) * factor), self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Divide among ``weights`` so that the parts sum up to the whole.

        The minor units left over go one each to the largest remainders, the first of equals first.

        Args:
            weights: not negative, with a sum above zero.

        Raises:
            ValueError: for weights that divide nothing; that is a fault of the program.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights must not be negative and must have a sum above zero")
        sign = -1 if self.amount < 0 else 1
        parts = [divmod(abs(self.amount) * weight, whole) for weight in weights]
        left_over = abs(self.amount) - sum(quotient for quotient, _ in parts)
        by_remainder = sorted(range(len(parts)), key=lambda position: (-parts[position][1], position))
        winners = set(by_remainder[:left_over])
        return [
            Money(sign * (quotient + (position in winners)), self.currency)
            for position, (quotient, _) in enumerate(parts)
        ]

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"amount": self.amount, "currency": self.currency}


def total(amounts: Sequence[Money], currency: str) -> Money:
    """Return the sum of ``amounts``, zero ``currency`` when there are none.

    Raises:
        DomainError: VALIDATION_ERROR when one is of another currency.
    """
    return sum(amounts, start=Money(0, currency))
