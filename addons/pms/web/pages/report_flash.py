"""/pms/reports/flash: the manager's flash of a business date, to read in the morning and to print."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from addons.pms.services import report_flash
from addons.pms.web import commands
from addons.pms.web.money_text import money_text
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from oppsera_host.web.request_context import current_actor, require


@blueprint.get("/reports/flash")
@require("pms.reports.read")
def flash_report() -> Response:
    """Show the flash of ``?date=``, without one of the date closed last."""
    actor = current_actor()

    def load(session: Session) -> dict[str, Any]:
        properties = properties_of(session, actor.tenant_id)
        hotel = chosen_property(properties)
        if hotel is None:
            return {"hotel": None}
        day = date_of(request.args.get("date", ""))
        found = report_flash.flash(session, actor.tenant_id, hotel.id, hotel.business_date, day)
        return {"properties": properties, "hotel": hotel, "flash": found}

    return make_response(
        render_template("pms/report_flash.html", **commands.read(load), money_text=money_text)
    )


def date_of(text: str) -> date | None:
    """Return the day an address names; what is no day counts as not said."""
    try:
        return date.fromisoformat(text) if len(text) == len("2027-01-31") else None
    except ValueError:
        return None
