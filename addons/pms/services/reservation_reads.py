"""Answers about reservations: one, a page of them, the audit trail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import reservation_lists
from addons.pms.domain import booking_reference
from addons.pms.domain.snapshots import instant_text
from addons.pms.services.guest_details import search_words
from addons.pms.services.guest_search import binds_of
from addons.pms.services.reservation_store import load_many
from addons.pms.services.stored_reservation import StoredReservation, from_row
from oppsera_host.identity.actor_names import names_of


def find(session: Session, tenant_id: UUID, reservation_id: UUID) -> StoredReservation:
    """Return one reservation.

    Raises:
        DomainError: NOT_FOUND.
    """
    return load_many(session.connection(), tenant_id, [reservation_id])[0]


def page(
    session: Session, tenant_id: UUID, filters: dict[str, Any], *, by_guest: bool
) -> tuple[list[StoredReservation], str | None]:
    """Return one page, newest first, and the cursor of the next (None at the end).

    ``q`` finds a confirmation number; ``by_guest``, for those who may read guests, what else it may be as well: words
    as ``search_guests`` takes them.
    """
    binds = {
        "tenant": tenant_id, "property": filters.get("property_id"), "status": filters.get("status"),
        "guest": filters.get("guest_id"), "first": filters.get("from_date"), "last": filters.get("to_date"),
        "after": filters.get("cursor"), "limit": filters["limit"] + 1,
    }  # fmt: skip
    typed = filters.get("q")
    statement = reservation_lists.PAGE if typed is None else reservation_lists.FOUND
    if typed is not None:
        number = booking_reference.parse(typed) or booking_reference.parse_member(typed)
        words = search_words(typed) if by_guest and number is None else []
        binds |= {"number": number or typed} | binds_of(words)
    rows = session.execute(statement, binds).all()
    found = [from_row(row) for row in rows[: filters["limit"]]]
    return found, str(found[-1].snapshot.id) if len(rows) > filters["limit"] else None


def audit_trail(
    session: Session, tenant_id: UUID, reservation_id: UUID, after: int | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of a reservation's audit trail, oldest first, and the cursor of the next.

    Raises:
        DomainError: NOT_FOUND.
    """
    find(session, tenant_id, reservation_id)
    binds = {"tenant": tenant_id, "id": reservation_id, "after": after, "limit": limit + 1}
    rows = session.execute(reservation_lists.AUDIT, binds).all()
    names = names_of(session, [row.actor for row in rows[:limit]])
    items = [
        {
            "seq": row.seq, "at": instant_text(row.at), "actor": row.actor, "actorName": names[row.actor],
            "action": row.action,
            "version": row.entity_version, "before": row.before, "after": row.after,
            "correlationId": row.correlation_id,
        }
        for row in rows[:limit]
    ]  # fmt: skip
    return items, str(items[-1]["seq"]) if len(rows) > limit else None
