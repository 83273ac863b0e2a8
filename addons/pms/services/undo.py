"""Takes a move, resize or swap back: a new command that restores what the audit trail says was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from addons.pms.domain.errors import concurrency_conflict
from addons.pms.domain.events import ReservationMoved, ReservationResized
from addons.pms.domain.money import Money
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.room_status import Condition, Occupancy
from addons.pms.domain.segments import Segment
from addons.pms.services import room_status
from addons.pms.services.calendar import Moved, with_nights
from addons.pms.services.reservation_store import Change, load_many, require_version, save
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork

_AUDIT = text(
    "select seq, action, entity, entity_id, entity_version, before from pms_audit_log"
    " where tenant_id = cast(:tenant as uuid) and seq = any(cast(:seqs as bigint[])) order by seq"
)


def undo(uow: UnitOfWork, seqs: Sequence[int]) -> Moved:
    """Restore the state before the commands whose audit rows are ``seqs``.

    Raises:
        DomainError: CONCURRENCY_CONFLICT when anyone touched a stay since; ROOM_ALREADY_BOOKED and the like when
            its old place is taken meanwhile.
    """
    rows = uow.connection.execute(_AUDIT, {"tenant": uow.tenant_id, "seqs": list(seqs)}).all()
    stays = [row for row in rows if row.entity == "reservation"]
    if not stays:
        raise concurrency_conflict()
    current = load_many(uow.connection, uow.tenant_id, [row.entity_id for row in stays])
    changes = []
    for row, stored in zip(stays, current, strict=True):
        require_version(stored, row.entity_version)
        event = ReservationResized if row.action == "reservation.resize" else ReservationMoved
        changes.append(
            Change(stored, _restored(stored, row.before), "reservation.undo", event, {"undoes": row.seq})
        )
    saved = save(uow, *changes)
    for row in rows:
        if row.entity == "room":
            room_status.change_status(
                uow, row.entity_id, occupancy=Occupancy(row.before["occupancy"]),
                condition=Condition(row.before["condition"]),
            )  # fmt: skip
    return Moved(saved)


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
