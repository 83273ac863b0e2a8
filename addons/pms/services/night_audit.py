"""Closes a property's business date, once, and moves on to the next.

This is the day's turn alone: nightly charges are not posted and no-shows are not marked yet; the report
counts who is still due, so that the desk can see to them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from addons.pms.db.queries import night_audit as queries
from addons.pms.db.queries import rooms as room_queries
from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.events import NightAuditCompleted, RoomStatusChanged
from addons.pms.services import configuration_records
from addons.pms.services.properties import lock_property
from addons.pms.services.reservation_store import lock_rooms
from addons.pms.services.rooms import find_rooms
from oppsera_host.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NightAuditReport:
    """A closed business date of a property.

    Attributes:
        property_id: the property.
        version: the property's version once its business date moved.
        business_date: the date that was closed.
        next_business_date: the one that is open now.
        arrivals: guests' stays that arrived that day.
        departures: stays that left that day.
        in_house: stays in the house when the day was closed.
        due_in: confirmed stays that should have arrived by then and did not.
        due_out: stays in the house that should have left by then.
        already_closed: the date had been closed before; nothing was done now.
    """

    property_id: UUID
    version: int
    business_date: date
    next_business_date: date
    arrivals: int
    departures: int
    in_house: int
    due_in: int
    due_out: int
    already_closed: bool = False

    @property
    def id(self) -> UUID:
        """The property's id: a night audit is an event of its property."""
        return self.property_id

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase report with ``schemaVersion``."""
        return {
            "schemaVersion": 1,
            "propertyId": str(self.property_id),
            "version": self.version,
            "businessDate": self.business_date.isoformat(),
            "nextBusinessDate": self.next_business_date.isoformat(),
            "arrivals": self.arrivals,
            "departures": self.departures,
            "inHouse": self.in_house,
            "dueIn": self.due_in,
            "dueOut": self.due_out,
        }


def close_business_date(uow: UnitOfWork, property_id: UUID, business_date: date) -> NightAuditReport:
    """Close ``business_date`` and open the day after it; a date closed before answers with its report again.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR on ``businessDate`` when it is neither the current one nor
            closed.
    """
    row = lock_property(uow, property_id)
    if business_date != row.business_date:
        return _earlier_report(uow, property_id, business_date, row.business_date)
    counted = uow.connection.execute(
        queries.COUNTS, {"tenant": uow.tenant_id, "property": property_id, "day": business_date}
    ).one()
    row.business_date = business_date + timedelta(days=1)
    row.version += 1
    uow.session.flush()
    report = NightAuditReport(
        property_id=property_id,
        version=row.version,
        business_date=business_date,
        next_business_date=row.business_date,
        arrivals=counted.arrivals,
        departures=counted.departures,
        in_house=counted.in_house,
        due_in=counted.due_in,
        due_out=counted.due_out,
    )
    configuration_records.record(uow, "night_audit.complete", NightAuditCompleted, before=None, after=report)
    _relabel_rooms(uow, property_id, row.business_date)
    return report


def _earlier_report(
    uow: UnitOfWork, property_id: UUID, business_date: date, current: date
) -> NightAuditReport:
    kept = uow.connection.execute(
        queries.REPORT, {"tenant": uow.tenant_id, "property": property_id, "day": business_date.isoformat()}
    ).scalar()
    if kept is None:
        raise invalid_fields({"businessDate": [f"The business date is {current}; only that can be closed."]})
    return replace(_report_of(kept), already_closed=True)


def _report_of(kept: dict[str, Any]) -> NightAuditReport:
    return NightAuditReport(
        property_id=UUID(kept["propertyId"]),
        version=kept["version"],
        business_date=date.fromisoformat(kept["businessDate"]),
        next_business_date=date.fromisoformat(kept["nextBusinessDate"]),
        arrivals=kept["arrivals"],
        departures=kept["departures"],
        in_house=kept["inHouse"],
        due_in=kept["dueIn"],
        due_out=kept["dueOut"],
    )


def _relabel_rooms(uow: UnitOfWork, property_id: UUID, today: date) -> None:
    """Tell of the rooms that are out of order from today, or no longer: only their word changed."""
    binds = {"tenant": uow.tenant_id, "property": property_id, "day": today}
    ids = list(uow.connection.execute(room_queries.LABEL_CHANGED_ON, binds).scalars())
    if not ids:
        return
    lock_rooms(uow, set(ids))
    uow.connection.execute(room_queries.RAISE_VERSION, {"tenant": uow.tenant_id, "ids": ids})
    for room in find_rooms(uow.session, uow.tenant_id, ids):
        configuration_records.record(
            uow, "room.change_status", RoomStatusChanged, before=None, after=room.snapshot
        )
