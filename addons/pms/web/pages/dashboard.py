"""/pms: the day at a glance."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.db.queries import desk_lists
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from oppsera_host.web.request_context import current_actor, require

_LISTS = (
    ("arrivals", "Arrivals", "Nobody else is expected today.", desk_lists.ARRIVALS),
    ("departures", "Departures", "Nobody else leaves today.", desk_lists.DEPARTURES),
    ("in-house", "In house", "The house is empty.", desk_lists.IN_HOUSE),
)


@blueprint.get("")
@require("pms.reservations.read")
def dashboard() -> Response:
    """Show who arrives, who leaves and who is in the house on the business date."""
    actor = current_actor()

    def load(session: Session) -> tuple[list[Property], Property | None, list[dict[str, Any]]]:
        properties = properties_of(session, actor.tenant_id)
        hotel = chosen_property(properties)
        if hotel is None:
            return properties, None, []
        binds = {"tenant": actor.tenant_id, "property": hotel.id, "day": hotel.business_date}
        lists = [
            {"id": name, "title": title, "empty": empty, "stays": session.execute(statement, binds).all()}
            for name, title, empty, statement in _LISTS
        ]
        return properties, hotel, lists

    properties, hotel, lists = commands.read(load)
    return make_response(
        render_template(
            "pms/dashboard.html", properties=properties, hotel=hotel, lists=lists,
            names=actor.may("pms.guests.read"),
        )
    )  # fmt: skip
