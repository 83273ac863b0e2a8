"""The rules of an account: signed entries, written once, corrected by further entries that name them.

Charges are positive, payments negative; the balance is always the sum. An entry that corrects, moves or refunds another
names it (``corrects_id``), and all of those together never take more than it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from addons.pms.domain.errors import folio_not_open, folio_not_settled, invalid_fields, not_found
from addons.pms.domain.money import MAX_AMOUNT, Money, round_half_up
from addons.pms.domain.sentence import Sentence


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


E = TypeVar("E", bound=Entry)
_CORRECTIONS = frozenset({EntryKind.ADJUSTMENT, EntryKind.REFUND})


@dataclass(frozen=True)
class Account(Generic[E]):
    """An account as it stands: its ``currency`` and its entries in the order they were posted."""

    currency: str
    entries: Sequence[E]

    @property
    def balance(self) -> int:
        """What is owed in minor units; negative when the guest has paid ahead."""
        return sum(entry.amount for entry in self.entries)

    @property
    def received(self) -> int:
        """What was paid and not paid back, in minor units."""
        return -sum(entry.amount for entry in self.entries if entry.method is not None)

    def find(self, entry_id: UUID) -> E:
        """Return the entry of this account.

        Raises:
            DomainError: NOT_FOUND.
        """
        entry = next((each for each in self.entries if each.id == entry_id), None)
        if entry is None:
            raise not_found()
        return entry

    def remaining(self, entry: E) -> int:
        """Return what is left of ``entry`` once everything that names it is taken off; signed like the entry."""
        return entry.amount + sum(other.amount for other in self.entries if other.corrects_id == entry.id)

    def can_be_corrected(self, entry: E) -> bool:
        """Whether an adjustment, a refund or a move may name ``entry``: something is left of what is no correction."""
        return entry.kind not in _CORRECTIONS and entry.corrects_id is None and self.remaining(entry) != 0

    def taxes_of(self, entry: E) -> list[E]:
        """Return the tax lines of a charge of which something is left."""
        return [each for each in self.entries if each.tax_of_id == entry.id and self.can_be_corrected(each)]

    def tax_share(self, tax: E, charge: E, amount: int) -> int:
        """Return the part of ``tax`` that goes with ``amount`` of what is left of its ``charge``, in minor units."""
        left = abs(self.remaining(charge))
        return round_half_up(Fraction(abs(self.remaining(tax)) * amount, left))

    def check_adjustment(self, entry: E, amount: int) -> None:
        """Allow taking ``amount`` (positive minor units) off a charge, or off a payment recorded by mistake.

        Raises:
            DomainError: VALIDATION_ERROR when the entry cannot be corrected, or not by so much.
        """
        if entry.kind in _CORRECTIONS or entry.corrects_id is not None:
            raise invalid_fields({"entryId": ["Only a charge or a payment can be corrected."]})
        self._check_part(entry, amount, "amount")

    def check_refund(self, amount: int, payment: E | None) -> None:
        """Allow paying back ``amount`` (positive minor units), of ``payment`` where one is named.

        Raises:
            DomainError: VALIDATION_ERROR when it is more than was paid.
        """
        if payment is not None:
            if payment.method is None or payment.amount >= 0:
                raise invalid_fields({"paymentId": ["This is no payment."]})
            self._check_part(payment, amount, "amount")
        elif not 0 < amount <= self.received:
            some = Sentence("Only {amount} was paid.", amount=Money(max(0, self.received), self.currency))
            raise invalid_fields({"amount": [some if self.received > 0 else Sentence("Nothing was paid.")]})

    def check_move(self, entry: E, amount: int) -> None:
        """Allow moving ``amount`` (positive minor units) of a charge or payment to another account.

        Raises:
            DomainError: VALIDATION_ERROR when the entry is a correction or a tax, or less is left of it.
        """
        if entry.kind in _CORRECTIONS or entry.corrects_id is not None:
            raise invalid_fields({"entryIds": ["Only charges and payments move; corrections go with them."]})
        if entry.tax_of_id is not None:
            raise invalid_fields({"entryIds": ["A tax moves with the charge it is of."]})
        self._check_part(entry, amount, "entryIds")

    def check_close(self) -> None:
        """Allow closing only a settled account.

        Raises:
            DomainError: FOLIO_NOT_SETTLED unless the balance is zero.
        """
        if self.balance:
            raise folio_not_settled(Money(self.balance, self.currency).to_payload())

    def _check_part(self, entry: E, amount: int, field: str) -> None:
        left = abs(self.remaining(entry))
        if entry.method is not None:
            left = min(left, max(0, self.received))
        if not 0 < amount <= left:
            some = Sentence("Only {amount} is left of it.", amount=Money(max(0, left), self.currency))
            raise invalid_fields({field: [some if left > 0 else Sentence("Nothing is left of it.")]})


def require_open(status: FolioStatus) -> None:
    """Refuse an entry on a closed account.

    Raises:
        DomainError: FOLIO_NOT_OPEN.
    """
    if status is not FolioStatus.OPEN:
        raise folio_not_open()


def require_amount(amount: int, quantity: int = 1, *, field: str = "amount") -> None:
    """Refuse an amount of a charge or payment that is not above zero, or too large.

    Raises:
        DomainError: VALIDATION_ERROR on ``field``.
    """
    if amount <= 0:
        raise invalid_fields({field: ["Please give an amount above zero."]})
    if amount * quantity > MAX_AMOUNT:
        raise invalid_fields({field: ["The amount is too large."]})
