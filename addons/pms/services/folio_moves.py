"""Moves charges and payments from one account to another: a pair of entries that name each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.events import FolioEntriesMoved
from addons.pms.domain.ledger import Account, EntryKind, require_open
from addons.pms.domain.money import Money
from addons.pms.services import configuration_records, folio_store
from addons.pms.services.folio_posting import require_currency
from addons.pms.services.folio_records import FolioEntryRecord, FolioRecord
from addons.pms.services.folio_store import Locked, NewEntry
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class Moved:
    """Both folios as they are now, and the entries that moved something, leaving and arriving."""

    source: FolioRecord
    target: FolioRecord
    entries: list[FolioEntryRecord]


def move_entries(
    uow: UnitOfWork,
    folio_id: UUID,
    expected_version: int | None,
    *,
    to_folio_id: UUID,
    entry_ids: Sequence[UUID],
    amount: Money | None = None,
) -> Moved:
    """Move what is left of entries, with their taxes, to another folio of the property; the sum of both stays.

    Args:
        uow: the running unit of work.
        folio_id: where they are.
        expected_version: of that folio, as the caller has seen it; None for any.
        to_folio_id: where they go; another window of the stay, or another stay's.
        entry_ids: charges and payments.
        amount: only so much, above zero, of the one entry that is named.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; FOLIO_NOT_OPEN for either; VALIDATION_ERROR when an entry
            cannot move.
    """
    if folio_id == to_folio_id:
        raise invalid_fields({"toFolioId": ["The entries are there already."]})
    if amount is not None and len(entry_ids) != 1:
        raise invalid_fields({"amount": ["A part is moved of one entry at a time."]})
    locked = folio_store.lock(uow, [folio_id, to_folio_id])
    source, target = locked[folio_id], locked[to_folio_id]
    configuration_records.require_version(source.folio.version, expected_version)
    for each in (source, target):
        require_open(each.folio.status)
    if (source.folio.property_id, source.folio.currency) != (target.folio.property_id, target.folio.currency):
        raise invalid_fields({"toFolioId": ["The folio belongs to another property."]})
    pairs = _pairs(source, target, entry_ids, amount)
    folios, written = folio_store.append(uow, "folio.move_entries", FolioEntriesMoved, pairs)
    return Moved(folios[folio_id], folios[to_folio_id], written)


def _pairs(source: Locked, target: Locked, entry_ids: Sequence[UUID], amount: Money | None) -> list[NewEntry]:
    account = Account(source.folio.currency, source.entries)
    pairs = []
    for entry_id in dict.fromkeys(entry_ids):
        entry = account.find(entry_id)
        if entry.tax_of_id in entry_ids:
            continue
        left = abs(account.remaining(entry))
        part = left if amount is None else require_currency(source.folio, amount)
        account.check_move(entry, part)
        pair = _pair(source, target, entry, part, None)
        pairs += pair
        for tax in account.taxes_of(entry):
            share = account.tax_share(tax, entry, part)
            if share:
                pairs += _pair(source, target, tax, share, pair[1].id)
    return pairs


def _pair(
    source: Locked, target: Locked, entry: FolioEntryRecord, amount: int, tax_of_id: UUID | None
) -> list[NewEntry]:
    """Return what leaves and what arrives; what arrives can be corrected and moved like the entry itself."""
    signed = amount if entry.amount > 0 else -amount
    leaving, arriving = new_id(), new_id()
    return [
        NewEntry(
            leaving, source.folio, EntryKind.TRANSFER, entry.code, source.business_date, -signed,
            entry.description, night=entry.night, corrects_id=entry.id, counterpart_id=arriving,
            method=entry.method,
        ),
        NewEntry(
            arriving, target.folio, EntryKind.TRANSFER, entry.code, source.business_date, signed,
            entry.description, night=entry.night, tax_of_id=tax_of_id, counterpart_id=leaving, method=entry.method,
            provider=entry.provider, provider_reference=entry.provider_reference,
        ),
    ]  # fmt: skip
