"""/api/pms/dashboard and /api/pms/reports: the hotel in figures."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import dashboard, reports
from addons.pms.services.properties import PropertyRecord, resolve_property
from addons.pms.web import commands, report_json
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.report import (
    DashboardSchema,
    NightFiguresSchema,
    OccupancyReportSchema,
    PaceMonthSchema,
    PaceQuerySchema,
    PaceReportSchema,
    PeriodSchema,
    PostedLineSchema,
    PropertyDaySchema,
    RevenueReportSchema,
)
from oppsera_host.web.request_context import current_actor, require

T = TypeVar("T")
PACE_MONTHS = 6
PACE_DAYS_BACK = 7


@api.get("/dashboard")
@api.arguments(PropertyDaySchema, location="query")
@api.response(200, DashboardSchema)
@require("pms.reports.read")
def get_dashboard(query: dict[str, Any]) -> Response:
    """Return what is left to do on a day, how full the house is, and the curve of the 30 days from then."""
    hotel, found = _read(
        query,
        lambda session, hotel: dashboard.dashboard(
            session, current_actor().tenant_id, hotel.id, query.get("date", hotel.business_date)
        ),
    )
    values = report_json.dashboard_values(found, hotel.currency) | {"property_id": hotel.id}
    return commands.json_response(DashboardSchema().dump(values))


@api.get("/reports/occupancy")
@api.arguments(PeriodSchema, location="query")
@api.response(200, OccupancyReportSchema)
@require("pms.reports.read")
def get_occupancy_report(query: dict[str, Any]) -> Response:
    """Return occupancy, ADR and RevPAR by night; room revenue is the price of the nights sold."""
    hotel, found = _read(
        query,
        lambda session, hotel: reports.occupancy(
            session, current_actor().tenant_id, hotel.id, *month_of(query, hotel.business_date)
        ),
    )
    nights = [
        NightFiguresSchema().dump(report_json.night_values(each, hotel.currency)) for each in found.nights
    ]
    if query["format"] == "csv":
        return report_json.csv_response(nights, f"occupancy-{hotel.code}")
    total = NightFiguresSchema().dump(report_json.night_values(found.total, hotel.currency))
    return commands.json_response({"propertyId": str(hotel.id), "nights": nights, "total": total})


@api.get("/reports/revenue")
@api.arguments(PeriodSchema, location="query")
@api.response(200, RevenueReportSchema)
@require("pms.reports.read")
def get_revenue_report(query: dict[str, Any]) -> Response:
    """Return what was posted to folios by business date and code, with taxes and payments."""
    hotel, found = _read(
        query,
        lambda session, hotel: reports.revenue(
            session, current_actor().tenant_id, hotel.id, *month_of(query, hotel.business_date)
        ),
    )
    lines = [PostedLineSchema().dump(report_json.posted_values(each, hotel.currency)) for each in found.lines]
    if query["format"] == "csv":
        return report_json.csv_response(lines, f"revenue-{hotel.code}")
    sums = {name: getattr(found, name) for name in ("revenue", "taxes", "payments")}
    return commands.json_response(
        {"propertyId": str(hotel.id), "lines": lines}
        | {name: report_json.money(amount, hotel.currency) for name, amount in sums.items()}
    )


@api.get("/reports/pace")
@api.arguments(PaceQuerySchema, location="query")
@api.response(200, PaceReportSchema)
@require("pms.reports.read")
def get_pace_report(query: dict[str, Any]) -> Response:
    """Return what is on the books by month, now and as of an earlier day."""

    def work(session: Session, hotel: PropertyRecord) -> tuple[date, Any]:
        first, last = pace_period(query, hotel.business_date)
        as_of = query.get("as_of", hotel.business_date - timedelta(days=PACE_DAYS_BACK))
        return as_of, reports.pace(session, current_actor().tenant_id, hotel.id, first, last, as_of)

    hotel, (as_of, found) = _read(query, work)
    months = [PaceMonthSchema().dump(report_json.pace_values(each, hotel.currency)) for each in found]
    if query["format"] == "csv":
        return report_json.csv_response(months, f"pace-{hotel.code}")
    return commands.json_response({"propertyId": str(hotel.id), "asOf": as_of.isoformat(), "months": months})


def month_of(query: dict[str, Any], business_date: date) -> tuple[date, date]:
    """Return the period asked for; by default the month of the business date."""
    first = query.get("first", business_date.replace(day=1))
    days = calendar.monthrange(first.year, first.month)[1]
    return first, query.get("last", first.replace(day=days))


def pace_period(query: dict[str, Any], business_date: date) -> tuple[date, date]:
    """Return the period asked for; by default the business date's month and the five after it."""
    first = query.get("first", business_date.replace(day=1))
    months = first.month - 1 + PACE_MONTHS
    after = date(first.year + months // 12, months % 12 + 1, 1)
    return first, query.get("last", after - timedelta(days=1))


def _read(query: dict[str, Any], work: Callable[[Session, PropertyRecord], T]) -> tuple[PropertyRecord, T]:
    def inner(session: Session) -> tuple[PropertyRecord, T]:
        hotel = resolve_property(session, current_actor().tenant_id, query.get("property_id"))
        return hotel, work(session, hotel)

    return commands.read(inner)
