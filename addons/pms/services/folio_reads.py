"""Reads accounts with their entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from addons.pms.db.queries import folios as queries
from addons.pms.domain.ledger import Account
from addons.pms.domain.routing import Route
from addons.pms.services.existing import existing_row
from addons.pms.services.folio_records import FolioEntryRecord, FolioRecord, entry_of, folio_of


@dataclass(frozen=True, slots=True)
class FolioView:
    """A folio with its entries in the order they were posted."""

    folio: FolioRecord
    entries: list[FolioEntryRecord]

    @property
    def account(self) -> Account[FolioEntryRecord]:
        """The entries under the rules of the ledger."""
        return Account(self.folio.currency, self.entries)


def find_folio(source: Session | Connection, tenant_id: UUID, folio_id: UUID) -> FolioView:
    """Return one folio.

    Raises:
        DomainError: NOT_FOUND.
    """
    return _views(source, tenant_id, [existing_row(source, queries.ONE, tenant_id, folio_id)])[0]


def folios_of(source: Session | Connection, tenant_id: UUID, reservation_id: UUID) -> list[FolioView]:
    """Return the folios of a reservation by window; none when none was opened, or there is no such reservation."""
    rows = source.execute(queries.OF_RESERVATION, {"tenant": tenant_id, "reservation": reservation_id}).all()
    return _views(source, tenant_id, rows)


def routes_of(source: Session | Connection, tenant_id: UUID, reservation_id: UUID) -> list[Route]:
    """Return which charges of the reservation go where."""
    rows = source.execute(queries.ROUTES, {"tenant": tenant_id, "reservations": [reservation_id]})
    return [Route(row.folio_id, row.code, row.charge_group) for row in rows]


def _views(source: Session | Connection, tenant_id: UUID, rows: Any) -> list[FolioView]:
    entries: dict[UUID, list[FolioEntryRecord]] = {row.id: [] for row in rows}
    for row in source.execute(queries.ENTRIES, {"tenant": tenant_id, "ids": list(entries)}):
        entries[row.folio_id].append(entry_of(row))
    return [
        FolioView(folio_of(row, sum(entry.amount for entry in entries[row.id])), entries[row.id])
        for row in rows
    ]
