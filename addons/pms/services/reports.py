"""Reports: what was sold, what was posted, what is on the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import reports as queries
from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.reporting import NightFigures, PaceMonth, summed
from addons.pms.domain.sentence import Sentence

LONGEST = 400
"""Nights a report may cover."""


@dataclass(frozen=True, slots=True)
class OccupancyReport:
    """Figures of each night of a period, and of the period."""

    nights: list[NightFigures]
    total: NightFigures


@dataclass(frozen=True, slots=True)
class PostedLine:
    """What was posted on one business date under one code: ``amount`` in minor units, payments negative."""

    business_date: date
    code: str
    name: str
    charge_group: str
    kind: str
    method: str
    entries: int
    amount: int


@dataclass(frozen=True, slots=True)
class PostedDay:
    """Revenue and payments of one business date, counted as ``RevenueReport`` counts them."""

    day: date
    revenue: int
    payments: int


@dataclass(frozen=True, slots=True)
class RevenueReport:
    """Postings of a period.

    Attributes:
        lines: by business date, group and code.
        revenue: charges and their adjustments, without taxes, minor units.
        taxes: tax lines and their adjustments.
        payments: money received less money given back, as a positive amount.
        days: every date of the period, those on which nothing was posted included.
    """

    lines: list[PostedLine]
    revenue: int
    taxes: int
    payments: int
    days: list[PostedDay]


def occupancy(
    session: Session, tenant_id: UUID, property_id: UUID, first: date, last: date
) -> OccupancyReport:
    """Return occupancy, ADR and RevPAR of the nights ``first`` to ``last``, both included.

    Raises:
        DomainError: VALIDATION_ERROR on ``to`` when the period is backwards or longer than ``LONGEST``.
    """
    _check_period(first, last)
    binds = {"tenant": tenant_id, "property": property_id, "first": first, "last": last}
    nights = [
        NightFigures(
            row.night, row.physical, row.out_of_order, row.held, row.sold, row.occupied, row.arrivals,
            row.departures, row.day_use, row.no_shows, row.revenue,
        )
        for row in session.execute(queries.NIGHTS, binds)
    ]  # fmt: skip
    return OccupancyReport(nights, summed(first, nights))


def revenue(session: Session, tenant_id: UUID, property_id: UUID, first: date, last: date) -> RevenueReport:
    """Return what the ledger took on the business dates ``first`` to ``last``, both included.

    Raises:
        DomainError: VALIDATION_ERROR on ``to``, as ``occupancy``.
    """
    _check_period(first, last)
    binds = {"tenant": tenant_id, "property": property_id, "first": first, "last": last}
    lines = [_line(row) for row in session.execute(queries.POSTED, binds)]
    money = [line for line in lines if line.kind in {"PAYMENT", "REFUND"}]
    charged = [line for line in lines if line.kind not in {"PAYMENT", "REFUND"}]
    earned = [line for line in charged if line.charge_group != "TAX"]
    earned_on, money_on = _by_date(earned), _by_date(money)
    period = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    return RevenueReport(
        lines,
        revenue=sum(earned_on.values()),
        taxes=sum(line.amount for line in charged if line.charge_group == "TAX"),
        payments=-sum(money_on.values()),
        days=[PostedDay(day, earned_on[day], -money_on[day]) for day in period],
    )


def _by_date(lines: list[PostedLine]) -> Counter[date]:
    amounts: Counter[date] = Counter()
    for line in lines:
        amounts[line.business_date] += line.amount
    return amounts


def pace(
    session: Session, tenant_id: UUID, property_id: UUID, first: date, last: date, as_of: date
) -> list[PaceMonth]:
    """Return by month what is on the books now and what was at the end of ``as_of``.

    A stay that changed its dates or price since counts as it is now: earlier figures know who had booked and
    who had cancelled, not what each booking looked like.

    Raises:
        DomainError: VALIDATION_ERROR on ``to``, as ``occupancy``.
    """
    _check_period(first, last)
    binds = {"tenant": tenant_id, "property": property_id, "first": first, "last": last, "as_of": as_of}
    return [
        PaceMonth(row.month, row.room_nights, row.revenue, row.earlier_room_nights, row.earlier_revenue)
        for row in session.execute(queries.PACE, binds)
    ]


def _line(row: Any) -> PostedLine:
    return PostedLine(
        row.business_date, row.code, row.name, row.charge_group, row.kind, row.method, row.entries, row.amount
    )


def _check_period(first: date, last: date) -> None:
    if not 0 <= (last - first).days < LONGEST:
        raise invalid_fields(
            {"to": [Sentence("Please give a period of 1 to {longest} days.", longest=LONGEST)]}
        )
