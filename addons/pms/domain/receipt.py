"""What stands on a receipt: an account as its payer reads it, corrections taken into what they correct."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from addons.pms.domain.ledger import Entry, EntryKind, PaymentMethod
from addons.pms.domain.taxes import TaxLine


class PostedEntry(Entry, Protocol):
    """What a receipt needs of an entry besides the ledger's rules."""

    @property
    def code(self) -> str:
        """The code it was posted by."""

    @property
    def night(self) -> date | None:
        """The night it is for, where it is for one."""

    @property
    def business_date(self) -> date:
        """The property's day it was posted on."""

    @property
    def quantity(self) -> int:
        """How many."""

    @property
    def description(self) -> str:
        """What it is called."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A charge or a payment; ``day`` is the night it is for, else the day it was posted on.

    ``amount`` is in minor units: charges above zero, payments below; ``method`` only where money moved.
    """

    day: date
    code: str
    description: str
    quantity: int
    amount: int
    method: PaymentMethod | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The figures of one account.

    Attributes:
        charges: by day; taxes included in prices are in them.
        taxes: those added to the charges, summed by tax.
        included: those the charges include already, summed by tax; no part of the sum.
        payments: money received (below zero) and paid back (above), by day.
    """

    charges: tuple[ReceiptLine, ...]
    taxes: tuple[TaxLine, ...]
    included: tuple[TaxLine, ...]
    payments: tuple[ReceiptLine, ...]

    @property
    def total(self) -> int:
        """Charges and taxes."""
        return sum(line.amount for line in self.charges) + sum(line.amount for line in self.taxes)

    @property
    def paid(self) -> int:
        """What was received and not paid back; above zero."""
        return -sum(line.amount for line in self.payments)

    @property
    def balance(self) -> int:
        """What is owed; always the sum of the account's entries."""
        return self.total - self.paid


def receipt(
    entries: Sequence[PostedEntry], included_in: Callable[[str, int, date], Sequence[TaxLine]]
) -> Receipt:
    """Arrange ``entries`` of one account, in the order they were posted.

    A correction, or what moved to another account, is taken into the entry it names; what is then nothing stays away.
    Money paid back is told by itself: it happened.

    Args:
        entries: all entries of the account.
        included_in: the taxes that a charge of this code, amount and day includes.
    """
    taken: dict[UUID, int] = {}
    for entry in entries:
        if entry.corrects_id is not None and entry.kind is not EntryKind.REFUND:
            taken[entry.corrects_id] = taken.get(entry.corrects_id, 0) + entry.amount
    shown = [
        (entry, _line(entry, entry.amount + taken.get(entry.id, 0)))
        for entry in entries
        if entry.corrects_id is None or entry.kind is EntryKind.REFUND
    ]
    shown = [(entry, line) for entry, line in shown if line.amount]
    charges = [line for entry, line in shown if entry.method is None and entry.tax_of_id is None]
    taxes = [line for entry, line in shown if entry.tax_of_id is not None]
    payments = [line for entry, line in shown if entry.method is not None]
    included = [each for line in charges for each in included_in(line.code, line.amount, line.day)]
    return Receipt(
        tuple(sorted(charges, key=_day)),
        _summed(TaxLine(line.code, line.description, line.amount) for line in taxes),
        _summed(included),
        tuple(sorted(payments, key=_day)),
    )


def address_lines(address: Any, country_name: Callable[[str], str] = str) -> list[str]:
    """Return the lines of a property's address, which is a text or its parts; a country by its ``country_name``."""
    if isinstance(address, str):
        return [line.strip() for line in address.splitlines() if line.strip()]
    if not isinstance(address, dict):
        return []
    town = " ".join(filter(None, (address.get("postalCode"), address.get("city"))))
    country = country_name(address.get("country") or "")
    lines = (address.get("line1"), address.get("line2"), town, address.get("region"), country)
    return [line for line in lines if line]


def _line(entry: PostedEntry, amount: int) -> ReceiptLine:
    quantity = entry.quantity if amount == entry.amount else 1
    return ReceiptLine(
        entry.night or entry.business_date, entry.code, entry.description, quantity, amount, entry.method
    )


def _day(line: ReceiptLine) -> date:
    return line.day


def _summed(lines: Iterable[TaxLine]) -> tuple[TaxLine, ...]:
    sums: dict[tuple[str, str], int] = {}
    for line in lines:
        sums[line.code, line.description] = sums.get((line.code, line.description), 0) + line.amount
    return tuple(TaxLine(code, description, amount) for (code, description), amount in sums.items() if amount)
