"""/api/pms/reservations/:id/panels: what other addons show in the drawer."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from flask_babel import gettext
from marshmallow import fields

from addons.pms.hookspecs.ask import ask
from addons.pms.services import reservation_reads
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from oppsera_host.hookspecs.contributions import Panel
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import BaseSchema


class PanelSchema(BaseSchema):
    """A panel: an HTML fragment at ``url``, or the custom element ``element`` of ``module``."""

    id = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "In the language of whoever asks."})
    url = fields.String()
    element = fields.String()
    module = fields.String()


class PanelsSchema(BaseSchema):
    """The panels of a reservation's drawer, in order."""

    items = fields.List(fields.Nested(PanelSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


@api.get("/reservations/<uuid:reservation_id>/panels")
@api.response(200, PanelsSchema)
@require("pms.reservations.read")
def list_panels(reservation_id: UUID) -> Response:
    """List the panels that addons bring to the drawer of this reservation."""
    actor = current_actor()
    stored = commands.read(lambda session: reservation_reads.find(session, actor.tenant_id, reservation_id))
    offered: list[list[Panel]] = ask(actor.tenant_id, "pms_reservation_panels", reservation=stored.snapshot)
    panels = sorted((panel for several in offered for panel in several), key=lambda panel: panel.order)
    items = [
        {"title": gettext(panel.title)}
        | {name: value for name in ("id", "url", "element", "module") if (value := getattr(panel, name))}
        for panel in panels
        if not panel.permission or actor.may(panel.permission)
    ]
    return commands.json_response({"items": items, "nextCursor": None})
