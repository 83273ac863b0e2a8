"""Where housekeeping sees something else than the desk believes: a sleep or a skip, until either side resolves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import housekeeping_discrepancies as queries
from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.events import HousekeepingDiscrepancyReported
from addons.pms.domain.housekeeping import DiscrepancyKind, DiscrepancySnapshot, discrepancy_of
from addons.pms.domain.room_status import Occupancy
from addons.pms.services import configuration_records, housekeeping_follow_up
from addons.pms.services.existing import existing_row
from addons.pms.services.properties import find_property
from addons.pms.services.reservation_store import lock_rooms
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor_names import names_of
from oppsera_host.ids import new_id


class Resolution(StrEnum):
    """How a discrepancy ended."""

    DESK_RIGHT = "DESK_RIGHT"
    """Somebody looked again: the desk's books are right."""
    HOUSEKEEPING_RIGHT = "HOUSEKEEPING_RIGHT"
    """The desk has seen to it otherwise, for example with the guest."""
    DESK_CHANGED = "DESK_CHANGED"
    """The guest was checked in, checked out or moved: set by the change itself."""


@dataclass(frozen=True, slots=True)
class DiscrepancyRecord:
    """A discrepancy with who reported and who resolved it; people are named for readers."""

    snapshot: DiscrepancySnapshot
    kind: DiscrepancyKind | None
    room_number: str
    floor: str | None
    reported_at: datetime
    reported_by_name: str
    resolved_at: datetime | None
    resolved_by_name: str | None


def report(uow: UnitOfWork, room_id: UUID, seen: Occupancy) -> DiscrepancyRecord | None:
    """Note what housekeeping saw in a room; None when the desk believes the same and nothing is open any more.

    Raises:
        DomainError: NOT_FOUND.
    """
    room = lock_rooms(uow, {room_id})[room_id]
    found = uow.execute(queries.UNRESOLVED_OF_ROOM, {"tenant": uow.tenant_id, "room": room_id}).one_or_none()
    desk = Occupancy(room.occupancy)
    if discrepancy_of(seen, desk) is None:
        if found is not None:
            _resolve(uow, found.id, Resolution.DESK_RIGHT)
        return None
    if found is not None:
        return find(uow.session, uow.tenant_id, found.id)
    hotel = find_property(uow.session, uow.tenant_id, room.property_id)
    made = uow.execute(
        queries.INSERT,
        {
            "tenant": uow.tenant_id, "id": new_id(), "property": hotel.id, "room": room_id,
            "day": hotel.business_date, "seen": seen.value, "desk": desk.value, "by": uow.actor.label,
            "at": clock.now(),
        },
    ).one()  # fmt: skip
    configuration_records.record(
        uow, "housekeeping_discrepancy.report", HousekeepingDiscrepancyReported,
        before=None, after=housekeeping_follow_up.discrepancy_of_row(made),
    )  # fmt: skip
    return find(uow.session, uow.tenant_id, made.id)


def resolve(
    uow: UnitOfWork, discrepancy_id: UUID, expected_version: int | None, resolution: Resolution
) -> DiscrepancyRecord:
    """Settle a discrepancy; one that is settled already stays as it is.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR for DESK_CHANGED, which only
            the desk's own change says.
    """
    if resolution is Resolution.DESK_CHANGED:
        raise invalid_fields({"resolution": ["Check the guest in or out instead; that resolves it."]})
    found = find(uow.session, uow.tenant_id, discrepancy_id)
    lock_rooms(uow, {found.snapshot.room_id})
    configuration_records.require_version(found.snapshot.version, expected_version)
    _resolve(uow, discrepancy_id, resolution)
    return find(uow.session, uow.tenant_id, discrepancy_id)


def find(source: Session, tenant_id: UUID, discrepancy_id: UUID) -> DiscrepancyRecord:
    """Return one discrepancy.

    Raises:
        DomainError: NOT_FOUND.
    """
    return _records(source, [existing_row(source, queries.ONE, tenant_id, discrepancy_id)])[0]


def page(
    session: Session,
    tenant_id: UUID,
    property_id: UUID,
    *,
    day: date | None,
    unresolved: bool,
    after: UUID | None,
    limit: int,
) -> list[DiscrepancyRecord]:
    """Return up to ``limit`` discrepancies, oldest first, those after the id ``after``."""
    binds = {
        "tenant": tenant_id, "property": property_id, "day": day, "unresolved": unresolved, "after": after,
        "count": limit,
    }  # fmt: skip
    return _records(session, session.execute(queries.PAGE, binds).all())


def _resolve(uow: UnitOfWork, discrepancy_id: UUID, resolution: Resolution) -> None:
    binds = {
        "tenant": uow.tenant_id, "id": discrepancy_id, "resolution": resolution.value, "by": uow.actor.label,
        "at": clock.now(),
    }  # fmt: skip
    housekeeping_follow_up.resolved(uow, uow.execute(queries.RESOLVE, binds))


def _records(session: Session, rows: Any) -> list[DiscrepancyRecord]:
    labels = [label for row in rows for label in (row.reported_by, row.resolved_by) if label is not None]
    names = names_of(session, labels)
    return [
        DiscrepancyRecord(
            housekeeping_follow_up.discrepancy_of_row(row),
            discrepancy_of(Occupancy(row.seen), Occupancy(row.desk)), row.room_number, row.floor, row.reported_at,
            names[row.reported_by], row.resolved_at,
            None if row.resolved_by is None else names[row.resolved_by],
        )
        for row in rows
    ]  # fmt: skip
