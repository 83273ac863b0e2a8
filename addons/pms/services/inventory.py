"""Takes and returns stock of room types, refusing what would oversell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from addons.pms.db.queries import inventory as queries
from addons.pms.domain.errors import no_availability

Deltas = Counter[tuple[UUID, date]]


def change_stock(
    connection: Connection, tenant_id: UUID, *, sold: Deltas, out_of_order: Deltas | None = None
) -> None:
    """Add ``sold`` and ``out_of_order`` units per (room type, night); rows are locked in one global order.

    Raises:
        DomainError: NO_AVAILABILITY with the nights that are short.
    """
    closed = out_of_order or Counter()
    keys = sorted(key for key in {*sold, *closed} if sold[key] or closed[key])
    if not keys:
        return
    _refuse_overselling(lock_stock(connection, tenant_id, keys), sold, closed)
    connection.execute(
        queries.CHANGE,
        _binds(tenant_id, keys)
        | {"sold": [sold[key] for key in keys], "out_of_order": [closed[key] for key in keys]},
    )


def lock_stock(connection: Connection, tenant_id: UUID, units: Iterable[tuple[UUID, date]]) -> Sequence[Any]:
    """Lock the stock of (room type, night) in the one global order; return its rows, made where there are none."""
    keys = sorted(units)
    if not keys:
        return []
    binds = _binds(tenant_id, keys)
    rows = connection.execute(queries.LOCK, binds).all()
    if len(rows) < len(keys):
        connection.execute(
            queries.SHARE_TYPES, {"tenant": tenant_id, "types": sorted({key[0] for key in keys})}
        )
        rows = connection.execute(queries.MAKE_OR_LOCK, binds).all()
    return rows


def _binds(tenant_id: UUID, keys: Sequence[tuple[UUID, date]]) -> dict[str, Any]:
    return {"tenant": tenant_id, "types": [key[0] for key in keys], "nights": [key[1] for key in keys]}


def _refuse_overselling(rows: Sequence[Any], sold: Deltas, closed: Deltas) -> None:
    shortages = []
    for row in rows:
        key = (row.room_type_id, row.night)
        wanted = sold[key] + closed[key]
        if wanted > 0 and row.available < wanted:
            shortages.append(
                {"roomTypeId": str(key[0]), "date": key[1].isoformat(), "available": max(0, row.available)}
            )
    if shortages:
        raise no_availability(sorted(shortages, key=lambda row: row["date"]))
