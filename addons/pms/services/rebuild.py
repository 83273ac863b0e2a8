"""Builds the board's read models anew from the first event, beside the ones being read, and switches over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from addons.pms.projections.board import NAME
from addons.pms.services.verify import Drift, verify_version
from oppsera_host.db.base import db
from oppsera_host.outbox import cursors
from oppsera_host.outbox import rebuild as outbox_rebuild
from oppsera_host.outbox.runner import run_subscriber, run_version
from oppsera_host.tenancy.scope import tenant_scope

_TABLES = ("rm_pms_calendar_segments", "rm_pms_calendar_rooms", "rm_pms_daily_occupancy")
_DELETE = tuple(
    text(
        f"delete from {table} where tenant_id = cast(:tenant as uuid)"
        " and model_version = cast(:version as smallint)"
    )
    for table in _TABLES
)


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What came of a rebuild.

    Attributes:
        version: the version that was built.
        events: how many events it read.
        switched: whether it is the one being read now.
        parked: how many events it could not handle; any keep the old version in place.
        drift: where it differs from the tables of record; any keep the old version in place.
        dropped: older versions that were deleted; the one read before is kept for a way back.
    """

    version: int
    events: int
    switched: bool
    parked: int = 0
    drift: list[Drift] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "version": self.version,
            "events": self.events,
            "switched": self.switched,
            "parked": self.parked,
            "drift": [each.to_payload() for each in self.drift],
            "dropped": self.dropped,
        }


def rebuild(tenant_id: UUID) -> RebuildReport:
    """Read every event of the tenant into a new version, compare it with the tables of record, switch to it.

    Reads go on from the old version meanwhile. A version that differs or could not handle an event is left
    beside it, unread, to be looked at.
    """
    run_subscriber(NAME, tenant_id, forced=True)
    with tenant_scope(tenant_id):
        with db.engine.begin() as connection:
            version = outbox_rebuild.begin(connection, tenant_id, NAME)
        events = run_version(NAME, tenant_id, version)
        drift = verify_version(tenant_id, version)
        with db.engine.begin() as connection:
            parked = outbox_rebuild.parked(connection, tenant_id, NAME, version)
            if drift or parked:
                return RebuildReport(version, events, switched=False, parked=parked, drift=drift)
            before = outbox_rebuild.live_version(connection, tenant_id, NAME)
            outbox_rebuild.switch(connection, tenant_id, NAME, version)
        dropped = _drop_all_but(tenant_id, {version, before})
    return RebuildReport(version, events, switched=True, dropped=dropped)


def roll_back(tenant_id: UUID) -> int:
    """Read the version before the last rebuild again; return its number.

    Raises:
        LookupError: there is none.
    """
    with tenant_scope(tenant_id), db.engine.begin() as connection:
        return outbox_rebuild.roll_back(connection, tenant_id, NAME)


def _drop_all_but(tenant_id: UUID, kept: set[int | None]) -> list[int]:
    with db.engine.begin() as connection:
        old = [version for version in cursors.versions(connection, tenant_id, NAME) if version not in kept]
    for version in old:
        with db.engine.begin() as connection:
            # First the cursor: a worker that held it for a batch has finished once this lock is ours.
            outbox_rebuild.drop(connection, tenant_id, NAME, version)
            for statement in _DELETE:
                connection.execute(statement, {"tenant": tenant_id, "version": version})
    return old
