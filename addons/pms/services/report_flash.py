"""The manager's flash: one business date, its month and its year to date, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import report_flash as queries
from addons.pms.domain.ledger import PaymentMethod
from addons.pms.domain.reporting import NightFigures, summed
from addons.pms.services import reports


@dataclass(frozen=True, slots=True)
class FlashFigures:
    """What a span of business dates came to.

    Attributes:
        nights: rooms, stays, and the prices of the nights sold, of which ADR and RevPAR are.
        cancellations: stays cancelled on these dates.
        room_revenue: posted room charges less corrections, without taxes, minor units.
        other_revenue: everything else posted, without taxes.
        taxes: tax lines less corrections.
        payments: money received less money given back, by method, minor units.
    """

    nights: NightFigures
    cancellations: int
    room_revenue: int
    other_revenue: int
    taxes: int
    payments: dict[PaymentMethod, int]

    @property
    def revenue(self) -> int:
        """All that was posted, without taxes."""
        return self.room_revenue + self.other_revenue

    @property
    def paid(self) -> int:
        """Money received less money given back, by whatever method."""
        return sum(self.payments.values())


@dataclass(frozen=True, slots=True)
class Flash:
    """The figures of ``day``, of its month and of its year, each from the first day on; ``closed`` by the audit?"""

    business_date: date
    closed: bool
    day: FlashFigures
    month: FlashFigures
    year: FlashFigures


def flash(
    session: Session, tenant_id: UUID, property_id: UUID, business_date: date, day: date | None
) -> Flash:
    """Return the flash of ``day``: by default of the date closed last, or of the open one when none was yet.

    Args:
        session: reads in one snapshot.
        tenant_id: whose.
        property_id: the property.
        business_date: the property's open date.
        day: the date wanted.
    """
    own = {"tenant": tenant_id, "property": property_id}
    closed = session.execute(queries.LAST_CLOSED, own).scalar_one()
    wanted = day or closed or business_date
    starts = {"day": wanted, "month": wanted.replace(day=1), "year": wanted.replace(month=1, day=1)}
    nights = reports.occupancy(session, tenant_id, property_id, starts["year"], wanted).nights
    cancelled = session.execute(queries.CANCELLED, own | starts).one()
    posted = session.execute(queries.POSTED, own | starts).all()

    def figures(span: str) -> FlashFigures:
        first = starts[span]
        return FlashFigures(
            summed(first, [night for night in nights if night.first >= first]), getattr(cancelled, span),
            room_revenue=_sum(posted, span, "what", "ROOM"), other_revenue=_sum(posted, span, "what", "OTHER"),
            taxes=_sum(posted, span, "what", "TAX"),
            payments={method: -_sum(posted, span, "method", method.value) for method in PaymentMethod},
        )  # fmt: skip

    return Flash(
        wanted, closed is not None and wanted <= closed, figures("day"), figures("month"), figures("year")
    )


def _sum(posted: Sequence[Any], span: str, column: str, value: str) -> int:
    return sum(getattr(row, span) for row in posted if getattr(row, column) == value)
