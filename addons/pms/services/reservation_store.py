"""The one way a reservation is written: locks, conflict check, stock, version, rooms, nights, audit, events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from addons.pms.db.queries import properties_for_stays, room_blocks
from addons.pms.db.queries import reservations as queries
from addons.pms.domain.errors import DomainError, concurrency_conflict, not_found
from addons.pms.domain.events import DomainEvent, ReservationExpired
from addons.pms.hookspecs.ask import ask
from addons.pms.hookspecs.policies import ReservationChange
from addons.pms.services import (
    configuration_records,
    conflict_check,
    expired_holds,
    reservation_rows,
    segment_rows,
)
from addons.pms.services.inventory import change_stock
from addons.pms.services.stored_reservation import StoredReservation, from_row, room_type_by_night
from oppsera_host import clock
from oppsera_host.db import unit_of_work
from oppsera_host.db.direct import Call
from oppsera_host.db.unit_of_work import NotYetError, UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """What one command does to one reservation; ``before`` is None for a new one."""

    before: StoredReservation | None
    after: StoredReservation
    action: str
    event: type[DomainEvent]
    facts: dict[str, Any]


def load(uow: UnitOfWork, reservation_id: UUID) -> StoredReservation:
    """Return the reservation as committed, without locking it.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = uow.execute(queries.LOAD_ONE, {"tenant": uow.tenant_id, "id": reservation_id}).one_or_none()
    if row is None:
        raise not_found()
    return from_row(row)


def stay_with_date(uow: UnitOfWork, reservation_id: UUID) -> Call:
    """Return the read of ``load_with_date``."""
    return queries.LOAD_WITH_DATE, {"tenant": uow.tenant_id, "id": reservation_id}


