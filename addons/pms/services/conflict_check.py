"""Asks, under the room locks, whether anything else is in the rooms, and words the refusal.

For nights the exclusion constraint is the proof; there the look-up exists to say who is there and what could be taken
instead. A day use has no night the constraint could see: that it is in no closed room rests on this look-up, and on the
room's lock, which whoever closes the room takes as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from addons.pms.db.queries import room_blocks
from addons.pms.domain.conflicts import Conflict, ConflictKind
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.segments import Segment
from addons.pms.services.alternatives import find_alternatives
from addons.pms.services.room_conflicts import conflicts_of, refusal_of
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.direct import Call
from oppsera_host.db.unit_of_work import UnitOfWork


def others_in_rooms(uow: UnitOfWork, parts: Sequence[Segment], own: Sequence[UUID]) -> Call:
    """Return the look-up of whoever is in the rooms of ``parts``, besides the reservations ``own``."""
    return room_blocks.CONFLICTS, {
        "tenant": uow.tenant_id,
        "rooms": sorted({part.room_id for part in parts}),
        "first": min(part.start_date for part in parts),
        "last": max(part.day_after for part in parts),
        "own": list(own),
    }


def refuse_occupied_rooms(
    uow: UnitOfWork, afters: Sequence[StoredReservation], rooms: dict[UUID, Any]
) -> None:
    """Raise when a segment of ``afters`` meets another stay or a closure.

    Raises:
        DomainError: ROOM_ALREADY_BOOKED or ROOM_OUT_OF_ORDER with conflicts and ranked alternatives.
    """
    for after, part, conflicts in in_the_way(uow, afters):
        raise refusal_of(conflicts, find_alternatives(uow, after, rooms[part.room_id]))


def in_the_way(
    uow: UnitOfWork, afters: Sequence[StoredReservation]
) -> Iterator[tuple[StoredReservation, Segment, list[Conflict]]]:
    """Yield each segment of ``afters`` that meets other stays or closures, with them; its stay comes with it."""
    wanted = [
        (after, part)
        for after in afters
        if after.holds_inventory and not _day_is_over(after)
        for part in after.snapshot.segments
    ]
    if not wanted:
        return
    parts, own = [part for _, part in wanted], [after.snapshot.id for after in afters]
    rows = uow.execute(*others_in_rooms(uow, parts, own)).all()
    met = conflicts_of(uow, [row for row in rows if any(_meet(part, row) for part in parts)])
    for after, part in wanted:
        conflicts = [conflict for conflict in met if _meet(part, conflict)]
        if conflicts:
            yield after, part, conflicts


def _day_is_over(stored: StoredReservation) -> bool:
    """Tell whether a day guest has left: the room is free for whatever comes, on the same day already."""
    return stored.snapshot.day_use and stored.snapshot.status is ReservationStatus.CHECKED_OUT


def _meet(part: Segment, other: Any) -> bool:
    """Tell whether ``other``, a block or a conflict, keeps ``part`` out of its room.

    A day use shares its day with those who leave and arrive on it, but with no closure.
    """
    if part.start_date == part.end_date and other.kind == ConflictKind.RESERVATION:
        return False
    return bool(
        other.room_id == part.room_id
        and other.start_date < part.day_after
        and other.end_date > part.start_date
    )
