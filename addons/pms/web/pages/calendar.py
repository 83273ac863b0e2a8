"""/pms/calendar: the board."""

from __future__ import annotations

from flask import Response, make_response, render_template
from flask_babel import gettext

from addons.pms.hookspecs.ask import ask_alone
from addons.pms.hookspecs.ui import ChipCommand
from addons.pms.permissions import PERMISSION_NAMES
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from oppsera_host.identity.actor import Actor
from oppsera_host.web.request_context import current_actor, require


@blueprint.get("/calendar")
@require("pms.calendar.read")
def calendar() -> Response:
    """Show the board of the chosen property."""
    actor = current_actor()
    properties = commands.read(lambda session: properties_of(session, actor.tenant_id))
    return make_response(
        render_template(
            "pms/calendar.html",
            properties=properties,
            hotel=chosen_property(properties),
            can_move=actor.may("pms.reservations.move"),
            can_create=actor.may("pms.reservations.create"),
            permissions=" ".join(sorted(name for name in PERMISSION_NAMES if actor.may(name))),
            chip_commands=_chip_commands(actor),
        )
    )


def _chip_commands(actor: Actor) -> list[dict[str, str]]:
    """Return what addons add to the menu of a stay, as far as the actor may use it, in the reader's language."""
    allowed = []
    for addon in ask_alone(actor.tenant_id, "pms_chip_menu"):
        for command in addon():
            if not isinstance(command, ChipCommand):
                addon.leave_out("not a ChipCommand")
            elif not command.permission or actor.may(command.permission):
                allowed.append({"id": command.id, "label": gettext(command.label), "url": command.url})
    return allowed
