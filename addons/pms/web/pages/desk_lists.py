"""/pms/arrivals, /pms/departures, /pms/in-house: who comes, who goes, who is here, each dealt with by one click."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from addons.pms.db.queries import desk_lists
from addons.pms.services import room_types
from addons.pms.services.guest_details import folded
from addons.pms.web import commands
from addons.pms.web.money_text import money_text
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from oppsera_host.web.request_context import current_actor, require

ON_A_PAGE = 50
LAST_PAGE = 1000
TITLES = {"arrivals": _l("Arrivals"), "departures": _l("Departures"), "in-house": _l("In house")}
EMPTY = {
    "arrivals": _l("Nobody else is expected today."),
    "departures": _l("Nobody else leaves today."),
    "in-house": _l("The house is empty."),
}


@blueprint.get('/<any("arrivals", "departures", "in-house"):which>')
@require("pms.reservations.read")
def desk_list(which: str) -> Response:
    """Show a page of one list; filters, order and page are in the address."""
    actor = current_actor()
    asked = {
        "q": request.args.get("q", "")[:200].replace("\x00", "").strip() if actor.may("pms.guests.read") else "",
        "type": _uuid(request.args.get("type", "")),
        "sort": _one_of(request.args.get("sort", ""), desk_lists.ORDERS, "guest"),
        "order": _one_of(request.args.get("order", ""), desk_lists.DIRECTIONS, "asc"),
        "page": _page(request.args.get("page", "")),
    }  # fmt: skip

    def load(session: Session) -> dict[str, Any]:
        properties = properties_of(session, actor.tenant_id)
        hotel = chosen_property(properties)
        if hotel is None:
            return {"hotel": None}
        binds = {
            "tenant": actor.tenant_id, "property": hotel.id, "day": hotel.business_date, "type": asked["type"],
            "words": folded(asked["q"]).replace("-", "").split(), "count": ON_A_PAGE,
            "skip": (asked["page"] - 1) * ON_A_PAGE,
        }  # fmt: skip
        stays = session.execute(desk_lists.PAGES[which, asked["sort"], asked["order"]], binds).all()
        types = room_types.list_room_types(session, actor.tenant_id, hotel.id, None, 200)
        return {"properties": properties, "hotel": hotel, "stays": stays, "types": types}

    found = commands.read(load)
    stays = found.get("stays", [])
    return make_response(
        render_template(
            "pms/desk_list.html", which=which, titles=TITLES, empty=EMPTY[which], asked=asked, **found,
            found=stays[0].found if stays else 0, per_page=ON_A_PAGE, names=actor.may("pms.guests.read"),
            may_check_in=actor.may("pms.reservations.check_in"),
            may_assign=actor.may("pms.reservations.move"),
            may_check_out=actor.may("pms.reservations.check_out"), may_see_folios=actor.may("pms.folios.read"),
            money_text=money_text,
        )
    )  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _one_of(text: str, choices: Collection[str], otherwise: str) -> str:
    return text if text in choices else otherwise


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LAST_PAGE)):
        return 1
    return min(max(int(text), 1), LAST_PAGE)
