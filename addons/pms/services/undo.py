"""Takes a move, resize or swap back: a new command that restores what the audit trail says was before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from addons.pms.domain.errors import concurrency_conflict, invalid_fields
from addons.pms.domain.events import ReservationMoved, ReservationResized
from addons.pms.domain.money import Money
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.room_status import Condition, Occupancy
from addons.pms.domain.segments import Segment
from addons.pms.services import room_status
from addons.pms.services.calendar import Moved, property_of, with_nights
from addons.pms.services.reservation_store import Change, load_many, lock_rooms, require_version, save
from addons.pms.services.stay_rules import first_departure
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork

_AUDIT = text(
    "select seq, action, entity, entity_id, entity_version, before, after from pms_audit_log"
    " where tenant_id = cast(:tenant as uuid) and seq = any(cast(:seqs as bigint[])) order by seq"
)


def undo(uow: UnitOfWork, seqs: Sequence[int]) -> Moved:
    """Restore the state before the commands whose audit rows are ``seqs``.

    Raises:
        DomainError: CONCURRENCY_CONFLICT when anyone touched a stay since; VALIDATION_ERROR when it would change a
            date that was closed since; ROOM_ALREADY_BOOKED and the like when its old place is taken meanwhile.
    """
    rows = uow.connection.execute(_AUDIT, {"tenant": uow.tenant_id, "seqs": list(seqs)}).all()
    stays = [row for row in rows if row.entity == "reservation"]
    if not stays:
        raise concurrency_conflict()
    current = load_many(uow.connection, uow.tenant_id, [row.entity_id for row in stays])
    today = property_of(uow, current[0].snapshot.property_id, held=True).business_date
    changes = []
    for row, stored in zip(stays, current, strict=True):
        require_version(stored, row.entity_version)
        after = _restored(stored, row.before)
        in_house = stored.snapshot.status is ReservationStatus.CHECKED_IN
        day = max(today, first_departure(uow, stored.snapshot)) if in_house else today
        if _before_day(stored, day) != _before_day(after, day):
            raise invalid_fields({"token": ["This change can no longer be undone."]})
        event = ReservationResized if row.action == "reservation.resize" else ReservationMoved
        changes.append(Change(stored, after, "reservation.undo", event, {"undoes": row.seq}))
    saved = save(uow, *changes)
    _restore_rooms(uow, [row for row in rows if row.entity == "room"])
    return Moved(saved)


def _before_day(
    stored: StoredReservation, today: date
) -> tuple[date | None, list[tuple[date, date, UUID]], date]:
    """What of a stay lies in dates that are closed: its arrival, its rooms, how far it goes."""
    snapshot = stored.snapshot
    arrival = snapshot.check_in_date if snapshot.check_in_date < today else None
    parts = [
        (part.start_date, min(part.end_date, today), part.room_id)
        for part in snapshot.segments
        if part.start_date < today
    ]
    return arrival, parts, min(snapshot.check_out_date, today)


def _restore_rooms(uow: UnitOfWork, rows: Sequence[Any]) -> None:
    """Bring rooms that guests changed back to how they were; what housekeeping said of one since stays said.

    Raises:
        DomainError: RESERVATION_NOT_MOVABLE when somebody else has come into a room the guest goes back to.
    """
    steps: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        steps[row.entity_id].append(row)
    rooms = lock_rooms(uow, set(steps))
    for room_id, found in steps.items():
        before, last, room = found[0].before, found[-1], rooms[room_id]
        comes_back = before["occupancy"] == Occupancy.OCCUPIED != last.after["occupancy"]
        if comes_back and room.occupancy == Occupancy.OCCUPIED:
            raise room_status.still_occupied(room)
        untouched = room.version == last.entity_version
        room_status.change_status(
            uow, room_id, occupancy=Occupancy(before["occupancy"]),
            condition=Condition(before["condition"]) if untouched else None,
        )  # fmt: skip


def _restored(stored: StoredReservation, before: dict[str, Any]) -> StoredReservation:
    segments = tuple(
        Segment(UUID(part["roomId"]), _day(part["startDate"]), _day(part["endDate"]))
        for part in before["segments"]
    )
    snapshot = replace(
        stored.snapshot, segments=segments, check_in_date=_day(before["checkInDate"]),
        check_out_date=_day(before["checkOutDate"]), room_type_id=UUID(before["roomTypeId"]),
    )  # fmt: skip
    nights = [NightPrice(_day(night["date"]), Money(**night["price"])) for night in before["nightlyRates"]]
    booked = UUID(before["bookedRoomTypeId"])
    return with_nights(replace(stored, snapshot=snapshot, booked_room_type_id=booked), nights)


def _day(value: str) -> date:
    return date.fromisoformat(value)
