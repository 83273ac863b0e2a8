"""What stands in a room, for commands that need it empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from addons.pms.db.queries import room_blocks
from addons.pms.domain.conflicts import Alternative, Conflict, ConflictKind
from addons.pms.domain.errors import DomainError, room_already_booked, room_out_of_order
from oppsera_host.db.unit_of_work import UnitOfWork


def refuse_unless_free(uow: UnitOfWork, room: Any, first: date, last: date = date.max) -> None:
    """Refuse when anything stands in the locked ``room`` on the nights ``[first, last)``, or a day use on their days.

    Raises:
        DomainError: ROOM_ALREADY_BOOKED with the stays, or ROOM_OUT_OF_ORDER when only closures are there.
    """
    binds = {"tenant": uow.tenant_id, "first": first, "last": last}
    blocks = uow.execute(room_blocks.CONFLICTS, binds | {"rooms": [room.id], "own": []})
    day_uses = uow.execute(room_blocks.DAY_USES, binds | {"property": room.property_id, "room": room.id})
    found = conflicts_of(uow, [*blocks, *day_uses])
    if found:
        raise refusal_of(found)


def refusal_of(conflicts: Sequence[Conflict], alternatives: Sequence[Alternative] = ()) -> DomainError:
    """Return ROOM_OUT_OF_ORDER where only closures are in the way, else ROOM_ALREADY_BOOKED."""
    closed = all(conflict.kind is ConflictKind.OUT_OF_ORDER for conflict in conflicts)
    return (room_out_of_order if closed else room_already_booked)(conflicts, alternatives)


def conflicts_of(uow: UnitOfWork, rows: Sequence[Any]) -> list[Conflict]:
    """Return the rows of ``room_blocks.CONFLICTS`` as conflicts, with the guests' names for who may know them."""
    names = _names_of_guests(uow, rows)
    return [
        Conflict(
            kind=ConflictKind(row.kind), room_id=row.room_id, start_date=row.start_date, end_date=row.end_date,
            reservation_id=row.reservation_id, guest_name=names.get(row.reservation_id),
        )
        for row in rows
    ]  # fmt: skip


def _names_of_guests(uow: UnitOfWork, rows: Sequence[Any]) -> dict[UUID, str]:
    ids = [row.reservation_id for row in rows if row.reservation_id is not None]
    if not ids or not uow.actor.may("pms.guests.read"):
        return {}
    found = uow.execute(room_blocks.GUEST_NAMES, {"tenant": uow.tenant_id, "ids": ids})
    return {row.id: row.guest_name for row in found}
