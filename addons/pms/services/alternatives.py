"""Finds free rooms and dates close to what was refused, or to what is looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from addons.pms.db.queries import alternatives as queries
from addons.pms.domain.conflicts import Alternative, ConflictKind
from addons.pms.domain.errors import not_found
from addons.pms.domain.occupancy_rules import RoomTypeLimits
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.stay_dates import Span, StayDates
from addons.pms.domain.suggestions import CandidateRoom, Wish, free_spans
from addons.pms.hookspecs.ask import ask
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork

_REACH = timedelta(days=3)
_NIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A stay somebody wants.

    Attributes:
        property_id: where.
        dates: when.
        room_type_id: of which type.
        adults: of the party; None when nobody said, then every type will do.
        children: of the party.
        room: the row of the wanted room, or None.
        reservation_id: the stay as it is booked already, which is in nobody's way; None for a new one.
        dates_fixed: whether only another room helps.
    """

    property_id: UUID
    dates: StayDates
    room_type_id: UUID
    adults: int | None
    children: int = 0
    room: Any = None
    reservation_id: UUID | None = None
    dates_fixed: bool = False


def find_alternatives(uow: UnitOfWork, wanted: StoredReservation, room: Any) -> list[Alternative]:
    """Return up to five ranked alternatives for ``wanted``, which was refused in ``room`` (a room row)."""
    snapshot = wanted.snapshot
    return suggest(
        uow.connection,
        uow.tenant_id,
        Wanted(
            property_id=snapshot.property_id, room_type_id=room.room_type_id, room=room,
            dates=StayDates(snapshot.check_in_date, snapshot.check_out_date, snapshot.day_use),
            adults=snapshot.adults, children=snapshot.children, reservation_id=snapshot.id,
            dates_fixed=snapshot.status is ReservationStatus.CHECKED_IN,
        ),
    )  # fmt: skip


def suggest(connection: Connection, tenant_id: UUID, wanted: Wanted) -> list[Alternative]:
    """Return up to five rooms and dates close to what is wanted, best first, each with its reason.

    A room counts as free when nobody stands in it and its type is not sold out to stays without a room.

    Raises:
        DomainError: NOT_FOUND when the type has no room in the property.
    """
    rooms = connection.execute(queries.ROOMS, {"tenant": tenant_id, "property": wanted.property_id}).all()
    ranks = {row.room_type_id: row.type_rank for row in rooms}
    if wanted.room_type_id not in ranks:
        raise not_found()
    binds = {"tenant": tenant_id, "id": wanted.property_id}
    business_date = connection.execute(queries.BUSINESS_DATE, binds).scalar_one()
    dates, room = wanted.dates, wanted.room
    window = Span(dates.check_in - _REACH, dates.check_out + _REACH)
    taken, here = _taken(connection, tenant_id, wanted, [row.id for row in rooms], window)
    sold_out = _sold_out(connection, tenant_id, wanted, list(ranks), window)
    wish = Wish(
        dates=dates, room_type_id=wanted.room_type_id, type_rank=ranks[wanted.room_type_id],
        room_id=None if room is None else room.id, number="" if room is None else room.number,
        floor=None if room is None else room.floor, earliest=min(business_date, dates.check_in),
        dates_fixed=wanted.dates_fixed,
    )  # fmt: skip
    candidates = [
        CandidateRoom(
            room_id=row.id, number=row.number, room_type_id=row.room_type_id, type_rank=row.type_rank,
            floor=row.floor, free=free_spans(window, [*taken[row.id], *sold_out[row.room_type_id]]),
            fits_party=_fits(row, wanted),
        )
        for row in rooms
        if (row.id, dates.span) not in here
    ]  # fmt: skip
    return list(ask(tenant_id, "pms_rank_rooms", request=wish, rooms=candidates))


def _fits(room: Any, wanted: Wanted) -> bool:
    limits = RoomTypeLimits(room.max_adults, room.max_children, room.max_occupancy)
    return wanted.adults is None or limits.fits(wanted.adults, wanted.children)


def _taken(
    connection: Connection, tenant_id: UUID, wanted: Wanted, rooms: Sequence[UUID], window: Span
) -> tuple[dict[UUID, list[Span]], set[tuple[UUID, Span]]]:
    """Return what others hold by room, and where the stay itself is now: staying put is no alternative.

    A day use fits between two nights that are taken, also between the night before a closure and its first one,
    unless the closure is told as beginning a night early.
    """
    own = wanted.reservation_id
    binds = {"tenant": tenant_id, "rooms": rooms, "first": window.start, "last": window.end, "own": own}
    taken: dict[UUID, list[Span]] = defaultdict(list)
    here = set()
    for row in connection.execute(queries.TAKEN, binds):
        span = Span(row.start_date, row.end_date)
        if own is not None and row.own:
            here.add((row.room_id, span))
        elif wanted.dates.day_use and row.kind != ConflictKind.RESERVATION:
            taken[row.room_id].append(span._replace(start=span.start - _NIGHT))
        else:
            taken[row.room_id].append(span)
    return taken, here


def _sold_out(
    connection: Connection, tenant_id: UUID, wanted: Wanted, types: Sequence[UUID], window: Span
) -> dict[UUID, list[Span]]:
    """Return the nights on which nothing of a type is left beside the stay itself, by type; a day use needs none."""
    found: dict[UUID, list[Span]] = defaultdict(list)
    if wanted.dates.day_use:
        return found
    own = wanted.reservation_id
    binds = {"tenant": tenant_id, "types": types, "first": window.start, "last": window.end, "own": own}
    for row in connection.execute(queries.SOLD_OUT, binds):
        found[row.room_type_id].append(Span(row.night, row.night + _NIGHT))
    return found
