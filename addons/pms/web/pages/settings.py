"""/pms/settings/…: properties, room types and rooms, set up by the manager."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import available_timezones

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.services import room_types, rooms
from addons.pms.services.properties import find_property
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import properties_of
from oppsera_host.web.request_context import current_actor, require

MOST_ROOMS = 2000


@blueprint.get("/settings/properties")
@require("pms.properties.read")
def property_list() -> Response:
    """List the tenant's properties and offer to add one."""
    actor = current_actor()
    properties: list[Property] = commands.read(lambda session: properties_of(session, actor.tenant_id))
    return make_response(
        render_template(
            "pms/settings/properties.html", properties=properties, zones=sorted(available_timezones()),
            writable=actor.may("pms.properties.write"),
        )
    )  # fmt: skip


@blueprint.get("/settings/properties/<uuid:property_id>")
@require("pms.properties.read")
def property_set_up(property_id: UUID) -> Response:
    """Show one property with its room types and rooms."""
    actor = current_actor()

    def load(session: Session) -> dict[str, object]:
        hotel = find_property(session, actor.tenant_id, property_id)
        return {
            "hotel": hotel,
            "types": room_types.room_types_of(session, actor.tenant_id, hotel.id),
            "rooms": rooms.list_rooms(session, actor.tenant_id, hotel.id, None, MOST_ROOMS),
        }

    return make_response(
        render_template(
            "pms/settings/property.html", **commands.read(load), writable=actor.may("pms.properties.write"),
            rooms_writable=actor.may("pms.rooms.write"),
        )
    )  # fmt: skip
