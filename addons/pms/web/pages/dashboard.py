"""/pms: the day at a glance."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from addons.pms.services import dashboard as service
from addons.pms.web import commands
from addons.pms.web.charts import bars
from addons.pms.web.money_text import money_text
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from oppsera_host.web.request_context import current_actor, require


@blueprint.get("")
@require("pms.reservations.read")
def dashboard() -> Response:
    """Show what is left to do on the business date, what wants attention, and the 30 days ahead."""
    actor = current_actor()

    def load(session: Session) -> dict[str, Any]:
        properties = properties_of(session, actor.tenant_id)
        hotel = chosen_property(properties)
        if hotel is None:
            return {"hotel": None}
        day = service.dashboard(session, actor.tenant_id, hotel.id, hotel.business_date)
        return {"properties": properties, "hotel": hotel, "day": day}

    found = commands.read(load)
    charts = {}
    if "day" in found:
        curve = found["day"].curve
        charts = {
            "occupancy": bars([(each.first, each.occupancy_permille) for each in curve], most=1000),
            "revenue": bars([(each.first, each.revenue) for each in curve]),
        }
    return make_response(
        render_template(
            "pms/dashboard.html", **found, charts=charts, money_text=money_text,
            may_see_figures=actor.may("pms.reports.read"), may_see_rooms=actor.may("pms.rooms.read"),
            may_close_day=actor.may("pms.night_audit.run"),
        )
    )  # fmt: skip
