"""Gives rooms to all stays without one that arrive on some days; each goes through the ordinary writer.

Nobody who has a room is moved: guests in the house, locked stays and those a clerk placed stay where they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from addons.pms.db.queries import room_assignment as queries
from addons.pms.domain.conflicts import Alternative, ConflictKind
from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.events import ReservationMoved
from addons.pms.domain.room_choice import RoomToFill, StayToPlace, choose_rooms, closed_half_days, half_days
from addons.pms.domain.segments import Segment, whole_stay
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.stay_dates import StayDates
from addons.pms.domain.suggestions import CandidateRoom, Wish
from addons.pms.hookspecs.ask import ask
from addons.pms.services.maintenance_out_of_service import warnings_each
from addons.pms.services.properties import PropertyRecord
from addons.pms.services.reservation_store import Change, load_many, lock_rooms, save
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork

MOST_DAYS = 31
_NO_ROOM = "NO_ROOM_FREE"
_LOCKED = "RESERVATION_NOT_MOVABLE"


@dataclass(frozen=True, slots=True)
class Placement:
    """A stay and the room it was given; in a dry run, the room it would be given. ``warnings`` tell of its flaws."""

    reservation: StoredReservation
    room_id: UUID
    number: str
    warnings: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A stay that got no room: an error code, and a sentence for the desk."""

    reservation: StoredReservation
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class AssignmentReport:
    """What became of the stays without a room that arrive on the days ``first`` to ``last``."""

    property_id: UUID
    first: date
    last: date
    dry_run: bool
    placed: Sequence[Placement]
    unplaced: Sequence[Unplaced]


def assign_rooms(
    uow: UnitOfWork, hotel: PropertyRecord, first: date, last: date, *, dry_run: bool = False
) -> AssignmentReport:
    """Place the stays without a room that arrive from ``first`` to ``last``, both included.

    Rooms are locked first, so what is planned is still true when it is written. A stay an addon refuses, or that
    finds no room, is reported with the reason and keeps none of the others from getting theirs.

    Raises:
        DomainError: VALIDATION_ERROR for more than 31 days, or days that run backwards.
    """
    _check_days(first, last)
    binds = {"tenant": uow.tenant_id, "property": hotel.id, "first": first, "last": last}
    rows = uow.connection.execute(queries.ROOMS, binds).all()
    locked = {} if dry_run else lock_rooms(uow, {row.id for row in rows})
    statement = queries.UNPLACED if dry_run else queries.LOCK_UNPLACED
    ids = list(uow.connection.execute(statement, binds).scalars())
    stays = [each for each in load_many(uow.connection, uow.tenant_id, ids) if not each.snapshot.segments]
    rooms = {room.room_id: room for room in _rooms(uow.connection, uow.tenant_id, hotel, rows, stays)}
    unplaced = [
        Unplaced(each, _LOCKED, Sentence("The stay is locked: unlock it, or give it a room by hand."))
        for each in stays
        if each.snapshot.room_locked
    ]
    open_stays = [each for each in stays if not each.snapshot.room_locked]
    chosen = choose_rooms(
        [_to_place(each, hotel.business_date) for each in open_stays],
        list(rooms.values()),
        today=hotel.business_date,
        party_rooms=_party_rooms(uow.connection, uow.tenant_id, open_stays, rooms),
        prefer=lambda stay, free: _preferred(uow.tenant_id, hotel.business_date, stay, free),
    )
    placed: list[Placement] = []
    for each in open_stays:
        room_id = chosen.get(each.snapshot.id)
        if room_id is None:
            unplaced.append(Unplaced(each, _NO_ROOM, _reason(each, rooms)))
            continue
        try:
            saved = each if dry_run else _place(uow, each, room_id, locked)
        except DomainError as refusal:
            # Every refusal of the writer comes before it writes, so the others are not touched by it.
            unplaced.append(Unplaced(each, refusal.code, refusal.detail))
            continue
        placed.append(Placement(saved, room_id, rooms[room_id].number))
    return AssignmentReport(hotel.id, first, last, dry_run, _warned(uow, placed), unplaced)


def _warned(uow: UnitOfWork, placed: Sequence[Placement]) -> list[Placement]:
    stays = [(each.reservation.snapshot, each.room_id) for each in placed]
    found = warnings_each(
        uow, [[Segment(room_id, stay.check_in_date, stay.check_out_date)] for stay, room_id in stays]
    )
    return [replace(each, warnings=warnings) for each, warnings in zip(placed, found, strict=True)]


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise invalid_fields({"to": ["The last day is before the first."]})
    if (last - first).days >= MOST_DAYS:
        raise invalid_fields(
            {"to": [Sentence("Please take at most {most_days} days at a time.", most_days=MOST_DAYS)]}
        )


