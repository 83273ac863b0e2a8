"""Keeps the counts per night and room type: ``rm_pms_daily_occupancy``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, text

from addons.pms.db.queries.occupancy import COUNTED, OCCUPANCY_COLUMNS, OCCUPANCY_KEY, THESE_NIGHTS
from addons.pms.projections.places import Places, Span, monday_of, nights_of
from addons.pms.projections.writing import Model, synchronise
from oppsera_host.db import direct

MODEL = Model("rm_pms_daily_occupancy", OCCUPANCY_COLUMNS, OCCUPANCY_KEY)
_RECOUNT = synchronise(
    MODEL,
    COUNTED,
    old_rows="o.property_id = cast(:property as uuid) and o.night = any(cast(:nights as date[]))",
    expressions=[THESE_NIGHTS],
    returning=["night"],
)
_COUNTED_NIGHTS = text(
    "select property_id, min(night) as first, max(night) as last from rm_pms_daily_occupancy"
    " where tenant_id = cast(:tenant as uuid) and model_version = cast(:version as smallint)"
    " and property_id = any(cast(:properties as uuid[])) group by property_id"
)


def recount(connection: Connection, tenant_id: UUID, version: int, spans: Collection[Span]) -> Places:
    """Count every night of ``spans`` anew; return the (property, week) pairs in which a count changed."""
    if not spans:
        return set()
    nights = defaultdict(list)
    for property_id, night in sorted(nights_of(spans)):
        nights[property_id].append(night)
    changed: Places = set()
    for property_id, days in nights.items():
        binds = {"tenant": tenant_id, "version": version, "property": property_id, "nights": days}
        rows = direct.execute_one(connection, _RECOUNT, binds)
        changed.update((property_id, monday_of(row.night)) for row in rows)
    return changed


def counted_spans(
    connection: Connection, tenant_id: UUID, version: int, properties: Collection[UUID]
) -> set[Span]:
    """Return from when to when each of ``properties`` has counts."""
    if not properties:
        return set()
    binds = {"tenant": tenant_id, "version": version, "properties": list(properties)}
    rows = direct.execute_one(connection, _COUNTED_NIGHTS, binds)
    return {Span(row.property_id, row.first, row.last) for row in rows}
