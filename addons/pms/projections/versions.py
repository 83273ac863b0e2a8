"""Raises the version of every week whose board changed: the source of its ETag."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Connection, text

from addons.pms.projections.places import Places, columns_of
from oppsera_host.db import direct

#: Not a week: the row that stands for what all weeks of a property share, its rooms and settings.
WHOLE_PROPERTY = date(1, 1, 1)

# Only for the version that is being read: a rebuild beside it changes nothing anybody sees.
_RAISE = text(
    "insert into rm_pms_calendar_versions as v (tenant_id, property_id, week, value)"
    " select cast(:tenant as uuid), t.property_id, t.week, 1"
    " from unnest(cast(:properties as uuid[]), cast(:weeks as date[])) as t (property_id, week)"
    " where exists (select from host_outbox_cursors c where c.tenant_id = cast(:tenant as uuid)"
    " and c.subscriber = cast(:subscriber as text) and c.version = cast(:version as smallint) and c.live)"
    " order by t.property_id, t.week"
    " on conflict (tenant_id, property_id, week) do update set value = v.value + 1"
)


def raise_versions(
    connection: Connection,
    tenant_id: UUID,
    subscriber: str,
    version: int,
    changed: Places,
) -> None:
    """Raise the version of each changed (property, week), if ``version`` is the one being read."""
    if changed:
        properties, weeks = columns_of(changed)
        direct.execute_one(
            connection,
            _RAISE,
            {
                "tenant": tenant_id,
                "subscriber": subscriber,
                "version": version,
                "properties": properties,
                "weeks": weeks,
            },
        )
