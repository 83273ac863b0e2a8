"""/pms/calendar: the board."""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from addons.pms.db.models import Property, RoomType
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from oppsera_host.web.request_context import current_actor, require


@blueprint.get("/calendar")
@require("pms.calendar.read")
def calendar() -> Response:
    """Show the board of the chosen property (``?propertyId=``), else of the first."""
    actor = current_actor()

    def load(session: Session) -> tuple[list[Property], list[RoomType]]:
        properties = session.scalars(
            select(Property).where(Property.tenant_id == actor.tenant_id).order_by(Property.name)
        ).all()
        types = session.scalars(
            select(RoomType)
            .where(RoomType.tenant_id == actor.tenant_id)
            .order_by(RoomType.sort_order, RoomType.base_rate, RoomType.code)
        ).all()
        return list(properties), list(types)

    properties, room_types = commands.read(load)
    wanted = request.args.get("propertyId")
    chosen = next((hotel for hotel in properties if str(hotel.id) == wanted), properties[0] if properties else None)
    return make_response(
        render_template(
            "pms/calendar.html",
            properties=properties,
            hotel=chosen,
            room_types=[kind for kind in room_types if chosen is not None and kind.property_id == chosen.id],
            can_move=actor.may("pms.reservations.move"),
            can_create=actor.may("pms.reservations.create"),
        )
    )
