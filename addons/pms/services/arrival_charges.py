"""What is owed on arrival: nights that are closed already, the day of a day use. Taken back with the check-in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from addons.pms.db.queries import night_charges as queries
from addons.pms.domain.events import FolioAdjustmentPosted
from addons.pms.domain.ledger import Account, EntryKind, require_open
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.services import folio_store, night_charges
from addons.pms.services.folio_records import FolioEntryRecord
from addons.pms.services.folio_store import Locked, NewEntry
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

_TAKEN_BACK, _BACK_AGAIN = "Check-in taken back", "Checked in again"
_Correction = Callable[[Locked, FolioEntryRecord], int]


def charge(uow: UnitOfWork, stay: ReservationSnapshot, today: date) -> None:
    """Charge the nights before ``today``, or the day of a day use: these guests may leave before the next night audit.

    What was taken back with an earlier check-in is owed again as it was: of a stay, a night and a code there is never
    a second charge.
    """
    nights = [price.night for price in stay.nightly_rates if price.night < today]
    if stay.day_use and stay.total.amount:
        nights = [stay.check_in_date]
    if not nights:
        return
    for night in nights:
        night_charges.post_night(uow, stay.property_id, night, [stay.id])
    _correct(uow, stay.id, today, _last_taken_off, _BACK_AGAIN)


def take_back(uow: UnitOfWork, reservation_id: UUID, today: date) -> None:
    """Take what is left of these charges off the stay's account, with their taxes.

    Raises:
        DomainError: FOLIO_NOT_OPEN when an account they are on is closed.
    """
    _correct(uow, reservation_id, today, _all_that_is_left, _TAKEN_BACK)


def _correct(
    uow: UnitOfWork, reservation_id: UUID, today: date, amount_of: _Correction, description: str
) -> None:
    """Correct each charge, wherever it was moved to, and the taxes of it by ``amount_of``, where that is not zero."""
    binds = {"tenant": uow.tenant_id, "reservation": reservation_id, "day": today}
    found = uow.execute(queries.OF_ARRIVAL, binds).all()
    folios = folio_store.lock(uow, {row.folio_id for row in found}) if found else {}
    entries = [
        _correction(folios[row.folio_id], each, amount, description)
        for row in found
        for each in _with_taxes(folios[row.folio_id].entries, row.id)
        if (amount := amount_of(folios[row.folio_id], each))
    ]
    for entry in entries:
        require_open(entry.folio.status)
    folio_store.append(uow, "folio.post_adjustment", FolioAdjustmentPosted, entries)


def _with_taxes(entries: Iterable[FolioEntryRecord], charge_id: UUID) -> list[FolioEntryRecord]:
    return [entry for entry in entries if charge_id in {entry.id, entry.tax_of_id}]


def _all_that_is_left(locked: Locked, entry: FolioEntryRecord) -> int:
    return -Account(locked.folio.currency, locked.entries).remaining(entry)


def _last_taken_off(locked: Locked, entry: FolioEntryRecord) -> int:
    """Return what the last correction took, when nothing was left after it: that one went with the check-in."""
    if Account(locked.folio.currency, locked.entries).remaining(entry):
        return 0
    taken = [
        each.amount
        for each in locked.entries
        if each.corrects_id == entry.id
        and each.kind is EntryKind.ADJUSTMENT
        and (each.amount < 0) == (entry.amount > 0)
    ]
    return -taken[-1] if taken else 0


def _correction(locked: Locked, entry: FolioEntryRecord, amount: int, description: str) -> NewEntry:
    return NewEntry(
        new_id(), locked.folio, EntryKind.ADJUSTMENT, entry.code, locked.business_date, amount, description,
        night=entry.night, corrects_id=entry.id,
    )  # fmt: skip
