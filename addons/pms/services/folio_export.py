"""Hands the ledger to the books: entries with the account each goes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import folio_export as queries
from addons.pms.domain.charge_codes import default_kind
from addons.pms.domain.ledger import EntryKind, PaymentMethod
from addons.pms.domain.money import Money
from addons.pms.hookspecs.accounting import AccountMapping, FolioEntrySnapshot
from addons.pms.hookspecs.ask import ask

_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class ExportedEntry:
    """An entry, whose stay it is of, and where it goes in the books."""

    entry: FolioEntrySnapshot
    reservation_id: UUID
    confirmation_number: str
    mapping: AccountMapping


def exported_page(
    session: Session,
    tenant_id: UUID,
    property_id: UUID,
    dates: tuple[date, date],
    after: UUID | None,
    limit: int,
) -> list[ExportedEntry]:
    """Return up to ``limit`` entries of the business dates ``dates`` (both within), those after the id ``after``."""
    rows = session.execute(
        queries.PAGE,
        {
            "tenant": tenant_id, "property": property_id, "first": dates[0], "last": dates[1], "after": after,
            "count": limit,
        },
    )  # fmt: skip
    return [_exported(tenant_id, row) for row in rows]


def exported(
    session: Session, tenant_id: UUID, property_id: UUID, dates: tuple[date, date]
) -> Iterator[ExportedEntry]:
    """Return every entry of the business dates ``dates`` (both within)."""
    after = None
    while page := exported_page(session, tenant_id, property_id, dates, after, _AT_A_TIME):
        yield from page
        after = page[-1].entry.id


def _exported(tenant_id: UUID, row: Any) -> ExportedEntry:
    entry = FolioEntrySnapshot(
        id=row.id, property_id=row.property_id, folio_id=row.folio_id, kind=EntryKind(row.kind), code=row.code,
        group=_group(row), night=row.night, business_date=row.business_date,
        amount=Money(row.amount, row.currency), method=None if row.method is None else PaymentMethod(row.method),
        is_tax=row.tax_of_id is not None,
    )  # fmt: skip
    mapping = ask(tenant_id, "pms_map_folio_entry", entry=entry)
    return ExportedEntry(entry, row.reservation_id, row.confirmation_number, mapping)


def _group(row: Any) -> str:
    if row.method is not None:
        return "MONEY"
    if row.tax_of_id is not None:
        return "TAX"
    return str(row.charge_group or default_kind(row.code).group)
