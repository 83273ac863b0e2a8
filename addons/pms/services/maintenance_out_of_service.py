"""Rooms out of service: a flaw one can live with. They are sold and assigned as ever, and whoever does so is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import maintenance as queries
from addons.pms.db.queries import rooms as room_queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import DomainEvent, RoomOutOfServiceCleared, RoomOutOfServiceSet
from addons.pms.domain.segments import Segment
from addons.pms.services import configuration_records
from addons.pms.services.closures import lock_for_nights
from addons.pms.services.properties import find_property
from addons.pms.services.reservation_store import lock_rooms
from addons.pms.services.rooms import RoomRecord, find_room
from oppsera_host.db.direct import Call
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id


@dataclass(frozen=True, slots=True)
class OutOfService:
    """A room with a flaw on the nights ``[start_date, end_date)``, and the room as it now is."""

    id: UUID
    start_date: date
    end_date: date
    reason: str
    room: RoomRecord

    def facts(self) -> dict[str, Any]:
        """Return what the room's event says of it, JSON-ready: nothing typed."""
        return {
            "outOfServiceId": str(self.id),
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
            "kind": "OUT_OF_SERVICE",
        }


def set_out_of_service(uow: UnitOfWork, room_id: UUID, start: date, end: date, reason: str) -> OutOfService:
    """Mark a room as flawed on the nights ``[start, end)``. Stock and stays are not touched.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR on dates that are no 1 to 366 nights or begin before the
            business date.
    """
    row = lock_for_nights(uow, room_id, start, end)
    period = (new_id(), start, end, reason)
    uow.connection.execute(
        queries.INSERT_PERIOD,
        {
            "tenant": uow.tenant_id, "id": period[0], "property": row.property_id, "room": room_id,
            "start": start, "end": end, "reason": reason,
        },
    )  # fmt: skip
    return _record(uow, "room.set_out_of_service", RoomOutOfServiceSet, room_id, period)


def clear_out_of_service(uow: UnitOfWork, room_id: UUID, period_id: UUID) -> OutOfService:
    """Say that the flaw is gone from the business date on; nights that are over keep it.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR when all of it is over.
    """
    row = lock_rooms(uow, {room_id})[room_id]
    binds = {"tenant": uow.tenant_id, "id": period_id}
    period = uow.connection.execute(queries.LOCK_PERIOD, binds | {"room": room_id}).one_or_none()
    if period is None:
        raise not_found()
    business_date = find_property(uow.session, uow.tenant_id, row.property_id).business_date
    if period.end_date <= business_date:
        raise invalid_fields({"outOfServiceId": ["This is over already."]})
    freed_from = max(period.start_date, business_date)
    ended = freed_from > period.start_date
    uow.connection.execute(
        queries.END_PERIOD if ended else queries.DELETE_PERIOD, binds | ({"end": freed_from} if ended else {})
    )
    return _record(
        uow, "room.clear_out_of_service", RoomOutOfServiceCleared, room_id,
        (period_id, freed_from, period.end_date, period.reason),
    )  # fmt: skip


def periods_on(session: Session, tenant_id: UUID, property_id: UUID, day: date) -> list[Any]:
    """Return the periods that cover the night of ``day`` as rows with id, room_id, dates and reason."""
    binds = {"tenant": tenant_id, "property": property_id, "day": day}
    return list(session.execute(queries.PERIODS_ON, binds))


def warnings_each(uow: UnitOfWork, stays: Sequence[Sequence[Segment]]) -> list[list[dict[str, Any]]]:
    """Return for each of the stays what whoever gives it these rooms should know, JSON-ready; nights to come alone."""
    parts = [part for segments in stays for part in segments]
    if not parts:
        return [[] for _ in stays]
    rows = uow.execute(*_periods_of_rooms(uow, parts)).all()
    return [
        [_warning(row) for row in rows if any(_is_met(row, part) for part in segments)] for segments in stays
    ]


def foresee_warnings(uow: UnitOfWork, part: Segment) -> None:
    """Ask ahead for what ``warnings_each`` will read of one stay in one room."""
    uow.expect(_periods_of_rooms(uow, [part]))


def _periods_of_rooms(uow: UnitOfWork, parts: Sequence[Segment]) -> Call:
    return queries.PERIODS_OF_ROOMS, {
        "tenant": uow.tenant_id,
        "rooms": sorted({part.room_id for part in parts}),
        "first": min(part.start_date for part in parts),
        "last": max(part.day_after for part in parts),
    }


def _is_met(period: Any, part: Segment) -> bool:
    return bool(
        period.room_id == part.room_id
        and period.start_date < part.day_after
        and period.end_date > part.start_date
    )


def _warning(period: Any) -> dict[str, Any]:
    return {
        "code": "ROOM_OUT_OF_SERVICE", "roomId": str(period.room_id), "startDate": period.start_date.isoformat(),
        "endDate": period.end_date.isoformat(), "reason": period.reason,
    }  # fmt: skip


def _record(
    uow: UnitOfWork,
    action: str,
    event: type[DomainEvent],
    room_id: UUID,
    period: tuple[UUID, date, date, str],
) -> OutOfService:
    uow.connection.execute(room_queries.RAISE_VERSION, {"tenant": uow.tenant_id, "ids": [room_id]})
    room = find_room(uow.session, uow.tenant_id, room_id)
    made = OutOfService(*period, room)
    configuration_records.record(uow, action, event, before=None, after=room.snapshot, facts=made.facts())
    return made
