"""Keeps the stock of room types in step with how many rooms there are and how far they may be oversold.

Only nights from the business date on change: what was sold before stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from addons.pms.db.queries import room_types as queries
from addons.pms.domain.errors import no_availability
from oppsera_host.db.unit_of_work import UnitOfWork


def lock_types(uow: UnitOfWork, room_type_ids: set[UUID]) -> None:
    """Keep others from making stock rows of these types until the transaction ends; ids in order."""
    uow.connection.execute(queries.LOCK_MANY, {"tenant": uow.tenant_id, "types": sorted(room_type_ids)})


def change_physical(uow: UnitOfWork, rooms: Counter[UUID], *, from_night: date) -> None:
    """Add ``rooms`` (negative: take away) per room type to every stock row that exists; types must be locked.

    Nights without a row need nothing: theirs is made from the rooms there are by then.

    Raises:
        DomainError: NO_AVAILABILITY naming the nights on which a room less would break what is sold.
    """
    types = sorted(room_type for room_type, count in rooms.items() if count)
    stock = _lock_stock(uow, types, from_night)
    _refuse(stock, lambda row: int(row.room_left + row.overbooking_limit + rooms[row.room_type_id]))
    uow.connection.execute(
        queries.CHANGE_PHYSICAL,
        {
            "tenant": uow.tenant_id,
            "types": types,
            "rooms": [rooms[room_type] for room_type in types],
            "first": from_night,
        },
    )


def set_overbooking_limit(uow: UnitOfWork, room_type_id: UUID, limit: int, *, from_night: date) -> None:
    """Let the type, whose row must be locked, be oversold by ``limit`` rooms a night.

    Raises:
        DomainError: NO_AVAILABILITY naming the nights that are sold beyond it.
    """
    stock = _lock_stock(uow, [room_type_id], from_night)
    _refuse(stock, lambda row: int(row.room_left + limit))
    uow.connection.execute(
        queries.SET_OVERBOOKING,
        {"tenant": uow.tenant_id, "type": room_type_id, "limit": limit, "first": from_night},
    )


def _lock_stock(uow: UnitOfWork, types: list[UUID], from_night: date) -> list[Any]:
    binds = {"tenant": uow.tenant_id, "types": types, "first": from_night}
    return list(uow.connection.execute(queries.LOCK_STOCK, binds))


def _refuse(stock: list[Any], left_afterwards: Callable[[Any], int]) -> None:
    short = sorted((row.night, str(row.room_type_id)) for row in stock if left_afterwards(row) < 0)
    if short:
        raise no_availability(
            [
                {"roomTypeId": room_type, "date": night.isoformat(), "available": 0}
                for night, room_type in short
            ]
        )