def _rooms(
    connection: Connection,
    tenant_id: UUID,
    hotel: PropertyRecord,
    rows: Sequence[Any],
    stays: Sequence[StoredReservation],
) -> list[RoomToFill]:
    """Return the rooms with everything that stands in them from the first arrival on."""
    if not stays:
        return []
    first = min(each.snapshot.check_in_date for each in stays)
    last = max(each.snapshot.check_out_date for each in stays)
    taken: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    binds = {
        "tenant": tenant_id,
        "property": hotel.id,
        "first": min(first, hotel.business_date),
        "last": last,
        "now": clock.now(),
    }
    for row in connection.execute(queries.TAKEN, binds):
        halves = half_days if row.kind == ConflictKind.RESERVATION else closed_half_days
        taken[row.room_id].append(halves(row.start_date, row.end_date))
    return [
        RoomToFill(row.id, row.number, row.floor, row.room_type_id, tuple(taken[row.id]), _unready(row))
        for row in rows
    ]


def _unready(row: Any) -> int:
    if row.occupancy == "OCCUPIED":
        return 2
    return 1 if row.condition == "DIRTY" else 0


def _to_place(stored: StoredReservation, today: date) -> StayToPlace:
    snapshot = stored.snapshot
    return StayToPlace(
        snapshot.id, snapshot.room_type_id, snapshot.check_in_date, snapshot.check_out_date,
        party=snapshot.booking_id, arrives_today=snapshot.check_in_date <= today,
    )  # fmt: skip


def _party_rooms(
    connection: Connection,
    tenant_id: UUID,
    stays: Sequence[StoredReservation],
    rooms: Mapping[UUID, RoomToFill],
) -> dict[UUID, list[RoomToFill]]:
    """Return the rooms that the other stays of each booking have already."""
    bookings = sorted({each.snapshot.booking_id for each in stays if each.snapshot.booking_id is not None})
    found: dict[UUID, list[RoomToFill]] = defaultdict(list)
    if bookings:
        for row in connection.execute(queries.PARTY_ROOMS, {"tenant": tenant_id, "bookings": bookings}):
            found[row.booking_id].append(rooms[row.room_id])
    return found


def _preferred(
    tenant_id: UUID, today: date, stay: StayToPlace, free: Sequence[RoomToFill]
) -> list[RoomToFill]:
    """Ask the addons which of the free rooms to take; the default leaves them in their order."""
    dates = StayDates(stay.arrival, stay.departure, day_use=stay.arrival == stay.departure)
    offers = tuple(
        Alternative(
            room.room_id, room.number, room.room_type_id, dates.check_in, dates.check_out, len(free) - place,
            Sentence("A free room of the type."),
        )
        for place, room in enumerate(free)
    )  # fmt: skip
    wish = Wish(
        dates=dates, room_type_id=stay.room_type_id, type_rank=0, room_id=None, number="", floor=None,
        earliest=today, dates_fixed=True, standard=offers,
    )  # fmt: skip
    candidates = [
        CandidateRoom(room.room_id, room.number, room.room_type_id, 0, room.floor, True, (dates.span,))
        for room in free
    ]
    answer = ask(tenant_id, "pms_rank_rooms", request=wish, rooms=candidates)
    by_id = {room.room_id: room for room in free}
    return [by_id[offer.room_id] for offer in answer if offer.room_id in by_id]


def _reason(stored: StoredReservation, rooms: Mapping[UUID, RoomToFill]) -> str:
    of_type = [room for room in rooms.values() if room.room_type_id == stored.snapshot.room_type_id]
    if not of_type:
        return Sentence("The property has no room of this type.")
    start, end = half_days(stored.snapshot.check_in_date, stored.snapshot.check_out_date)
    free = sum(all(last <= start or first >= end for first, last in room.taken) for room in of_type)
    if free:
        return Sentence("The rooms that are free on these dates went to other stays.")
    return Sentence(
        "No room of the type is free on all nights of the stay: move another stay, or give another type."
    )


def _place(
    uow: UnitOfWork, stored: StoredReservation, room_id: UUID, rooms: dict[UUID, Any]
) -> StoredReservation:
    snapshot = stored.snapshot
    dates = StayDates(snapshot.check_in_date, snapshot.check_out_date, snapshot.day_use)
    after = replace(stored, snapshot=replace(snapshot, segments=whole_stay(room_id, dates)))
    change = Change(stored, after, "reservation.assign_room", ReservationMoved, {"automatic": True})
    return save(uow, change, rooms={room_id: rooms[room_id]})[0]
