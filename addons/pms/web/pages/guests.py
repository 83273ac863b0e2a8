"""/pms/guests: search and profiles."""

from __future__ import annotations

from uuid import UUID

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from addons.pms.services import guest_search, guest_stays, guests
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from oppsera_host.web.request_context import current_actor, require

SHOWN = 100


@blueprint.get("/guests")
@require("pms.guests.read")
def guest_list() -> Response:
    """Search guests as one types: the list is refreshed in place."""
    actor = current_actor()
    query = request.args.get("q", "")[:200]
    found = commands.read(lambda session: guest_search.search_guests(session, actor.tenant_id, query, None, SHOWN))
    page = "pms/guest_rows.html" if "HX-Request" in request.headers else "pms/guests.html"
    return make_response(render_template(page, guests=found, query=query, shown=SHOWN))


@blueprint.get("/guests/<uuid:guest_id>")
@require("pms.guests.read")
def guest_profile(guest_id: UUID) -> Response:
    """Show a guest's profile and stays."""
    actor = current_actor()

    def load(session: Session) -> tuple[guests.GuestRecord, list[object]]:
        return (
            guests.find_guest(session, actor.tenant_id, guest_id),
            guest_stays.stay_history(session, actor.tenant_id, guest_id, None, 50),
        )

    guest, stays = commands.read(load)
    return make_response(
        render_template("pms/guest.html", guest=guest, stays=stays, writable=actor.may("pms.guests.write"))
    )
