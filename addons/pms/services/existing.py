"""Finds the one row an id stands for, or says that there is none."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, TextClause
from sqlalchemy.orm import Session

from addons.pms.domain.errors import not_found


def existing_row(
    source: Session | Connection, statement: TextClause, tenant_id: UUID, entity_id: UUID
) -> Any:
    """Return the row of ``statement``, which has the binds ``tenant`` and ``id``.

    Raises:
        DomainError: NOT_FOUND, for another tenant's id too.
    """
    row = source.execute(statement, {"tenant": tenant_id, "id": entity_id}).one_or_none()
    if row is None:
        raise not_found()
    return row
