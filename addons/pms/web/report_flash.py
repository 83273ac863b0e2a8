"""/api/pms/reports/flash: the manager's flash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import report_flash
from addons.pms.services.properties import PropertyRecord, resolve_property
from addons.pms.services.report_flash import Flash, FlashFigures
from addons.pms.web import commands, report_json
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.report import FlashQuerySchema, FlashSchema
from oppsera_host.web.request_context import current_actor, require

_SPANS = ("day", "monthToDate", "yearToDate")


@api.get("/reports/flash")
@api.arguments(FlashQuerySchema, location="query")
@api.response(200, FlashSchema)
@require("pms.reports.read")
def get_flash_report(query: dict[str, Any]) -> Response:
    """Return the figures of a business date beside those of its month and its year to date."""
    tenant_id = current_actor().tenant_id

    def work(session: Session) -> tuple[PropertyRecord, Flash]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        return hotel, report_flash.flash(session, tenant_id, hotel.id, hotel.business_date, query.get("date"))

    hotel, found = commands.read(work)
    values = {
        "property_id": hotel.id, "date": found.business_date, "closed": found.closed,
        "day": _values(found.day, hotel.currency), "month_to_date": _values(found.month, hotel.currency),
        "year_to_date": _values(found.year, hotel.currency),
    }  # fmt: skip
    body = FlashSchema().dump(values)
    if query["format"] == "csv":
        return report_json.csv_response(_lines(body), f"flash-{hotel.code}-{body['date']}")
    return commands.json_response(body)


def _values(figures: FlashFigures, currency: str) -> dict[str, Any]:
    nights = figures.nights
    amounts = {
        "average_daily_rate": nights.average_daily_rate,
        "revenue_per_available_room": nights.revenue_per_available_room, "room_revenue": figures.room_revenue,
        "other_revenue": figures.other_revenue, "revenue": figures.revenue, "taxes": figures.taxes,
        "payments": figures.paid,
    }  # fmt: skip
    return {
        "rooms": nights.physical, "out_of_order": nights.out_of_order, "available": nights.available,
        "sold": nights.sold, "occupancy": nights.occupancy_permille / 10, "arrivals": nights.arrivals,
        "departures": nights.departures, "in_house": nights.occupied, "no_shows": nights.no_shows,
        "cancellations": figures.cancellations,
        "payments_by_method": [
            {"method": method.value, "amount": report_json.money(amount, currency)}
            for method, amount in figures.payments.items()
        ],
        **{name: report_json.money(amount, currency) for name, amount in amounts.items()},
    }  # fmt: skip


def _lines(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One line a figure, the spans side by side; money in minor units with its currency at the end."""
    spans = {name: _flat(body[name]) for name in _SPANS}
    for figure, value in spans["day"].items():
        is_money = isinstance(value, Mapping)
        yield {
            "figure": figure,
            **{name: each[figure]["amount"] if is_money else each[figure] for name, each in spans.items()},
            "currency": value["currency"] if is_money else "",
        }


def _flat(figures: dict[str, Any]) -> dict[str, Any]:
    methods = {f"payments {each['method']}": each["amount"] for each in figures["paymentsByMethod"]}
    return {name: value for name, value in figures.items() if name != "paymentsByMethod"} | methods
