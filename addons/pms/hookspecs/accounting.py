"""The house's entries in the words of its accountants."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from addons.pms.domain.ledger import EntryKind, PaymentMethod
from addons.pms.domain.money import Money
from oppsera_host.hookspecs import hookspec


@dataclass(frozen=True, slots=True)
class FolioEntrySnapshot:
    """A posted entry, which never changes; ``amount`` is signed: charges above zero, payments below."""

    id: UUID
    property_id: UUID
    folio_id: UUID
    kind: EntryKind
    code: str
    group: str
    night: date | None
    business_date: date
    amount: Money
    method: PaymentMethod | None
    is_tax: bool


@dataclass(frozen=True, slots=True)
class AccountMapping:
    """Where an entry goes in the books: an ``account`` number or name, and a ``cost_center`` where there are any."""

    account: str
    cost_center: str | None = None


@hookspec(firstresult=True)
def pms_map_folio_entry(entry: FolioEntrySnapshot) -> AccountMapping | None:
    """Name the account of an entry, for the export of entries.

    Args:
        entry: a posted entry.

    Returns:
        The mapping, or None to leave it to the next addon; in the end charges go by their group and code, money by
        its method.
    """
