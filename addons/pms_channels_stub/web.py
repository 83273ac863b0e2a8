"""The stub's drawer panel, and the page that the menu of a stay leads to."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template
from sqlalchemy import select

from addons.pms_channels_stub.models import AvailabilityPush
from oppsera_host.db import unit_of_work
from oppsera_host.web.request_context import current_actor, require

blueprint = Blueprint(
    "pms_channels_stub",
    __name__,
    url_prefix="/pms-channels-stub",
    template_folder=str(Path(__file__).parent / "templates"),
)


@blueprint.get("/panel/<uuid:reservation_id>")
@require("pms.reservations.read")
def panel(reservation_id: UUID) -> Response:
    """Show what the channel was told because of this reservation."""
    return _shown("pms_channels_stub/panel.html", reservation_id)


@blueprint.get("/stays/<uuid:reservation_id>")
@require("pms.reservations.read")
def stay(reservation_id: UUID) -> Response:
    """Show the same on a page."""
    return _shown("pms_channels_stub/stay.html", reservation_id)


def _shown(template: str, reservation_id: UUID) -> Response:
    actor = current_actor()
    with unit_of_work.reading(actor) as session:
        pushes = session.scalars(
            select(AvailabilityPush)
            .where(
                AvailabilityPush.tenant_id == actor.tenant_id,
                AvailabilityPush.reservation_id == reservation_id,
            )
            .order_by(AvailabilityPush.seq, AvailabilityPush.night)
            .limit(200)
        ).all()
    return make_response(render_template(template, pushes=pushes))
