"""Hints at profiles that may be the same person: same e-mail, same telephone, same name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from addons.pms.db.queries import guests as queries
from addons.pms.services.guest_details import ending, folded, search_words
from addons.pms.services.guest_search import binds_of
from addons.pms.services.guests import GuestRecord, record_of

LIMIT = 20
_CANDIDATES = 200
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A profile that may be the same person; ``reasons`` are of EMAIL, PHONE, NAME, the surest first."""

    guest: GuestRecord
    reasons: tuple[str, ...]


def duplicates_of(connection: Connection, tenant_id: UUID, guest: GuestRecord) -> list[Duplicate]:
    """Return up to 20 other profiles of the tenant that may be ``guest``, the most alike first."""
    found = {
        each.id: each
        for each in (
            *_sharing(connection, tenant_id, guest.id, _exact_words(guest.email, guest.phone)),
            *_named(connection, tenant_id, guest.first_name, guest.last_name),
        )
        if each.id != guest.id
    }
    hints = [Duplicate(each, reasons) for each in found.values() if (reasons := reasons_for(guest, each))]
    return sorted(hints, key=lambda hint: (-len(hint.reasons), hint.reasons, hint.guest.id))[:LIMIT]


def known_by_email_and_name(
    connection: Connection, tenant_id: UUID, first_name: str, last_name: str, email: str | None
) -> UUID | None:
    """Return the oldest profile with this e-mail and this name: both, because families share an address."""
    if not email or not email.strip():
        return None
    alike = [
        each.id
        for each in _sharing(connection, tenant_id, None, _exact_words(email, None))
        if folded(each.email or "") == folded(email.strip())
        and _name(each.first_name, each.last_name) == _name(first_name, last_name)
    ]
    return min(alike, default=None)


def reasons_for(one: GuestRecord, other: GuestRecord) -> tuple[str, ...]:
    """Return why two profiles may be the same person; empty = nothing says so."""
    reasons = []
    if one.email and other.email and folded(one.email) == folded(other.email):
        reasons.append("EMAIL")
    if ending(one.phone) is not None and ending(one.phone) == ending(other.phone):
        reasons.append("PHONE")
    if _name(one.first_name, one.last_name) == _name(other.first_name, other.last_name):
        reasons.append("NAME")
    return tuple(reasons)


def _name(first_name: str, last_name: str) -> list[str]:
    """Compared without order: which of two names is the family's is often mixed up."""
    return sorted(folded(f"{first_name} {last_name}").split())


def _exact_words(email: str | None, phone: str | None) -> list[str]:
    words = [folded(email.strip())[:_LONGEST_WORD]] if email else []
    last_digits = ending(phone)
    return words if last_digits is None else [*words, last_digits]


def _sharing(
    connection: Connection, tenant_id: UUID, besides: UUID | None, words: Sequence[str]
) -> list[GuestRecord]:
    if not words:
        return []
    binds = {"tenant": tenant_id, "id": besides, "words": list(words), "count": _CANDIDATES}
    return [record_of(row) for row in connection.execute(queries.SHARING, binds)]


def _named(connection: Connection, tenant_id: UUID, first_name: str, last_name: str) -> list[GuestRecord]:
    words = search_words(f"{first_name} {last_name}")
    binds: dict[str, Any] = {"tenant": tenant_id, "after": None, "count": _CANDIDATES, **binds_of(words)}
    ids = list(connection.execute(queries.SEARCH, binds).scalars())
    rows = connection.execute(queries.BY_ID, {"tenant": tenant_id, "ids": ids})
    return [record_of(row) for row in rows]
