"""The board's projection: one subscriber, so that chips, rooms and counts change together."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, text

from addons.pms.projections import occupancy, rooms, segments, versions
from addons.pms.projections.places import Places, Span
from addons.pms.projections.touched import Touched, touched_by
from oppsera_host.db import direct
from oppsera_host.outbox.runner import FEW
from oppsera_host.outbox.subscribers import OutboxEvent

NAME = "pms.board"
VERSION = 1

#: A plan made for a handful of rows can be a hundred times too slow for a thousand, or for all nights of a property.
_PLAN_FOR_THESE = text("select set_config('plan_cache_mode', 'force_custom_plan', true)")


def handle(connection: Connection, tenant_id: UUID, version: int, events: Sequence[OutboxEvent]) -> None:
    """Bring everything ``events`` touched up to date with the tables of record.

    Raises:
        UnknownSchemaError, KeyError, TypeError, ValueError: an event that cannot be understood; the runner parks it.
    """
    touched = touched_by(events)
    if len(events) > FEW or touched.guests or touched.reshaped_rooms or touched.recount:
        direct.execute_one(connection, _PLAN_FOR_THESE, {})
    found = _stays_found_otherwise(connection, tenant_id, touched)
    changed = segments.write_stays(
        connection, tenant_id, version, {*touched.stays, *found}, {*touched.spans, *found.values()}
    )
    weeks, closed_spans = segments.write_closures(connection, tenant_id, version, touched.rooms)
    changed |= weeks
    changed |= _write_rooms(connection, tenant_id, version, touched)
    recounted = touched.recounted | closed_spans
    recounted |= occupancy.counted_spans(connection, tenant_id, version, touched.recount)
    changed |= occupancy.recount(connection, tenant_id, version, recounted)
    versions.raise_versions(connection, tenant_id, NAME, version, changed)


def _stays_found_otherwise(connection: Connection, tenant_id: UUID, touched: Touched) -> dict[UUID, Span]:
    """Return stays known by guest, room or folio only, at the dates they have now."""
    if not (touched.guests or touched.reshaped_rooms or touched.stays_by_folio):
        return {}
    return segments.find_stays(
        connection,
        tenant_id,
        ids=touched.stays_by_folio,
        guests=touched.guests,
        rooms=touched.reshaped_rooms,
    )


def _write_rooms(connection: Connection, tenant_id: UUID, version: int, touched: Touched) -> Places:
    changed = rooms.write_rooms(connection, tenant_id, version, touched.rooms)
    rooms.write_properties(connection, tenant_id, version, touched.properties)
    return {(property_id, versions.WHOLE_PROPERTY) for property_id in changed | touched.properties}
