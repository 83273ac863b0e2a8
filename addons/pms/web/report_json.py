"""Reports and the dashboard as JSON-ready values and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response

from addons.pms.domain.reporting import NightFigures, PaceMonth
from addons.pms.services.dashboard import Dashboard
from addons.pms.services.reports import PostedLine

_COUNTS = (
    "physical", "out_of_order", "available", "held", "sold", "occupied", "arrivals", "departures", "day_use",
    "no_shows",
)  # fmt: skip
_DESK = (
    "day", "due_in", "arrived", "due_out", "left", "in_house", "unassigned", "overdue_arrivals",
    "overdue_departures", "dirty", "vacant_dirty", "out_of_order", "rooms",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def night_values(figures: NightFigures, currency: str) -> dict[str, Any]:
    """Return what ``NightFiguresSchema`` dumps."""
    return {name: getattr(figures, name) for name in _COUNTS} | {
        "first": figures.first,
        "occupancy": figures.occupancy_permille / 10,
        "revenue": money(figures.revenue, currency),
        "average_daily_rate": money(figures.average_daily_rate, currency),
        "revenue_per_available_room": money(figures.revenue_per_available_room, currency),
    }


def posted_values(line: PostedLine, currency: str) -> dict[str, Any]:
    """Return what ``PostedLineSchema`` dumps."""
    return {
        "business_date": line.business_date, "charge_group": line.charge_group, "code": line.code, "name": line.name,
        "kind": line.kind, "method": line.method, "entries": line.entries, "amount": money(line.amount, currency),
    }  # fmt: skip


def pace_values(month: PaceMonth, currency: str) -> dict[str, Any]:
    """Return what ``PaceMonthSchema`` dumps."""
    return {
        "month": month.month, "room_nights": month.room_nights, "revenue": money(month.revenue, currency),
        "earlier_room_nights": month.earlier_room_nights,
        "earlier_revenue": money(month.earlier_revenue, currency), "pickup": month.pickup,
    }  # fmt: skip


def dashboard_values(found: Dashboard, currency: str) -> dict[str, Any]:
    """Return what ``DashboardSchema`` dumps, without the property's id."""
    return {name: getattr(found, name) for name in _DESK} | {
        "tonight": night_values(found.tonight, currency),
        "curve": [night_values(each, currency) for each in found.curve],
    }


def money(amount: int, currency: str) -> dict[str, Any]:
    """Return minor units and currency as the money field wants them."""
    return {"amount": amount, "currency": currency}


def csv_response(rows: Iterable[Mapping[str, Any]], name: str) -> Response:
    """Answer ``rows`` of dumped values as a CSV file; an amount of money becomes two columns, minor units first."""
    out = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        flat = _flat(row)
        if writer is None:
            writer = csv.DictWriter(out, list(flat))
            writer.writeheader()
        writer.writerow(flat)
    response = Response(out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= {name: value["amount"], f"{name}Currency": value["currency"]}
        elif isinstance(value, str) and value.startswith(_FORMULA):
            flat[name] = f"'{value}"
        else:
            flat[name] = value
    return flat
