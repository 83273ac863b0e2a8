"""/pms/reports: occupancy, revenue and pace of a period, as tables, charts and files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from addons.pms.domain.errors import DomainError
from addons.pms.services import reports as service
from addons.pms.web import commands
from addons.pms.web.charts import bars
from addons.pms.web.money_text import money_text
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from addons.pms.web.pages.report_flash import date_of
from addons.pms.web.reports import PACE_DAYS_BACK, month_of, pace_period
from oppsera_host.web.request_context import current_actor, require


@blueprint.get("/reports")
@require("pms.reports.read")
def reports() -> Response:
    """Show the figures of a period; the period is in the address."""
    actor = current_actor()
    asked = {
        name: date_of(request.args.get(argument, ""))
        for name, argument in (("first", "from"), ("last", "to"))
    }
    query = {name: day for name, day in asked.items() if day is not None}

    def load(session: Session) -> dict[str, Any]:
        properties = properties_of(session, actor.tenant_id)
        hotel = chosen_property(properties)
        if hotel is None:
            return {"hotel": None}
        context = {"properties": properties, "hotel": hotel}
        first, last = month_of(query, hotel.business_date)
        as_of = hotel.business_date - timedelta(days=PACE_DAYS_BACK)
        binds = (session, actor.tenant_id, hotel.id)
        try:
            return context | {
                "first": first, "last": last, "as_of": as_of,
                "occupancy": service.occupancy(*binds, first, last), "revenue": service.revenue(*binds, first, last),
                "pace": service.pace(*binds, *pace_period({}, hotel.business_date), as_of),
            }  # fmt: skip
        except DomainError:
            return context | {"first": first, "last": last, "longest": service.LONGEST}

    found = commands.read(load)
    nights = found["occupancy"].nights if "occupancy" in found else []
    posted = found["revenue"].days if "revenue" in found else []
    months = found.get("pace", [])
    return make_response(
        render_template(
            "pms/reports.html", **found, money_text=money_text,
            charts={
                "occupancy": bars([(each.first, each.occupancy_permille) for each in nights], most=1000),
                "revenue": bars([(each.first, each.revenue) for each in nights]),
                "posted": bars([(each.day, each.revenue) for each in posted]),
                "payments": bars([(each.day, each.payments) for each in posted]),
                "pace": bars([(each.month, each.room_nights) for each in months]),
                "pace_revenue": bars([(each.month, each.revenue) for each in months]),
            },
        )
    )  # fmt: skip
