"""Takes rooms out of order for given nights, and back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from addons.pms.db.queries import closures as queries
from addons.pms.db.queries import rooms as room_queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import DomainEvent, RoomOutOfOrderCleared, RoomOutOfOrderSet
from addons.pms.domain.room_status import StatusCause
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.stay_dates import MAX_NIGHTS
from addons.pms.services import configuration_records, room_conflicts, room_status_log
from addons.pms.services.expired_holds import Around
from addons.pms.services.inventory import change_stock
from addons.pms.services.properties import find_property
from addons.pms.services.reservation_store import lock_rooms, past_expired_holds
from addons.pms.services.rooms import RoomRecord, find_room
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class Closure:
    """A room that is out of order on the nights ``[start_date, end_date)``, and the room as it now is."""

    block_id: UUID
    start_date: date
    end_date: date
    reason: str
    room: RoomRecord

    def facts(self) -> dict[str, Any]:
        """Return what the room's event says of the closure, JSON-ready: nothing typed."""
        return {
            "blockId": str(self.block_id),
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
            "kind": "OUT_OF_ORDER",
        }


def set_out_of_order(uow: UnitOfWork, room_id: UUID, start: date, end: date, reason: str) -> Closure:
    """Close a room on the nights ``[start, end)``: nobody can be put there, and its type has a room less.

    Holds past their release time give way.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR on dates that are no 1 to 366 nights or begin before the
            business date; ROOM_ALREADY_BOOKED or ROOM_OUT_OF_ORDER with what stands in the room;
            NO_AVAILABILITY when stays without a room would find none of the type left.
    """
    row = lock_for_nights(uow, room_id, start, end)

    def take() -> None:
        room_conflicts.refuse_unless_free(uow, row, start, end)
        _count(uow, row.room_type_id, start, end, 1)

    past_expired_holds(uow, Around(row.property_id, start, end), take)
    before = find_room(uow.session, uow.tenant_id, room_id)
    block_id = new_id()
    uow.connection.execute(
        queries.INSERT,
        {
            "tenant": uow.tenant_id,
            "id": block_id,
            "property": row.property_id,
            "room": room_id,
            "start": start,
            "end": end,
            "reason": reason,
        },
    )
    return _record(uow, "room.set_out_of_order", RoomOutOfOrderSet, before, (block_id, start, end, reason))


def clear_out_of_order(uow: UnitOfWork, room_id: UUID, block_id: UUID) -> Closure:
    """Lift a closure from the business date on; nights that are over stay closed in the books.

    Returns:
        The closure with the nights that were freed.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR when all of it is over.
    """
    row = lock_rooms(uow, {room_id})[room_id]
    block = uow.connection.execute(
        queries.LOCK, {"tenant": uow.tenant_id, "id": block_id, "room": room_id}
    ).one_or_none()
    if block is None:
        raise not_found()
    business_date = find_property(uow.session, uow.tenant_id, row.property_id).business_date
    if block.end_date <= business_date:
        raise invalid_fields({"blockId": ["This closure is over already."]})
    before = find_room(uow.session, uow.tenant_id, room_id)
    freed_from = max(block.start_date, business_date)
    binds = {"tenant": uow.tenant_id, "id": block_id, "end": freed_from}
    uow.connection.execute(queries.DELETE if freed_from == block.start_date else queries.END_EARLIER, binds)
    _count(uow, row.room_type_id, freed_from, block.end_date, -1)
    return _record(
        uow,
        "room.clear_out_of_order",
        RoomOutOfOrderCleared,
        before,
        (block_id, freed_from, block.end_date, block.reason),
    )


def lock_for_nights(uow: UnitOfWork, room_id: UUID, start: date, end: date) -> Any:
    """Lock a room that is to be closed or flawed on the nights ``[start, end)``; return its row.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR on dates that are no 1 to 366 nights or begin before the
            business date.
    """
    _check_length(start, end)
    row = lock_rooms(uow, {room_id})[room_id]
    business_date = find_property(uow.session, uow.tenant_id, row.property_id).business_date
    if start < business_date:
        sentence = Sentence(
            "The night of {start} is over; begin on {business_date} or later.",
            start=start,
            business_date=business_date,
        )
        raise invalid_fields({"startDate": [sentence]})
    return row


def _check_length(start: date, end: date) -> None:
    nights = (end - start).days
    if nights < 1:
        raise invalid_fields({"endDate": ["The closure ends before it has a night."]})
    if nights > MAX_NIGHTS:
        raise invalid_fields(
            {"endDate": [Sentence("A closure has at most {max_nights} nights.", max_nights=MAX_NIGHTS)]}
        )


def _count(uow: UnitOfWork, room_type_id: UUID, start: date, end: date, rooms: int) -> None:
    nights = [start + timedelta(days=offset) for offset in range((end - start).days)]
    closed = Counter({(room_type_id, night): rooms for night in nights})
    change_stock(uow.connection, uow.tenant_id, sold=Counter(), out_of_order=closed)


def _record(
    uow: UnitOfWork,
    action: str,
    event: type[DomainEvent],
    before: RoomRecord,
    block: tuple[UUID, date, date, str],
) -> Closure:
    room_id = before.snapshot.id
    uow.connection.execute(room_queries.RAISE_VERSION, {"tenant": uow.tenant_id, "ids": [room_id]})
    room = find_room(uow.session, uow.tenant_id, room_id)
    closure = Closure(*block, room)
    room_status_log.write(uow, before.snapshot, room.snapshot, StatusCause.OUT_OF_ORDER, closure.reason)
    configuration_records.record(uow, action, event, before=None, after=room.snapshot, facts=closure.facts())
    return closure
