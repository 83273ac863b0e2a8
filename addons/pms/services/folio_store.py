"""The one way folios and entries are written: lock last, check, append, raise the version, tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from addons.pms.db.queries import folios as queries
from addons.pms.domain.errors import not_found
from addons.pms.domain.events import DomainEvent, FolioCreated
from addons.pms.domain.ledger import EntryKind, PaymentMethod, require_open
from addons.pms.domain.routing import Route, Window, choose_window
from addons.pms.services import configuration_records
from addons.pms.services.folio_records import FolioEntryRecord, FolioRecord, entry_of, folio_of
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

GUEST_WINDOW = 1
GUEST_FOLIO_NAME = "Guest"


@dataclass(frozen=True, slots=True)
class NewFolio:
    """A folio to open; who is to pay may be said later."""

    property_id: UUID
    reservation_id: UUID
    currency: str
    window_number: int = GUEST_WINDOW
    name: str = GUEST_FOLIO_NAME
    payer: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to append to ``folio``; its amount is ``quantity`` times ``unit_amount``, signed minor units."""

    id: UUID
    folio: FolioRecord
    kind: EntryKind
    code: str
    business_date: date
    unit_amount: int
    description: str
    quantity: int = 1
    night: date | None = None
    corrects_id: UUID | None = None
    tax_of_id: UUID | None = None
    counterpart_id: UUID | None = None
    method: PaymentMethod | None = None
    provider: str | None = None
    provider_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """A folio under this transaction's lock, with its entries as they are now."""

    folio: FolioRecord
    entries: list[FolioEntryRecord]
    business_date: date


