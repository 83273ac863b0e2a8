"""What a closed business date came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from addons.pms.domain.money import Money


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
        extended: overdue stays that the audit lengthened by the night.
        no_shows: stays that the audit marked as no-shows.
        no_show_fees: what their fees come to.
        charged_stays: stays whose night the audit put on their folios.
        room_charges: what these nights come to, without taxes.
        taxes: the taxes on them.
        tasks: housekeeping tasks made for the new day.
        problems: stays the audit left alone: ``reservationId``, ``step`` and the ``code`` of the refusal.
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
    extended: int
    no_shows: int
    no_show_fees: Money
    charged_stays: int
    room_charges: Money
    taxes: Money
    tasks: int
    problems: list[dict[str, Any]]
    already_closed: bool = False

    @property
    def id(self) -> UUID:
        """The property's id: a night audit is an event of its property."""
        return self.property_id

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready camelCase report with ``schemaVersion``."""
        return {
            "schemaVersion": 1, "propertyId": str(self.property_id), "version": self.version,
            "businessDate": self.business_date.isoformat(),
            "nextBusinessDate": self.next_business_date.isoformat(),
            "arrivals": self.arrivals, "departures": self.departures, "inHouse": self.in_house,
            "dueIn": self.due_in, "dueOut": self.due_out, "extended": self.extended, "noShows": self.no_shows,
            "noShowFees": self.no_show_fees.to_payload(), "chargedStays": self.charged_stays,
            "roomCharges": self.room_charges.to_payload(), "taxes": self.taxes.to_payload(),
            "tasks": self.tasks, "problems": self.problems,
        }  # fmt: skip


def report_of(kept: dict[str, Any]) -> NightAuditReport:
    """Return the report whose ``to_payload`` was kept, as one of a date closed before."""

    def money(name: str) -> Money:
        return Money(kept[name]["amount"], kept[name]["currency"])

    return NightAuditReport(
        property_id=UUID(kept["propertyId"]), version=kept["version"],
        business_date=date.fromisoformat(kept["businessDate"]),
        next_business_date=date.fromisoformat(kept["nextBusinessDate"]),
        arrivals=kept["arrivals"], departures=kept["departures"], in_house=kept["inHouse"],
        due_in=kept["dueIn"], due_out=kept["dueOut"], extended=kept["extended"], no_shows=kept["noShows"],
        no_show_fees=money("noShowFees"), charged_stays=kept["chargedStays"], room_charges=money("roomCharges"),
        taxes=money("taxes"), tasks=kept["tasks"], problems=kept["problems"], already_closed=True,
    )  # fmt: skip
