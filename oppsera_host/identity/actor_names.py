"""Names for the actors an audit trail speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from oppsera_host.identity.models import ApiToken, User


def names_of(session: Session, labels: Iterable[str]) -> dict[str, str]:
    """Return a name people know for each actor label, e.g. ``user:<id>`` → the user's name or e-mail address.

    Args:
        session: inside the tenant's transaction.
        labels: as ``Actor.label`` writes them; one that cannot be resolved keeps what stands behind its colon.
    """
    named = {label: label.partition(":")[2] for label in set(labels)}
    ids = {kind: {} for kind in ("user", "token")}  # type: dict[str, dict[UUID, str]]
    for label in named:
        kind, _, rest = label.partition(":")
        if kind in ids:
            ids[kind][UUID(rest)] = label
    users = session.execute(select(User.id, User.name, User.email).where(User.id.in_(ids["user"])))
    named.update({ids["user"][row.id]: row.name or row.email for row in users})
    tokens = session.execute(select(ApiToken.id, ApiToken.name).where(ApiToken.id.in_(ids["token"])))
    named.update({ids["token"][row.id]: row.name for row in tokens})
    return named
