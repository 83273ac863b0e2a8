"""The rooms of a day as housekeeping works through them: state, and who leaves, stays and arrives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import rooms as queries
from addons.pms.domain.room_status import RoomStatus, label
from addons.pms.services.maintenance_out_of_service import periods_on
from addons.pms.services.rooms import RoomRecord, record_of


@dataclass(frozen=True, slots=True)
class RoomDay:
    """A room on one day; stays are rows with ids, dates, party and ``guest_name``.

    Attributes:
        room: the room as it is now.
        status: the word for it, by the closures of the day asked for.
        closure: the closure that covers the day, or None.
        flaw: the out-of-service period that covers the day, or None; the room is sold all the same.
        departing: stays that leave on the day (day use included).
        staying: stays that slept there the night before and will sleep there again.
        arriving: stays that begin in the room on the day (day use included).
    """

    room: RoomRecord
    status: RoomStatus
    closure: Any | None
    flaw: Any | None
    departing: Sequence[Any]
    staying: Sequence[Any]
    arriving: Sequence[Any]


def rooms_on(session: Session, tenant_id: UUID, property_id: UUID, day: date) -> list[RoomDay]:
    """Return every room of the property by number, as of ``day``."""
    binds = {"tenant": tenant_id, "property": property_id, "day": day}
    closures = {row.room_id: row for row in session.execute(queries.CLOSED_ON, binds)}
    periods = periods_on(session, tenant_id, property_id, day)
    flaws = {row.room_id: row for row in periods}
    stays: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.execute(queries.STAYS_ON, binds):
        stays[row.room_id].append(row)
    rooms = [record_of(row) for row in session.execute(queries.OF_PROPERTY, binds)]
    return [
        _room_day(
            room, closures.get(room.snapshot.id), flaws.get(room.snapshot.id), stays[room.snapshot.id], day
        )
        for room in rooms
    ]


def _room_day(
    room: RoomRecord, closure: Any | None, flaw: Any | None, stays: Sequence[Any], day: date
) -> RoomDay:
    snapshot = room.snapshot
    return RoomDay(
        room=room,
        status=label(snapshot.occupancy, snapshot.condition, out_of_order=closure is not None),
        closure=closure,
        flaw=flaw,
        departing=[stay for stay in stays if stay.end_date == day],
        staying=[stay for stay in stays if stay.start_date < day < stay.end_date],
        arriving=[stay for stay in stays if stay.start_date == day],
    )
