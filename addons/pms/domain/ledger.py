"""The rules of an account: signed entries, written once, corrected by further entries that name them.

Charges are positive, payments negative; the balance is always the sum. An entry that corrects, moves or refunds another
names it (``corrects_id``), and all of those together never take more than it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from addons.pms.domain.errors import folio_not_open, folio_not_settled, invalid_fields, not_found
from addons.pms.domain.money import MAX_AMOUNT, Money


class EntryKind(StrEnum):
    """What an entry is. A TRANSFER is one half of a move between accounts; the halves name each other."""

    CHARGE = "CHARGE"
    ADJUSTMENT = "ADJUSTMENT"
    PAYMENT = "PAYMENT"
    REFUND = "REFUND"
    TRANSFER = "TRANSFER"


class PaymentMethod(StrEnum):
    """How money came or went."""

    CASH = "CASH"
    CARD = "CARD"
    BANK_TRANSFER = "BANK_TRANSFER"
    OTHER = "OTHER"


class FolioStatus(StrEnum):
    """A closed account takes no entries."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class Entry(Protocol):
    """What the rules need of an entry; ``amount`` in minor units, ``method`` only where money moved."""

    @property
    def id(self) -> UUID:
        """The entry's id."""

    @property
    def kind(self) -> EntryKind:
        """What it is."""

    @property
    def amount(self) -> int:
        """Signed minor units."""

    @property
    def corrects_id(self) -> UUID | None:
        """The entry it takes from."""

    @property
    def tax_of_id(self) -> UUID | None:
        """The charge it is a tax of."""

    @property
    def method(self) -> PaymentMethod | None:
        """How the money it is about moved."""


def balance(entries: Sequence[Entry]) -> int:
    """Return what is owed in minor units; negative when the guest has paid ahead."""
    return sum(entry.amount for entry in entries)


def received(entries: Sequence[Entry]) -> int:
    """Return what was paid and not paid back, in minor units."""
    return -sum(entry.amount for entry in entries if entry.method is not None)


def remaining(entries: Sequence[Entry], entry: Entry) -> int:
    """Return what is left of ``entry`` once everything that names it is taken off; signed like the entry."""
    return entry.amount + sum(other.amount for other in entries if other.corrects_id == entry.id)


def find_entry(entries: Sequence[Entry], entry_id: UUID) -> Entry:
    """Return the entry of this account.

    Raises:
        DomainError: NOT_FOUND.
    """
    entry = next((each for each in entries if each.id == entry_id), None)
    if entry is None:
        raise not_found()
    return entry


def require_open(status: FolioStatus) -> None:
    """Refuse an entry on a closed account.

    Raises:
        DomainError: FOLIO_NOT_OPEN.
    """
    if status is not FolioStatus.OPEN:
        raise folio_not_open()


def check_charge(quantity: int, unit_amount: int) -> int:
    """Return the amount of a charge.

    Raises:
        DomainError: VALIDATION_ERROR when it is not above zero or too large.
    """
    if unit_amount <= 0:
        raise invalid_fields({"unitAmount": ["A charge is more than nothing."]})
    return _bounded(quantity * unit_amount)


def check_adjustment(entries: Sequence[Entry], entry: Entry, amount: int) -> None:
    """Allow taking ``amount`` (positive minor units) off a charge, or off a payment recorded by mistake.

    Raises:
        DomainError: VALIDATION_ERROR when the entry cannot be corrected, or not by so much.
    """
    if entry.kind in {EntryKind.ADJUSTMENT, EntryKind.REFUND} or entry.corrects_id is not None:
        raise invalid_fields({"entryId": ["Only a charge or a payment can be corrected."]})
    _take(entries, entry, amount)
    if entry.method is not None and amount > received(entries):
        raise invalid_fields({"amount": ["This payment was paid back meanwhile."]})


def check_refund(entries: Sequence[Entry], amount: int, payment: Entry | None) -> None:
    """Allow paying back ``amount`` (positive minor units), of ``payment`` where one is named.

    Raises:
        DomainError: VALIDATION_ERROR when it is more than was paid.
    """
    if payment is not None:
        if payment.method is None or payment.amount >= 0:
            raise invalid_fields({"paymentId": ["This is no payment."]})
        _take(entries, payment, amount)
    available = received(entries)
    if not 0 < amount <= available:
        raise invalid_fields({"amount": [_at_most(available)]})


def check_close(entries: Sequence[Entry], currency: str) -> None:
    """Allow closing only a settled account.

    Raises:
        DomainError: FOLIO_NOT_SETTLED unless the balance is zero.
    """
    owed = balance(entries)
    if owed:
        raise folio_not_settled(Money(owed, currency).to_payload())


def movable(entries: Sequence[Entry], entry: Entry) -> int:
    """Return what a move takes along, signed: all that is left of the entry.

    Raises:
        DomainError: VALIDATION_ERROR when the entry is a correction, or nothing is left of it.
    """
    if entry.kind in {EntryKind.ADJUSTMENT, EntryKind.REFUND} or entry.corrects_id is not None:
        raise invalid_fields({"entryIds": ["Only charges and payments move; corrections go with them."]})
    left = remaining(entries, entry)
    if left == 0:
        raise invalid_fields({"entryIds": ["Nothing is left of this entry."]})
    if entry.method is not None and -left > received(entries):
        raise invalid_fields({"entryIds": ["This payment was paid back meanwhile."]})
    return left


def taxes_of(entries: Sequence[Entry], entry: Entry) -> list[Entry]:
    """Return the tax lines of a charge that have something left."""
    return [each for each in entries if each.tax_of_id == entry.id and each.corrects_id is None
            and remaining(entries, each) != 0]  # fmt: skip


def _take(entries: Sequence[Entry], entry: Entry, amount: int) -> None:
    left = abs(remaining(entries, entry))
    if not 0 < amount <= left:
        raise invalid_fields({"amount": [_at_most(left)]})


def _at_most(minor_units: int) -> str:
    return (
        f"At most what is left of it: {minor_units} in minor units."
        if minor_units
        else "Nothing is left of it."
    )


def _bounded(amount: int) -> int:
    if abs(amount) > MAX_AMOUNT:
        raise invalid_fields({"amount": ["The amount is too large."]})
    return amount
