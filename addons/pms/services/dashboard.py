"""The day at a glance: what is left to do, how full the house is, what wants attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import reports as queries
from addons.pms.domain.reporting import NightFigures
from addons.pms.services import reports

CURVE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The desk's and the rooms' counts of a day.

    Attributes:
        due_in: stays that still have to arrive.
        arrived: those that have.
        due_out: stays that still have to leave, overdue ones among them.
        left: those that have left today.
        in_house: stays in the house now.
        unassigned: arrivals of the day without a room.
        overdue_arrivals: confirmed stays of earlier days that never came and were not marked.
        overdue_departures: stays in the house past their departure.
        dirty: rooms to clean.
        vacant_dirty: those that are empty, ready to be cleaned at once.
        out_of_order: rooms that cannot be sold tonight.
        rooms: all rooms.
        tonight: figures of the night.
        curve: figures of that night and the ``CURVE_DAYS - 1`` after it.
    """

    day: date
    due_in: int
    arrived: int
    due_out: int
    left: int
    in_house: int
    unassigned: int
    overdue_arrivals: int
    overdue_departures: int
    dirty: int
    vacant_dirty: int
    out_of_order: int
    rooms: int
    tonight: NightFigures
    curve: list[NightFigures]


def dashboard(session: Session, tenant_id: UUID, property_id: UUID, day: date) -> Dashboard:
    """Return the dashboard of ``day``; three statements, whatever the size of the house."""
    binds = {"tenant": tenant_id, "property": property_id, "day": day}
    desk = session.execute(queries.DESK_COUNTS, binds).one()
    rooms = session.execute(queries.ROOM_COUNTS, binds).one()
    last = day + timedelta(days=CURVE_DAYS - 1)
    curve = reports.occupancy(session, tenant_id, property_id, day, last).nights
    return Dashboard(
        day=day, due_in=desk.due_in, arrived=desk.arrived, due_out=desk.due_out, left=desk.left_today,
        in_house=desk.in_house, unassigned=desk.unassigned, overdue_arrivals=desk.overdue_arrivals,
        overdue_departures=desk.overdue_departures, dirty=rooms.dirty, vacant_dirty=rooms.vacant_dirty,
        out_of_order=rooms.out_of_order, rooms=rooms.rooms, tonight=curve[0], curve=curve,
    )  # fmt: skip
