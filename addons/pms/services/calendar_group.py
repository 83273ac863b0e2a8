"""Moves several stays on the board at once: all of them, or none."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from addons.pms.domain.conflicts import Conflict, ConflictKind
from addons.pms.domain.errors import DomainError, invalid_fields, not_found
from addons.pms.domain.events import ReservationMoved
from addons.pms.domain.move import MovePlan, plan_move
from addons.pms.services import room_status
from addons.pms.services.calendar import (
    Moved,
    Origin,
    property_of,
    replanned,
    require_origin,
    rooms_for_move,
    state_of,
)
from addons.pms.services.conflict_check import in_the_way
from addons.pms.services.refused_together import refused_together
from addons.pms.services.reservation_store import Change, load_many, save
from addons.pms.services.room_conflicts import refusal_of
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MemberMove:
    """One stay of the selection: where the clerk took it, and where it goes (``to_room`` None: no room)."""

    reservation_id: UUID
    origin: Origin
    to_room: UUID | None
    to_check_in: date


def move_together(uow: UnitOfWork, moves: Sequence[MemberMove], *, confirm: bool = False) -> Moved:
    """Move the stays, each as ``calendar.move`` would; what one leaves another may take. Prices are kept.

    Args:
        uow: the running unit of work.
        moves: the stays, each once, of one property.
        confirm: the clerk has said yes to moving the guests who are in the house.

    Raises:
        DomainError: CONCURRENCY_CONFLICT when any stay was changed; NOT_FOUND; VALIDATION_ERROR for stays of
            several properties; else the first stay's refusal, as ``calendar.move`` words it, with ``members``, the
            reasons of all that cannot, and with ``conflicts``, whatever is in their way.
    """
    rooms = _locked(uow, moves)
    stays = load_many(uow.connection, uow.tenant_id, [each.reservation_id for each in moves])
    for stored, each in zip(stays, moves, strict=True):
        require_origin(stored, each.origin)
    plans = _planned(uow, stays, moves, confirm=confirm)
    if not rooms.keys() >= {room for plan in plans for room in plan.rooms}:
        raise not_found()
    changes = [
        Change(stored, replanned(stored, plan), "reservation.move", ReservationMoved, {})
        for stored, plan in zip(stays, plans, strict=True)
        if plan.changed
    ]
    if not changes:
        return Moved(stays)
    _refuse_each_other(uow, changes, len(moves))
    try:
        saved = {stored.snapshot.id: stored for stored in save(uow, *changes, rooms=rooms)}
    except DomainError as error:
        raise _with_all_in_the_way(uow, changes, error, len(moves)) from error
    room_status.guests_changed_rooms(uow, plans)
    return Moved([saved.get(stored.snapshot.id, stored) for stored in stays])


def _locked(uow: UnitOfWork, moves: Sequence[MemberMove]) -> dict[UUID, Any]:
    """Lock the rooms of all stays and those they go to in one statement, in id order."""
    named = {room for each in moves for room in (each.origin.room_id, each.to_room)}
    asked = rooms_for_move(uow, [each.reservation_id for each in moves], *named)
    return {row.id: row for row in uow.execute(*asked)}


def _planned(
    uow: UnitOfWork, stays: Sequence[StoredReservation], moves: Sequence[MemberMove], *, confirm: bool
) -> list[MovePlan]:
    house = stays[0].snapshot.property_id
    if any(stored.snapshot.property_id != house for stored in stays):
        raise invalid_fields({"moves": ["Choose stays of one property."]})
    today = property_of(uow, house).business_date
    plans, refused = [], []
    for stored, each in zip(stays, moves, strict=True):
        try:
            plan = plan_move(
                state_of(stored), each.to_room, each.to_check_in, business_date=today, confirm=confirm,
                from_room=each.origin.room_id,
            )  # fmt: skip
        except DomainError as error:
            refused.append((stored, error))
        else:
            plans.append(plan)
    if refused:
        # A yes would not help while another stay cannot go at all, so that is told first.
        refused.sort(key=lambda pair: pair[1].code == "CONFIRMATION_REQUIRED")
        raise refused_together(refused, len(moves))
    return plans


def _refuse_each_other(uow: UnitOfWork, changes: Sequence[Change], asked: int) -> None:
    """Refuse two stays of the selection in one room on one night; others in the rooms are not asked for here."""
    parts = sorted(
        (
            (part.room_id, part.start_date, part.end_date, change.after)
            for change in changes
            if change.after.holds_inventory and not change.after.snapshot.day_use
            for part in change.after.snapshot.segments
        ),
        key=lambda part: part[:2],
    )
    for (room, first, last, there), (other_room, start, _, after) in itertools.pairwise(parts):
        if room == other_room and start < last:
            guest = there.guest
            name = (
                f"{guest.first_name} {guest.last_name}".strip() if uow.actor.may("pms.guests.read") else None
            )
            conflict = Conflict(ConflictKind.RESERVATION, room, first, last, there.snapshot.id, name)
            raise refused_together([(after, refusal_of([conflict]))], asked)


def _with_all_in_the_way(
    uow: UnitOfWork, changes: Sequence[Change], error: DomainError, asked: int
) -> DomainError:
    """Return the refusal of a room that is taken with every stay it is about; another refusal as it is."""
    if not error.facts.get("conflicts"):
        return error
    met = list(in_the_way(uow, [change.after for change in changes]))
    refused: dict[UUID, tuple[StoredReservation, DomainError]] = {}
    for after, _, conflicts in met:
        refused.setdefault(after.snapshot.id, (after, refusal_of(conflicts)))
    together = refused_together(list(refused.values()), asked)
    everything = [conflict.to_payload() for _, _, conflicts in met for conflict in conflicts]
    return DomainError(together.code, together.detail, together.facts | {"conflicts": everything})
