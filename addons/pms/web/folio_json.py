"""Folios and entries as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addons.pms.domain.ledger import Account
from addons.pms.domain.money import Money
from addons.pms.services.folio_moves import Moved
from addons.pms.services.folio_posting import Posted
from addons.pms.services.folio_reads import FolioView
from addons.pms.services.folio_records import FolioEntryRecord, FolioRecord


def dump_entry(entry: FolioEntryRecord, currency: str) -> dict[str, Any]:
    """Return the JSON of an entry, without what later entries left of it."""
    body = entry.to_payload(currency)
    return body | {
        "folioId": str(entry.folio_id), "description": entry.description,
        "unitPrice": Money(entry.unit_amount, currency).to_payload(), "provider": entry.provider,
        "reference": entry.provider_reference,
        "postedAt": entry.posted_at.isoformat().replace("+00:00", "Z"),
    }  # fmt: skip


def dump_state(folio: FolioRecord) -> dict[str, Any]:
    """Return the JSON of a folio without its entries."""
    body = folio.to_payload()
    del body["schemaVersion"], body["folioId"]
    return body | {
        "name": folio.name, "payer": folio.payer, "paymentProvider": folio.payment_provider,
        "paymentTokenRef": folio.payment_token_ref,
    }  # fmt: skip


def dump_view(view: FolioView) -> dict[str, Any]:
    """Return the JSON of a folio with its entries and what is left of each."""
    return dump_state(view.folio) | {"entries": _with_remaining(view.entries, view.account)}


def dump_posted(posted: Posted) -> dict[str, Any]:
    """Return the JSON of the first entry of a posting, with the others and the folio."""
    currency = posted.folio.currency
    first, *others = (dump_entry(entry, currency) for entry in posted.entries)
    return first | {"entries": others, "folio": dump_state(posted.folio)}


def dump_moved(moved: Moved) -> dict[str, Any]:
    """Return the JSON of a move."""
    return {
        "source": dump_state(moved.source), "target": dump_state(moved.target),
        "entries": [dump_entry(entry, moved.source.currency) for entry in moved.entries],
    }  # fmt: skip


def _with_remaining(
    entries: Sequence[FolioEntryRecord], account: Account[FolioEntryRecord]
) -> list[dict[str, Any]]:
    return [
        dump_entry(entry, account.currency)
        | {"remaining": Money(account.remaining(entry), account.currency).to_payload()}
        for entry in entries
    ]
