"""What stands in a room, for commands that need it empty."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from addons.pms.db.queries import room_blocks
from addons.pms.domain.conflicts import Conflict, ConflictKind
from addons.pms.domain.errors import room_already_booked, room_out_of_order
from oppsera_host.db.unit_of_work import UnitOfWork


def refuse_unless_free(uow: UnitOfWork, room_id: UUID, first: date, last: date = date.max) -> None:
    """Refuse when anything stands in the locked room on the nights ``[first, last)``.

    Raises:
        DomainError: ROOM_ALREADY_BOOKED with the stays, or ROOM_OUT_OF_ORDER when only closures are there.
    """
    rows = uow.connection.execute(
        room_blocks.CONFLICTS,
        {"tenant": uow.tenant_id, "rooms": [room_id], "first": first, "last": last, "own": []},
    )
    names = uow.actor.may("pms.guests.read")
    found = [
        Conflict(
            kind=ConflictKind(row.kind),
            room_id=row.room_id,
            start_date=row.start_date,
            end_date=row.end_date,
            reservation_id=row.reservation_id,
            guest_name=row.guest_name if names else None,
        )
        for row in rows
    ]
    if not found:
        return
    closed = all(conflict.kind is ConflictKind.OUT_OF_ORDER for conflict in found)
    raise room_out_of_order(found) if closed else room_already_booked(found)
