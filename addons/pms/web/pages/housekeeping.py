"""/pms/housekeeping: the day's work, room by room, for people with a phone in the corridor. No guest is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from addons.pms.domain.housekeeping import UNFINISHED
from addons.pms.services import housekeeping_board
from addons.pms.services.housekeeping_board import BoardRoom
from addons.pms.services.properties import PropertyRecord, find_property, record_of
from addons.pms.services.rooms import find_room
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from addons.pms.web.pages.housekeeping_people import people_of
from oppsera_host.identity.actor import Actor
from oppsera_host.web.fields import EARLIEST, LATEST
from oppsera_host.web.request_context import current_actor, require

SHOWN: dict[str, Callable[[BoardRoom], bool]] = {
    "work": lambda room: room.has_work,
    "clean": lambda room: room.to_clean,
    "progress": lambda room: room.in_progress,
    "inspect": lambda room: room.to_inspect,
    "ready": lambda room: room.day.room.ready,
    "all": lambda _room: True,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what cannot be read counts as not said."""

    day: date | None
    show: str
    floor: str
    who: str

    @classmethod
    def of_request(cls) -> Filters:
        """Read the filters of the running request."""
        show, asked = request.args.get("show", ""), request.args.get("date", "")
        try:
            day = date.fromisoformat(asked) if asked else None
        except ValueError:
            day = None
        if day is not None and not EARLIEST < day < LATEST:
            day = None
        return cls(
            day, show if show in SHOWN else "work", request.args.get("floor", ""), request.args.get("who", "")
        )

    def choose(self, rooms: Sequence[BoardRoom], actor: Actor) -> list[BoardRoom]:
        """Return the rooms that all filters let through."""
        return [
            room
            for room in rooms
            if SHOWN[self.show](room)
            and (not self.floor or room.floor == self.floor)
            and (not self.who or self._is_theirs(room, actor))
        ]

    def _is_theirs(self, room: BoardRoom, actor: Actor) -> bool:
        wanted = {"me": str(actor.id), "nobody": "None"}.get(self.who, self.who)
        return any(
            str(task.snapshot.assignee_id) == wanted
            for task in room.tasks
            if task.snapshot.status in UNFINISHED
        )


@blueprint.get("/housekeeping")
@require("pms.housekeeping.read")
def housekeeping() -> Response:
    """Show the rooms of a day; asked by htmx, only the list."""
    actor, filters = current_actor(), Filters.of_request()

    def load(session: Session) -> dict[str, Any]:
        properties = properties_of(session, actor.tenant_id)
        found = chosen_property(properties)
        if found is None:
            return {"properties": properties, "hotel": None}
        return {"properties": properties} | _loaded(session, actor, record_of(found), filters)

    context = commands.read(load)
    if context["hotel"] is not None:
        chosen = filters.choose(context["rooms"], actor)
        context |= {"floors": housekeeping_board.by_floor(chosen), "chosen": len(chosen)}
    partial = "HX-Request" in request.headers and context["hotel"] is not None
    page = "pms/housekeeping_list.html" if partial else "pms/housekeeping.html"
    return _page(page, filters=filters, **context)


@blueprint.get("/housekeeping/rooms/<uuid:room_id>")
@require("pms.housekeeping.read")
def housekeeping_room(room_id: UUID) -> Response:
    """Show one room's card anew, and the counts, once something was done there."""
    actor, filters = current_actor(), Filters.of_request()

    def load(session: Session) -> dict[str, Any]:
        property_id = find_room(session, actor.tenant_id, room_id).snapshot.property_id
        context = _loaded(session, actor, find_property(session, actor.tenant_id, property_id), filters)
        return context | {"room": next(room for room in context["rooms"] if room.id == room_id)}

    return _page("pms/housekeeping_card.html", filters=filters, fresh=True, **commands.read(load))


def _loaded(session: Session, actor: Actor, hotel: PropertyRecord, filters: Filters) -> dict[str, Any]:
    day = filters.day or hotel.business_date
    rooms = housekeeping_board.board_of(session, actor.tenant_id, hotel, day)
    people = people_of(session, actor.tenant_id)
    return {
        "hotel": hotel, "day": day, "rooms": rooms, "people": people,
        "names": {person.id: person.name for person in people},
        "counts": {name: sum(map(wanted, rooms)) for name, wanted in SHOWN.items()},
        "all_floors": sorted({room.floor for room in rooms if room.floor}, key=lambda one: (len(one), one)),
        "before": day - timedelta(days=1), "after": day + timedelta(days=1),
    }  # fmt: skip


def _page(template: str, **context: Any) -> Response:
    actor = current_actor()
    return make_response(
        render_template(
            template, **context, me=actor.id, may_work=actor.may("pms.housekeeping.write"),
            may_say=actor.may("pms.rooms.set_condition"),
        )
    )  # fmt: skip