def stay_of(uow: UnitOfWork, reservation_id: UUID) -> Any:
    """Return (id, version, property_id, currency, check_in_date, business_date) of a reservation.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = uow.execute(queries.STAY, {"tenant": uow.tenant_id, "reservation": reservation_id}).one_or_none()
    if row is None:
        raise not_found()
    return row


def open_folios(uow: UnitOfWork, wanted: Sequence[NewFolio]) -> list[FolioRecord]:
    """Open those that do not exist yet, tell of them, and return them; one that exists is left out."""
    if not wanted:
        return []
    rows = uow.execute(
        queries.OPEN,
        {
            "tenant": uow.tenant_id, "now": clock.now(), "ids": [new_id() for _ in wanted],
            "properties": [each.property_id for each in wanted],
            "reservations": [each.reservation_id for each in wanted],
            "windows": [each.window_number for each in wanted], "names": [each.name for each in wanted],
            "payers": [each.payer for each in wanted], "currencies": [each.currency for each in wanted],
        },
    )  # fmt: skip
    opened = [folio_of(row) for row in rows]
    for folio in opened:
        configuration_records.record(uow, "folio.open", FolioCreated, before=None, after=folio)
    return opened


def lock(uow: UnitOfWork, folio_ids: Collection[UUID]) -> dict[UUID, Locked]:
    """Lock folios in id order and read their entries; the last locks of a transaction but the events' own.

    Raises:
        DomainError: NOT_FOUND when one does not exist in this tenant.
    """
    ids = sorted(set(folio_ids))
    binds = {"tenant": uow.tenant_id, "ids": ids}
    rows = uow.execute(queries.LOCK, binds).all()
    if len(rows) < len(ids):
        raise not_found()
    entries, days = uow.execute_all((queries.ENTRIES, binds), (queries.BUSINESS_DATES, binds))
    by_folio: dict[UUID, list[FolioEntryRecord]] = {row.id: [] for row in rows}
    for row in entries:
        by_folio[row.folio_id].append(entry_of(row))
    today = {row.id: row.business_date for row in days}
    return {
        row.id: Locked(
            folio_of(row, sum(entry.amount for entry in by_folio[row.id])), by_folio[row.id], today[row.id]
        )
        for row in rows
    }


def lock_open(uow: UnitOfWork, folio_id: UUID, expected_version: int | None) -> Locked:
    """Lock one folio to post to it; a posting needs no version, but keeps to one that is given.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; FOLIO_NOT_OPEN.
    """
    locked = lock(uow, [folio_id])[folio_id]
    configuration_records.require_version(locked.folio.version, expected_version)
    require_open(locked.folio.status)
    return locked


def target_of(uow: UnitOfWork, stay: Any, code: str, group: str) -> FolioRecord:
    """Return an open folio of the stay for charges of ``code``, routed; one is opened when there is none."""
    targets = targets_of(uow, [stay], code, group)
    return targets[stay.id]


def targets_of(uow: UnitOfWork, stays: Sequence[Any], code: str, group: str) -> dict[UUID, FolioRecord]:
    """Return for each stay (rows as of ``stay_of``) the open, locked folio that takes charges of ``code``.

    A stay without an open folio gets one: its first, or one more where all are closed.
    """
    chosen = _choose(uow, stays, code, group)
    missing = [stay for stay in stays if stay.id not in chosen]
    if missing:
        highest = _highest_windows(uow, missing)
        open_folios(uow, [
            NewFolio(stay.property_id, stay.id, stay.currency, highest.get(stay.id, 0) + 1) for stay in missing
        ])  # fmt: skip
        chosen = _choose(uow, stays, code, group)
    return chosen


def _choose(uow: UnitOfWork, stays: Sequence[Any], code: str, group: str) -> dict[UUID, FolioRecord]:
    binds = {"tenant": uow.tenant_id, "reservations": [stay.id for stay in stays]}
    windows, routes = uow.execute_all((queries.WINDOWS, binds), (queries.ROUTES, binds))
    ids = sorted(row.id for row in windows)
    if not ids:
        return {}
    locked = [folio_of(row) for row in uow.execute(queries.LOCK, {"tenant": uow.tenant_id, "ids": ids})]
    by_stay: dict[UUID, list[FolioRecord]] = {}
    for folio in locked:
        by_stay.setdefault(folio.reservation_id, []).append(folio)
    routes_by_stay: dict[UUID, list[Route]] = {}
    for row in routes:
        routes_by_stay.setdefault(row.reservation_id, []).append(
            Route(row.folio_id, row.code, row.charge_group)
        )
    chosen = {}
    for stay_id, folios in by_stay.items():
        window = choose_window(
            [Window(folio.id, folio.window_number, folio.is_open) for folio in folios],
            routes_by_stay.get(stay_id, []), code, group,
        )  # fmt: skip
        if window is not None:
            chosen[stay_id] = next(folio for folio in folios if folio.id == window.folio_id)
    return chosen


def _highest_windows(uow: UnitOfWork, stays: Sequence[Any]) -> dict[UUID, int]:
    binds = {"tenant": uow.tenant_id, "reservations": [stay.id for stay in stays]}
    return {row.reservation_id: row.window_number for row in uow.execute(queries.WINDOWS, binds)}


def append(
    uow: UnitOfWork, action: str, event: type[DomainEvent], entries: Sequence[NewEntry]
) -> tuple[dict[UUID, FolioRecord], list[FolioEntryRecord]]:
    """Write entries to folios this transaction has locked, and tell of each folio once.

    A charge of a night that was posted before is left out, and so are the taxes that name it.

    Returns:
        The folios that changed, as they are now, by id; the entries that were written, in their order.
    """
    at = clock.now()
    once_a_night = {entry.id for entry in entries if _is_once_a_night(entry)}
    waiting = [entry for entry in entries if entry.tax_of_id in once_a_night]
    written = _insert(uow, at, [entry for entry in entries if entry.tax_of_id not in once_a_night])
    written |= _insert(uow, at, [entry for entry in waiting if entry.tax_of_id in written])
    kept = [entry for entry in entries if entry.id in written]
    folios = _raise_versions(uow, kept)
    records = [_record_of(uow, at, entry) for entry in kept]
    for before, after in folios:
        told = [record.to_payload(after.currency) for record in records if record.folio_id == after.id]
        configuration_records.record(uow, action, event, before=before, after=after, facts={"entries": told})
    return {after.id: after for _, after in folios}, records


def _is_once_a_night(entry: NewEntry) -> bool:
    """Whether the database refuses a second one of its kind; see ``models.folio.ONCE_A_NIGHT``."""
    return entry.kind is EntryKind.CHARGE and entry.night is not None and entry.tax_of_id is None


def _insert(uow: UnitOfWork, at: datetime, entries: Sequence[NewEntry]) -> set[UUID]:
    if not entries:
        return set()
    rows = uow.execute(
        queries.ADD_ENTRIES,
        {
            "tenant": uow.tenant_id, "posted_by": uow.actor.label, "posted_at": at,
            "ids": [entry.id for entry in entries],
            "property_ids": [entry.folio.property_id for entry in entries],
            "reservation_ids": [entry.folio.reservation_id for entry in entries],
            "folio_ids": [entry.folio.id for entry in entries], "kinds": [entry.kind.value for entry in entries],
            "codes": [entry.code for entry in entries], "nights": [entry.night for entry in entries],
            "business_dates": [entry.business_date for entry in entries],
            "quantities": [entry.quantity for entry in entries],
            "unit_amounts": [entry.unit_amount for entry in entries],
            "descriptions": [entry.description for entry in entries],
            "corrects_ids": [entry.corrects_id for entry in entries],
            "tax_of_ids": [entry.tax_of_id for entry in entries],
            "counterpart_ids": [entry.counterpart_id for entry in entries],
            "methods": [None if entry.method is None else entry.method.value for entry in entries],
            "providers": [entry.provider for entry in entries],
            "provider_references": [entry.provider_reference for entry in entries],
        },
    )  # fmt: skip
    return {row.id for row in rows}


def _raise_versions(uow: UnitOfWork, written: Sequence[NewEntry]) -> list[tuple[FolioRecord, FolioRecord]]:
    """Return each folio of the entries as it was before them and as it is now."""
    folios = {entry.folio.id: entry.folio for entry in written}
    if not folios:
        return []
    binds = {"tenant": uow.tenant_id, "ids": sorted(folios)}
    versions, balances = uow.execute_all((queries.RAISE_VERSIONS, binds), (queries.BALANCES, binds))
    raised = {row.id: row.version for row in versions}
    owed = {row.folio_id: row.balance for row in balances}
    added: Counter[UUID] = Counter()
    for entry in written:
        added[entry.folio.id] += entry.quantity * entry.unit_amount
    return [
        (
            replace(folio, balance=owed[folio_id] - added[folio_id]),
            replace(folio, version=raised[folio_id], balance=owed[folio_id]),
        )
        for folio_id, folio in folios.items()
    ]


def _record_of(uow: UnitOfWork, at: datetime, entry: NewEntry) -> FolioEntryRecord:
    return FolioEntryRecord(
        id=entry.id, property_id=entry.folio.property_id, reservation_id=entry.folio.reservation_id,
        folio_id=entry.folio.id, kind=entry.kind, code=entry.code, night=entry.night,
        business_date=entry.business_date, quantity=entry.quantity, unit_amount=entry.unit_amount,
        amount=entry.quantity * entry.unit_amount, description=entry.description, corrects_id=entry.corrects_id,
        tax_of_id=entry.tax_of_id, counterpart_id=entry.counterpart_id, method=entry.method,
        provider=entry.provider, provider_reference=entry.provider_reference, posted_by=uow.actor.label,
        posted_at=at,
    )  # fmt: skip
