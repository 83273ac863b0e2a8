"""/api/pms/housekeeping: the rooms of a day."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import housekeeping_rooms
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.room import (
    HousekeepingDaySchema,
    HousekeepingQuerySchema,
    HousekeepingRoomSchema,
    RoomGuestSchema,
)
from oppsera_host.web.request_context import current_actor, require

_STAYS = ("departing", "staying", "arriving")
_dump_room = HousekeepingRoomSchema(exclude=_STAYS).dump
_dump_named = RoomGuestSchema(many=True).dump
_dump_nameless = RoomGuestSchema(many=True, exclude=("guest_name",)).dump


@api.get("/housekeeping/rooms")
@api.arguments(HousekeepingQuerySchema, location="query")
@api.response(200, HousekeepingDaySchema)
@require("pms.housekeeping.read")
def get_rooms_of_day(query: dict[str, Any]) -> Response:
    """Return every room with its state and who leaves, stays and arrives (names by permission)."""
    actor = current_actor()
    dump_stays = _dump_named if actor.may("pms.guests.read") else _dump_nameless

    def work(session: Session) -> dict[str, Any]:
        hotel = resolve_property(session, actor.tenant_id, query.get("property_id"))
        day = query.get("date", hotel.business_date)
        found = housekeeping_rooms.rooms_on(session, actor.tenant_id, hotel.id, day)
        return {
            "propertyId": str(hotel.id),
            "date": day.isoformat(),
            "items": [
                _dump_room(each) | {name: dump_stays(getattr(each, name)) for name in _STAYS}
                for each in found
            ],
            "nextCursor": None,
        }

    return commands.json_response(commands.read(work))
