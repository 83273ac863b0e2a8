"""Hands out everything that is kept about a guest (GDPR articles 15 and 20): whole rows, nothing chosen."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import guest_export as queries
from addons.pms.db.queries import guests as guest_queries
from addons.pms.domain.snapshots import instant_text
from addons.pms.services import guest_history
from addons.pms.services.guests import find_guest
from oppsera_host import clock

MOST_CHANGES = 1000


def export(session: Session, tenant_id: UUID, guest_id: UUID) -> dict[str, Any]:
    """Return the export of a guest and of every profile merged into it.

    Returns:
        JSON-ready: ``guestId``, ``exportedAt``, one list per section of ``queries.SECTIONS``, ``changes`` of the
        profile with what the audit trail vouches for, and ``messages``, of which the house sends none.

    Raises:
        DomainError: NOT_FOUND.
    """
    find_guest(session, tenant_id, guest_id)
    family = list(session.scalars(guest_queries.FAMILY, {"tenant": tenant_id, "id": guest_id}))
    binds = {"tenant": tenant_id, "guests": family, "left_out": queries.LEFT_OUT}
    body: dict[str, Any] = {"guestId": str(guest_id), "exportedAt": instant_text(clock.now())}
    for section, statement in queries.STATEMENTS.items():
        body[section] = [_renamed(row) for row in session.scalars(statement, binds)]
    body["changes"] = [
        {"guestId": str(each), **change}
        for each in family
        for change in guest_history.changes(session, tenant_id, each, MOST_CHANGES)
    ]
    body["messages"] = []
    return body


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    return {re.sub(r"_([a-z])", lambda match: match[1].upper(), name): value for name, value in row.items()}
