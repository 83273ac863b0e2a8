"""Finds guests: through the hook, so that a CRM can answer, and in the house's own directory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import guests as queries
from addons.pms.hookspecs.ask import ask
from addons.pms.hookspecs.crm import GuestQuery
from addons.pms.services.guest_details import search_words
from addons.pms.services.guests import GuestRecord, record_of

#: Sorts after every letter of every script, so that "mul" to "mul" + LAST are all the words beginning with it.
LAST = "\U0010ffff"


def search_guests(
    session: Session, tenant_id: UUID, query: str, after: UUID | None, limit: int
) -> list[GuestRecord]:
    """Return the guests a search means; erased profiles and those merged into another are left out.

    Args:
        session: inside the tenant's transaction.
        tenant_id: the tenant.
        query: words in any order, each the beginning of a word of the name or the e-mail; or digits of the
            telephone number in any format. Empty = everybody, by last name.
        after: id of the last guest of the page before.
        limit: how many at most.
    """
    asked = GuestQuery(query, after, limit, lambda: _directory(session, tenant_id, query, after, limit))
    ids = list(ask(tenant_id, "pms_find_guest", query=asked) or ())[:limit]
    if not ids:
        return []
    rows = session.execute(queries.BY_ID, {"tenant": tenant_id, "ids": ids})
    found = {row.id: record_of(row) for row in rows}
    return [found[wanted] for wanted in ids if wanted in found and found[wanted].is_live]


def newest_guests(session: Session, tenant_id: UUID, after: UUID | None, limit: int) -> list[GuestRecord]:
    """Return the house's own profiles, the last made first; ``after`` and ``limit`` as of ``search_guests``."""
    binds = {"tenant": tenant_id, "after": after, "count": limit}
    return [record_of(row) for row in session.execute(queries.NEWEST, binds)]


def _directory(
    session: Session, tenant_id: UUID, query: str, after: UUID | None, limit: int
) -> Sequence[UUID]:
    binds: dict[str, Any] = {"tenant": tenant_id, "after": after, "count": limit}
    words = search_words(query)
    if not words:
        return [] if query.strip() else list(session.scalars(queries.EVERYBODY, binds))
    return list(session.scalars(queries.SEARCH, binds | binds_of(words)))


def binds_of(words: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Return the binds of ``queries.SEARCH`` for what ``search_words`` made of a query."""
    beginnings = [(place, word) for place, alternatives in enumerate(words) for word in alternatives]
    return {
        "places": [place for place, _ in beginnings],
        "firsts": [word for _, word in beginnings],
        "lasts": [word + LAST for _, word in beginnings],
        "wanted": len(words),
    }
