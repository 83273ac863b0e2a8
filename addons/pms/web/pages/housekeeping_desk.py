"""/pms/rooms: rooms and their status for the desk, and one room in detail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from addons.pms.db.queries import closures, maintenance
from addons.pms.domain.room_status import Condition, Occupancy
from addons.pms.services import housekeeping_board, room_status_log
from addons.pms.services.housekeeping_board import BoardRoom
from addons.pms.services.properties import PropertyRecord, record_of
from addons.pms.web import commands
from addons.pms.web.pages import room_order
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from oppsera_host.errors import not_found
from oppsera_host.web.request_context import current_actor, require

LOG_LINES = 10
SHOWN: dict[str, Callable[[BoardRoom], bool]] = {
    "all": lambda _room: True,
    "ready": lambda room: room.day.room.ready,
    "dirty": lambda room: room.day.room.snapshot.condition is Condition.DIRTY,
    "occupied": lambda room: room.day.room.snapshot.occupancy is Occupancy.OCCUPIED,
    "out": lambda room: room.day.closure is not None or room.day.flaw is not None,
    "waiting": lambda room: bool(room.day.arriving) and not room.day.room.ready,
    "differ": lambda room: room.discrepancy is not None,
}


@blueprint.get("/rooms")
@require("pms.rooms.read")
def rooms() -> Response:
    """Show every room by floor on the business date; ``?roomId=`` opens one beside them."""
    actor = current_actor()
    show = request.args.get("show", "")
    show = show if show in SHOWN else "all"
    asked = room_order.wanted(request.args)
    wanted = _room_id()

    def load(session: Session) -> dict[str, Any]:
        properties = properties_of(session, actor.tenant_id)
        found = chosen_property(properties)
        if found is None:
            return {"hotel": None}
        hotel = record_of(found)
        board = housekeeping_board.board_of(session, actor.tenant_id, hotel, hotel.business_date)
        opened = next((room for room in board if room.id == wanted), None)
        if wanted is not None and opened is None:
            raise not_found()
        return {
            "properties": properties, "hotel": hotel, "all_rooms": len(board),
            "groups": room_order.arranged([room for room in board if SHOWN[show](room)], asked),
            "types": sorted({room.day.room.room_type_code for room in board}),
            "counts": {name: sum(map(belongs, board)) for name, belongs in SHOWN.items()},
        } | ({} if opened is None else _detail(session, actor.tenant_id, hotel, opened))  # fmt: skip

    context = {"room": None} | commands.read(load)
    return make_response(
        render_template(
            "pms/housekeeping_desk.html", show=show, asked=asked, **context,
            names=actor.may("pms.guests.read"), may_say=actor.may("pms.rooms.set_condition"),
            may_close=actor.may("pms.rooms.set_out_of_order"), may_work=actor.may("pms.housekeeping.write"),
            may_see_stays=actor.may("pms.calendar.read"), may_see_work=actor.may("pms.housekeeping.read"),
        )
    )  # fmt: skip


def _room_id() -> UUID | None:
    asked = request.args.get("roomId", "")
    if not asked:
        return None
    try:
        return UUID(asked)
    except ValueError:
        raise not_found() from None


def _detail(session: Session, tenant_id: UUID, hotel: PropertyRecord, room: BoardRoom) -> dict[str, Any]:
    today, zone = hotel.business_date, ZoneInfo(hotel.timezone)
    closed = session.execute(closures.AHEAD, {"tenant": tenant_id, "room": room.id, "today": today}).all()
    flawed = session.execute(
        maintenance.PERIODS_OF_ROOMS,
        {"tenant": tenant_id, "rooms": [room.id], "first": today, "last": date.max},
    ).all()
    return {
        "room": room, "closures": closed, "flaws": flawed, "tomorrow": today + timedelta(days=1), "zone": zone,
        "log": [
            line | {"moment": datetime.fromisoformat(line["at"]).astimezone(zone)}
            for line in room_status_log.page(session, tenant_id, room.id, None, LOG_LINES)
        ],
    }  # fmt: skip
