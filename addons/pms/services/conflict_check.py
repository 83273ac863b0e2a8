"""Asks, under the room locks, whether anything else is in the rooms, and words the refusal.

The exclusion constraint is the proof; this look-up exists to say who is there and what could be taken instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from addons.pms.db.queries import room_blocks
from addons.pms.domain.conflicts import Conflict, ConflictKind
from addons.pms.domain.errors import room_already_booked, room_out_of_order
from addons.pms.domain.segments import Segment
from addons.pms.services.alternatives import find_alternatives
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.direct import Call
from oppsera_host.db.unit_of_work import UnitOfWork


def others_in_rooms(uow: UnitOfWork, parts: Sequence[Segment], own: Sequence[UUID]) -> Call:
    """Return the look-up of whoever is in the rooms of ``parts``, besides the reservations ``own``."""
    return room_blocks.CONFLICTS, {
        "tenant": uow.tenant_id,
        "rooms": sorted({part.room_id for part in parts}),
        "first": min(part.start_date for part in parts),
        "last": max(part.end_date for part in parts),
        "own": list(own),
    }


def refuse_occupied_rooms(
    uow: UnitOfWork, afters: Sequence[StoredReservation], rooms: dict[UUID, Any]
) -> None:
    """Raise when a segment of ``afters`` meets another stay or a closure.

    Raises:
        DomainError: ROOM_ALREADY_BOOKED or ROOM_OUT_OF_ORDER with conflicts and ranked alternatives.
    """
    wanted = [
        (after, part)
        for after in afters
        if after.holds_inventory and not after.snapshot.day_use
        for part in after.snapshot.segments
    ]
    if not wanted:
        return
    parts, own = [part for _, part in wanted], [after.snapshot.id for after in afters]
    rows = uow.execute(*others_in_rooms(uow, parts, own)).all()
    names = _names_of_guests(uow, rows)
    for after, part in wanted:
        conflicts = [
            Conflict(
                kind=ConflictKind(row.kind), room_id=row.room_id, start_date=row.start_date, end_date=row.end_date,
                reservation_id=row.reservation_id,
                guest_name=names.get(row.reservation_id),
            )
            for row in rows
            if row.room_id == part.room_id and row.start_date < part.end_date and row.end_date > part.start_date
        ]  # fmt: skip
        if conflicts:
            closed = all(conflict.kind is ConflictKind.OUT_OF_ORDER for conflict in conflicts)
            refuse = room_out_of_order if closed else room_already_booked
            raise refuse(conflicts, find_alternatives(uow, after, rooms[part.room_id]))


def _names_of_guests(uow: UnitOfWork, rows: Sequence[Any]) -> dict[UUID, str]:
    """Return who stays there, by reservation; nothing to an actor who may not know."""
    ids = [row.reservation_id for row in rows if row.reservation_id is not None]
    if not ids or not uow.actor.may("pms.guests.read"):
        return {}
    found = uow.execute(room_blocks.GUEST_NAMES, {"tenant": uow.tenant_id, "ids": ids})
    return {row.id: row.guest_name for row in found}
