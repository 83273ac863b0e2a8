"""Keeps the board's chips and closures: ``rm_pms_calendar_segments``."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, text

from addons.pms.db.queries.board_rows import (
    GIVEN_BADGES,
    NO_BADGES,
    SEGMENT_COLUMNS,
    SEGMENT_KEY,
    closures_from,
    stays_from,
)
from addons.pms.projections import badges
from addons.pms.projections.places import Places, Span, weeks_of
from addons.pms.projections.writing import Model, synchronise
from oppsera_host.db import direct

MODEL = Model("rm_pms_calendar_segments", SEGMENT_COLUMNS, SEGMENT_KEY)

# The old rows of a stay are found through the weeks its events name: the model has no index by reservation.
_STAYS, _STAYS_WITH_BADGES = (
    synchronise(
        MODEL,
        stays_from("r.id = any(cast(:ids as uuid[]))", badges=column),
        old_rows="o.property_id = any(cast(:properties as uuid[])) and o.week = any(cast(:weeks as date[]))"
        " and o.reservation_id = any(cast(:ids as uuid[]))",
        returning=["property_id", "week"],
    )
    for column in (NO_BADGES, GIVEN_BADGES)
)
_CLOSURES = synchronise(
    MODEL,
    closures_from("b.room_id = any(cast(:rooms as uuid[]))"),
    old_rows="o.property_id in (select m.property_id from pms_rooms m"
    " where m.tenant_id = cast(:tenant as uuid) and m.id = any(cast(:rooms as uuid[])))"
    " and o.room_id = any(cast(:rooms as uuid[])) and o.kind <> 'RESERVATION'",
    returning=["property_id", "week", "segment_start", "segment_end"],
)
_FIND = text(
    "select r.id, r.property_id, r.check_in_date, r.check_out_date from pms_reservations r"
    " where r.tenant_id = cast(:tenant as uuid) and (r.id = any(cast(:ids as uuid[]))"
    " or r.guest_id = any(cast(:guests as uuid[])) or r.id in (select b.reservation_id from pms_room_blocks b"
    " where b.tenant_id = cast(:tenant as uuid) and b.room_id = any(cast(:rooms as uuid[]))))"
)


def find_stays(
    connection: Connection,
    tenant_id: UUID,
    *,
    ids: Collection[UUID],
    guests: Collection[UUID],
    rooms: Collection[UUID],
) -> dict[UUID, Span]:
    """Return where the stays are that are named by id, by guest or by room."""
    binds = {"tenant": tenant_id, "ids": list(ids), "guests": list(guests), "rooms": list(rooms)}
    return {
        row.id: Span(row.property_id, row.check_in_date, row.check_out_date)
        for row in direct.execute_one(connection, _FIND, binds)
    }


def write_stays(
    connection: Connection, tenant_id: UUID, version: int, ids: Collection[UUID], spans: Collection[Span]
) -> Places:
    """Bring the rows of the stays ``ids`` up to date; return the (property, week) pairs that changed.

    Args:
        connection: inside the cursor's transaction.
        tenant_id: the tenant.
        version: model version to write.
        ids: reservations.
        spans: where rows of theirs may lie.
    """
    if not ids:
        return set()
    weeks = weeks_of(spans)
    binds = {
        "tenant": tenant_id,
        "version": version,
        "ids": list(ids),
        "properties": list({property_id for property_id, _ in weeks}),
        "weeks": sorted({week for _, week in weeks}),
    }
    given = badges.of_stays(connection, tenant_id, ids)
    if given is None:
        rows = direct.execute_one(connection, _STAYS, binds)
    else:
        rows = direct.execute_one(connection, _STAYS_WITH_BADGES, {**binds, "badges": given})
    return {(row.property_id, row.week) for row in rows}


def write_closures(
    connection: Connection, tenant_id: UUID, version: int, rooms: Collection[UUID]
) -> tuple[Places, set[Span]]:
    """Bring the closures of ``rooms`` up to date; return the changed weeks, and the spans to recount."""
    if not rooms:
        return set(), set()
    binds = {"tenant": tenant_id, "version": version, "rooms": list(rooms)}
    rows = direct.execute_one(connection, _CLOSURES, binds).all()
    weeks = {(row.property_id, row.week) for row in rows}
    return weeks, {Span(row.property_id, row.segment_start, row.segment_end) for row in rows}