def load_with_date(uow: UnitOfWork, reservation_id: UUID) -> tuple[StoredReservation, date]:
    """Return the reservation as ``load`` does, and its property's business date.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = uow.execute(*stay_with_date(uow, reservation_id)).one_or_none()
    if row is None:
        raise not_found()
    return from_row(row), row.business_date


def load_many(connection: Connection, tenant_id: UUID, ids: Sequence[UUID]) -> list[StoredReservation]:
    """Return the reservations in the order of ``ids``.

    Raises:
        DomainError: NOT_FOUND when any of them does not exist in this tenant.
    """
    rows = connection.execute(queries.LOAD, {"tenant": tenant_id, "ids": list(ids)})
    found = {row.id: from_row(row) for row in rows}
    if any(wanted not in found for wanted in ids):
        raise not_found()
    return [found[wanted] for wanted in ids]


def load_expected(uow: UnitOfWork, reservation_id: UUID, expected_version: int | None) -> StoredReservation:
    """Load for a change of version ``expected_version``; None stands for whatever is current.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT with the current version.
    """
    stored = load(uow, reservation_id)
    require_version(stored, expected_version)
    return stored


def require_version(stored: StoredReservation, expected_version: int | None) -> None:
    """Refuse when somebody changed the reservation since ``expected_version``.

    Raises:
        DomainError: CONCURRENCY_CONFLICT with the current version.
    """
    if expected_version is not None and stored.snapshot.version != expected_version:
        raise concurrency_conflict(stored.snapshot.version)


def lock_rooms(uow: UnitOfWork, room_ids: set[UUID]) -> dict[UUID, Any]:
    """Lock rooms in id order, the house's first lock, and return their rows by id.

    Raises:
        DomainError: NOT_FOUND when a room does not exist in this tenant.
    """
    if not room_ids:
        return {}
    rows = uow.execute(room_blocks.LOCK_ROOMS, {"tenant": uow.tenant_id, "ids": sorted(room_ids)})
    rooms = {row.id: row for row in rows}
    if len(rooms) < len(room_ids):
        raise not_found()
    return rooms


def save(uow: UnitOfWork, *changes: Change, rooms: dict[UUID, Any] | None = None) -> list[StoredReservation]:
    """Write the changes together, or refuse all of them; return the reservations as they now are.

    Order of locks: rooms (by id), stock (type, night), reservations. The version written is the guard: what was
    read before the locks counts only if nobody wrote since. ``rooms`` are all rooms touched, where the caller has
    locked them already.

    Raises:
        DomainError: ROOM_ALREADY_BOOKED, ROOM_OUT_OF_ORDER, NO_AVAILABILITY, CONCURRENCY_CONFLICT, NOT_FOUND, or
            the code of an addon's veto.
    """
    states = [state for change in changes for state in (change.before, change.after) if state is not None]
    if rooms is None:
        rooms = lock_rooms(uow, {part.room_id for state in states for part in state.snapshot.segments})
    afters = [_with_room_types(change.after, rooms) for change in changes]
    for change in changes:
        if change.before is not None:
            expired_holds.refuse_to_go_on(change.before, change.after, change.action)
    _ask_for_vetoes(uow, changes, afters)
    past_expired_holds(
        uow, expired_holds.around(afters), lambda: _take_rooms_and_stock(uow, changes, afters, rooms)
    )
    written = [
        reservation_rows.write(uow, change.before, after) for change, after in sorted(
            zip(changes, afters, strict=True), key=lambda pair: pair[1].snapshot.id
        )
    ]  # fmt: skip
    by_id = {state.snapshot.id: state for state in written}
    ordered = [by_id[change.after.snapshot.id] for change in changes]
    befores = [change.before for change in changes]
    ordered = segment_rows.write(uow, befores, ordered)
    for change, after in zip(changes, ordered, strict=True):
        reservation_rows.write_nights(uow, change.before, after)
        _record(uow, change, after)
    return ordered


def _take_rooms_and_stock(
    uow: UnitOfWork, changes: Sequence[Change], afters: Sequence[StoredReservation], rooms: dict[UUID, Any]
) -> None:
    conflict_check.refuse_occupied_rooms(uow, afters, rooms)
    sold: Counter[Any] = Counter()
    for change, after in zip(changes, afters, strict=True):
        sold.update(after.consumption())
        if change.before is not None:
            sold.subtract(change.before.consumption())
    change_stock(uow.connection, uow.tenant_id, sold=sold)


def past_expired_holds(uow: UnitOfWork, wanted: expired_holds.Around, take: Callable[[], T]) -> T:
    """Take a room or a unit on the nights wanted; holds past their release time give way to it.

    Args:
        uow: the running unit of work.
        wanted: on which nights to look for them once ``take`` is refused.
        take: looks and takes.

    Raises:
        DomainError: what ``take`` raises.
        NotYetError: it was refused, and there are such holds: they go first.
    """
    try:
        return take()
    except DomainError as refusal:
        due = expired_holds.due_around(uow, wanted) if expired_holds.may_be_gone(refusal) else {}
        if not due:
            raise
        raise NotYetError(partial(_release, uow, wanted.property_id, due), refusal) from None


def _release(asked_by: UnitOfWork, property_id: UUID, due: Mapping[UUID, UUID | None]) -> None:
    """Let the holds ``due`` go in a transaction of its own; whoever is faster with one of them has done it."""

    def work(uow: UnitOfWork) -> None:
        day_use_rooms = [room for room in due.values() if room is not None]
        binds = {"tenant": uow.tenant_id, "ids": day_use_rooms, "reservations": list(due)}
        rooms = {row.id: row for row in uow.execute(room_blocks.LOCK_ROOMS_OF_STAYS, binds)}
        hotel = uow.execute(properties_for_stays.PROPERTY, {"tenant": uow.tenant_id, "id": property_id}).one()
        changes = [
            Change(
                hold, expired_holds.released(hold, hotel.business_date), "reservation.expire",
                ReservationExpired, {},
            )
            for hold in load_many(uow.connection, uow.tenant_id, list(due))
            if expired_holds.is_due(hold) and rooms.keys() >= {part.room_id for part in hold.snapshot.segments}
        ]  # fmt: skip
        if changes:
            save(uow, *changes, rooms=rooms)

    try:
        unit_of_work.run(work, actor=asked_by.actor, correlation_id=asked_by.correlation_id)
    except DomainError as error:
        if error.code != "CONCURRENCY_CONFLICT":
            raise


def _ask_for_vetoes(uow: UnitOfWork, changes: Sequence[Change], afters: Sequence[StoredReservation]) -> None:
    for change, after in zip(changes, afters, strict=True):
        asked = ReservationChange(
            change.action, None if change.before is None else change.before.snapshot, after.snapshot
        )
        for veto in ask(uow.tenant_id, "pms_validate_reservation", change=asked):
            raise DomainError(veto.code, veto.text)


def _with_room_types(after: StoredReservation, rooms: dict[UUID, Any]) -> StoredReservation:
    snapshot = after.snapshot
    room_types = {room_id: row.room_type_id for room_id, row in rooms.items()}
    if any(row.property_id != snapshot.property_id for row in rooms.values()):
        raise not_found()
    current_type = snapshot.room_type_id
    if snapshot.segments:
        current_type = room_types[snapshot.segments[-1].room_id]
    room_id = snapshot.segments[-1].room_id if snapshot.segments else None
    snapshot = replace(snapshot, room_type_id=current_type, room_id=room_id, updated_at=clock.now())
    return replace(
        after, snapshot=snapshot, night_types=room_type_by_night(snapshot, room_types, snapshot.room_type_id)
    )


def _record(uow: UnitOfWork, change: Change, after: StoredReservation) -> None:
    snapshot, state = after.snapshot, after.audit_state()
    facts = {**state, **touched(change.before, after), **change.facts}
    event = change.event(snapshot.id, snapshot.version, facts)
    before = None if change.before is None else change.before.audit_state()
    configuration_records.publish(uow, change.action, event, before, state)


def touched(before: StoredReservation | None, after: StoredReservation) -> dict[str, Any]:
    """What the stay occupied before, so that a reader of the event alone knows which nights to look at again.

    ``nightsChanged`` is False when only the rooms differ: everything that is counted a night is as it was.
    """
    if before is None:
        return {}
    return {
        "previous": {
            "status": before.snapshot.status.value,
            "checkInDate": before.snapshot.check_in_date.isoformat(),
            "checkOutDate": before.snapshot.check_out_date.isoformat(),
            "segments": [part.to_payload() for part in before.snapshot.segments],
            "nightsChanged": before.counted() != after.counted(),
        }
    }
