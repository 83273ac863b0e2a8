"""Finds free rooms and dates close to what was refused."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from addons.pms.db.queries import alternatives as queries
from addons.pms.domain.conflicts import Alternative
from addons.pms.domain.occupancy_rules import RoomTypeLimits
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.stay_dates import Span, StayDates
from addons.pms.domain.suggestions import CandidateRoom, Wish, free_spans
from addons.pms.hookspecs.ask import ask
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork

_REACH = timedelta(days=3)


def find_alternatives(uow: UnitOfWork, wanted: StoredReservation, room: Any) -> list[Alternative]:
    """Return up to five ranked alternatives for ``wanted``, which was refused in ``room`` (a room row)."""
    snapshot = wanted.snapshot
    dates = StayDates(snapshot.check_in_date, snapshot.check_out_date, snapshot.day_use)
    binds = {"tenant": uow.tenant_id, "property": snapshot.property_id}
    rooms = uow.connection.execute(queries.ROOMS, binds).all()
    business_date = uow.connection.execute(
        queries.BUSINESS_DATE, {"tenant": uow.tenant_id, "id": snapshot.property_id}
    ).scalar_one()
    window = Span(dates.check_in - _REACH, dates.check_out + _REACH)
    taken, here = _taken(uow, snapshot.id, [row.id for row in rooms], window)
    ranks = {row.room_type_id: row.type_rank for row in rooms}
    wish = Wish(
        dates=dates, room_type_id=room.room_type_id, type_rank=ranks[room.room_type_id], room_id=room.id,
        number=room.number, floor=room.floor, earliest=min(business_date, dates.check_in),
        dates_fixed=snapshot.status is ReservationStatus.CHECKED_IN,
    )  # fmt: skip
    candidates = [
        CandidateRoom(
            room_id=row.id, number=row.number, room_type_id=row.room_type_id, type_rank=row.type_rank,
            floor=row.floor, free=free_spans(window, taken[row.id]),
            fits_party=RoomTypeLimits(row.max_adults, row.max_children, row.max_occupancy).fits(
                snapshot.adults, snapshot.children
            ),
        )
        for row in rooms
    ]  # fmt: skip
    candidates = [candidate for candidate in candidates if (candidate.room_id, dates.span) not in here]
    return list(ask(uow.tenant_id, "pms_rank_rooms", request=wish, rooms=candidates))


def _taken(
    uow: UnitOfWork, own: UUID, rooms: list[UUID], window: Span
) -> tuple[dict[UUID, list[Span]], set[tuple[UUID, Span]]]:
    """Return what others hold by room, and where the stay itself is now: staying put is no alternative."""
    rows = uow.connection.execute(
        queries.TAKEN,
        {"tenant": uow.tenant_id, "rooms": rooms, "first": window.start, "last": window.end, "own": own},
    )
    taken: dict[UUID, list[Span]] = defaultdict(list)
    here = set()
    for row in rows:
        if row.own:
            here.add((row.room_id, Span(row.start_date, row.end_date)))
        else:
            taken[row.room_id].append(Span(row.start_date, row.end_date))
    return taken, here
