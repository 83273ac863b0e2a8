"""Folios and entries as they lie in the database, and what of them may be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from addons.pms.domain.ledger import EntryKind, FolioStatus, PaymentMethod
from addons.pms.domain.money import Money
from addons.pms.domain.snapshots import instant_text


@dataclass(frozen=True, slots=True)
class FolioRecord:
    """A folio.

    Attributes:
        window_number: 1 is the guest's own.
        name: what the desk calls it, e.g. Company.
        payer: who is to pay, as typed; never part of an event or of the audit trail.
        balance: minor units, the sum of the entries; above zero is owed.
        payment_provider: payment addon that keeps something for this folio.
        payment_token_ref: what that addon knows it by; never a card number.
    """

    id: UUID
    version: int
    property_id: UUID
    reservation_id: UUID
    window_number: int
    name: str
    payer: str
    currency: str
    status: FolioStatus
    payment_provider: str | None
    payment_token_ref: str | None
    created_at: datetime
    balance: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it takes entries."""
        return self.status is FolioStatus.OPEN

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase state with ``schemaVersion``: ids and figures, nothing typed."""
        return {
            "schemaVersion": 1, "id": str(self.id), "folioId": str(self.id), "version": self.version,
            "propertyId": str(self.property_id), "reservationId": str(self.reservation_id),
            "windowNumber": self.window_number, "currency": self.currency, "status": self.status.value,
            "balance": Money(self.balance, self.currency).to_payload(),
            "createdAt": instant_text(self.created_at),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class FolioEntryRecord:
    """A line of a folio; amounts are signed minor units of its currency.

    Attributes:
        night: the night it is for, where it is for one.
        business_date: the property's day it was posted on.
        corrects_id: the entry it takes from: an adjustment's, a refund's, the leaving half of a move.
        tax_of_id: the charge it is a tax of.
        counterpart_id: the other half of a move.
        method: how the money it is about moved; None for charges.
        posted_by: the actor's label.
    """

    id: UUID
    property_id: UUID
    reservation_id: UUID
    folio_id: UUID
    kind: EntryKind
    code: str
    night: date | None
    business_date: date
    quantity: int
    unit_amount: int
    amount: int
    description: str
    corrects_id: UUID | None
    tax_of_id: UUID | None
    counterpart_id: UUID | None
    method: PaymentMethod | None
    provider: str | None
    provider_reference: str | None
    posted_by: str
    posted_at: datetime

    def to_payload(self, currency: str) -> dict[str, Any]:
        """Return the JSON-ready state for events and audit: ids and figures, nothing typed."""
        return {
            "id": str(self.id), "kind": self.kind.value, "code": self.code,
            "night": None if self.night is None else self.night.isoformat(),
            "businessDate": self.business_date.isoformat(), "quantity": self.quantity,
            "amount": Money(self.amount, currency).to_payload(), "correctsId": _text(self.corrects_id),
            "taxOfId": _text(self.tax_of_id), "counterpartId": _text(self.counterpart_id),
            "method": None if self.method is None else self.method.value, "postedBy": self.posted_by,
        }  # fmt: skip


def folio_of(row: Any, balance: int = 0) -> FolioRecord:
    """Build the folio from a row of ``queries.folios.FOLIO_COLUMNS``."""
    return FolioRecord(
        id=row.id, version=row.version, property_id=row.property_id, reservation_id=row.reservation_id,
        window_number=row.window_number, name=row.name, payer=row.payer, currency=row.currency,
        status=FolioStatus(row.status), payment_provider=row.payment_provider,
        payment_token_ref=row.payment_token_ref, created_at=row.created_at, balance=balance,
    )  # fmt: skip


def entry_of(row: Any) -> FolioEntryRecord:
    """Build the entry from a row of ``queries.folios.ENTRY_COLUMNS``."""
    return FolioEntryRecord(
        id=row.id, property_id=row.property_id, reservation_id=row.reservation_id, folio_id=row.folio_id,
        kind=EntryKind(row.kind), code=row.code, night=row.night, business_date=row.business_date,
        quantity=row.quantity, unit_amount=row.unit_amount, amount=row.amount, description=row.description,
        corrects_id=row.corrects_id, tax_of_id=row.tax_of_id, counterpart_id=row.counterpart_id,
        method=None if row.method is None else PaymentMethod(row.method), provider=row.provider,
        provider_reference=row.provider_reference, posted_by=row.posted_by, posted_at=row.posted_at,
    )  # fmt: skip


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
