"""Posts charges and corrects them. Nothing that was posted is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.events import FolioAdjustmentPosted, FolioChargePosted
from addons.pms.domain.ledger import Account, EntryKind, require_amount
from addons.pms.domain.money import MAX_AMOUNT, Money
from addons.pms.domain.sentence import Sentence
from addons.pms.services import charge_codes, folio_store, folio_taxes
from addons.pms.services.folio_records import FolioEntryRecord, FolioRecord
from addons.pms.services.folio_store import Locked, NewEntry
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class Posted:
    """What a posting came to: the folio as it is now, and the entries written, the one asked for first."""

    folio: FolioRecord
    entries: list[FolioEntryRecord]


def post_charge(
    uow: UnitOfWork,
    *,
    reservation_id: UUID,
    code: str,
    amount: int,
    description: str,
    night: date | None = None,
) -> FolioEntryRecord | None:
    """Post a charge of the house's own, a fee say, to the account the stay's routing names.

    The folio is opened when there is none. Call it after the reservation was written: folios are locked last.

    Args:
        uow: the running unit of work.
        reservation_id: whose stay.
        code: what for; a code the property does not have counts as what is shipped under that name.
        amount: minor units of the stay's currency, not negative.
        description: what the guest reads, without names of people.
        night: makes the charge one that exists once: of a stay, a night and a code there is never a second.

    Returns:
        The entry, or None when the stay's ``night`` has one of this ``code`` already.

    Raises:
        DomainError: NOT_FOUND for the reservation; VALIDATION_ERROR on ``amount``.
    """
    if not 0 <= amount <= MAX_AMOUNT:
        raise invalid_fields({"amount": ["A charge is not negative."]})
    stay = folio_store.stay_of(uow, reservation_id)
    kind = charge_codes.kind_of(uow, stay.property_id, code)
    folio = folio_store.target_of(uow, stay, code, kind.group)
    entry = NewEntry(
        new_id(), folio, EntryKind.CHARGE, code, stay.business_date, amount, description, night=night
    )
    entries = [entry, *folio_taxes.taxes_of(uow, entry, kind.group)]
    _, written = folio_store.append(uow, "folio.post_charge", FolioChargePosted, entries)
    return written[0] if written else None


def post_to_folio(
    uow: UnitOfWork,
    folio_id: UUID,
    expected_version: int | None,
    *,
    code: str,
    quantity: int,
    price: Money | None,
    description: str,
) -> Posted:
    """Post a charge somebody typed to the folio they look at.

    Args:
        uow: the running unit of work.
        folio_id: the folio.
        expected_version: the version the caller has seen; None for any.
        code: one of the property's charge codes.
        quantity: how many.
        price: of one; None for what the code usually costs.
        description: empty for the code's own name.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; FOLIO_NOT_OPEN; VALIDATION_ERROR on ``code``, ``amount``
            or its currency.
    """
    locked = folio_store.lock_open(uow, folio_id, expected_version)
    kind, usual = charge_codes.kind_in_use(uow, locked.folio.property_id, code)
    if price is None and usual is None:
        raise invalid_fields({"price": ["What it costs differs: please say."]})
    unit_amount = usual if price is None else require_currency(locked.folio, price, field="price")
    require_amount(unit_amount or 0, quantity, field="price")
    entry = NewEntry(
        new_id(), locked.folio, EntryKind.CHARGE, code, locked.business_date, unit_amount or 0,
        description.strip() or kind.name, quantity=quantity,
    )  # fmt: skip
    entries = [entry, *folio_taxes.taxes_of(uow, entry, kind.group)]
    return posted(folio_store.append(uow, "folio.post_charge", FolioChargePosted, entries))


def post_adjustment(
    uow: UnitOfWork,
    folio_id: UUID,
    expected_version: int | None,
    *,
    entry_id: UUID,
    amount: Money | None,
    description: str,
    include_taxes: bool | None = None,
) -> Posted:
    """Take something off a charge, or off a payment that was recorded by mistake.

    Args:
        uow: the running unit of work.
        folio_id: the folio.
        expected_version: the version the caller has seen; None for any.
        entry_id: the entry to correct.
        amount: how much to take off, above zero; None for all that is left.
        description: why.
        include_taxes: take the same part off the charge's taxes; None does so for percentages, and for all taxes
            when nothing is left of the charge: a tax per person does not shrink with the price.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; FOLIO_NOT_OPEN; VALIDATION_ERROR when the entry cannot be
            corrected by so much.
    """
    locked = folio_store.lock_open(uow, folio_id, expected_version)
    account = Account(locked.folio.currency, locked.entries)
    entry = account.find(entry_id)
    if entry.method is not None and entry.provider is not None:
        raise invalid_fields(
            {"entryId": ["A payment that was taken by a provider is paid back, not corrected."]}
        )
    left = abs(account.remaining(entry))
    taken = left if amount is None else require_currency(locked.folio, amount)
    account.check_adjustment(entry, taken)
    taxes = account.taxes_of(entry) if include_taxes is not False else []
    if taxes and include_taxes is None and taken < left:
        shrinking = folio_taxes.shrink_with_the_price(uow, locked.folio.property_id)
        taxes = [tax for tax in taxes if tax.code in shrinking]
    parts = [(entry, taken), *((tax, account.tax_share(tax, entry, taken)) for tax in taxes)]
    entries = [_correction(locked, each, part, description) for each, part in parts if part]
    return posted(folio_store.append(uow, "folio.post_adjustment", FolioAdjustmentPosted, entries))


def _correction(locked: Locked, entry: FolioEntryRecord, amount: int, description: str) -> NewEntry:
    return NewEntry(
        new_id(), locked.folio, EntryKind.ADJUSTMENT, entry.code, locked.business_date,
        -amount if entry.amount > 0 else amount, description.strip(), night=entry.night, corrects_id=entry.id,
        method=entry.method,
    )  # fmt: skip


def require_currency(folio: FolioRecord, money: Money, *, field: str = "amount") -> int:
    """Return the minor units of ``money``.

    Raises:
        DomainError: VALIDATION_ERROR when it is not in the folio's currency.
    """
    if money.currency != folio.currency:
        raise invalid_fields(
            {f"{field}.currency": [Sentence("The folio is in {currency}.", currency=folio.currency)]}
        )
    return money.amount


def posted(answer: tuple[dict[UUID, FolioRecord], list[FolioEntryRecord]]) -> Posted:
    """Return what ``folio_store.append`` wrote to one folio."""
    folios, entries = answer
    return Posted(next(iter(folios.values())), entries)
