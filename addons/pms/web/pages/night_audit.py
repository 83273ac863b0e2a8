"""/pms/night-audit: what is open, closing the date, and the reports of dates closed before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.db.queries import night_audit_open as queries
from addons.pms.services.night_audit_report import NightAuditReport, report_of
from addons.pms.services.night_audit_standing import Standing, closed_dates, standing
from addons.pms.services.properties import record_of
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from oppsera_host.web.request_context import current_actor, require

REPORTS = 14
# Title, and what to say when nobody is in it; a list without such words is shown only when somebody is.
_LISTS = (
    ("overdue", _l("Should have left"), None, queries.OVERDUE),
    ("due-out", _l("Due out today"), _l("Everybody who was to leave has left."), queries.DUE_OUT),
    ("due-in", _l("Not arrived yet"), _l("Everybody who was expected is here."), queries.DUE_IN),
    (
        "unpaid",
        _l("Left with an open balance"),
        _l("No account of a departed guest is open."),
        queries.UNPAID,
    ),
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page shows of one property."""

    properties: list[Property]
    hotel: Property | None = None
    standing: Standing | None = None
    lists: tuple[dict[str, Any], ...] = ()
    reports: tuple[NightAuditReport, ...] = ()
    older: UUID | None = None


@blueprint.get("/night-audit")
@require("pms.night_audit.run")
def night_audit_page() -> Response:
    """Show what is open on the business date, the way to close it, and the last reports."""
    actor = current_actor()
    screen = commands.read(lambda session: _load(session, actor.tenant_id))
    asked_again = "HX-Request" in request.headers
    response = make_response(
        render_template(
            "pms/night_audit_standing.html" if asked_again and screen.hotel else "pms/night_audit.html",
            screen=screen, hotel=screen.hotel, properties=screen.properties, names=actor.may("pms.guests.read"),
            folios=actor.may("pms.folios.read"),
        )
    )  # fmt: skip
    if asked_again and screen.standing and request.args.get("seen") and not screen.standing.progress:
        response.headers["HX-Refresh"] = "true"  # the closing that was being watched is done
    return response


def _load(session: Session, tenant_id: UUID) -> Screen:
    properties = properties_of(session, tenant_id)
    hotel = chosen_property(properties)
    if hotel is None:
        return Screen(properties)
    binds = {"tenant": tenant_id, "property": hotel.id, "day": hotel.business_date}
    closed = closed_dates(session, tenant_id, hotel.id, _after(), REPORTS + 1)
    shown = closed[:REPORTS]
    return Screen(
        properties,
        hotel,
        standing(session, tenant_id, record_of(hotel)),
        tuple(
            {"id": name, "title": title, "empty": empty, "stays": stays}
            for name, title, empty, statement in _LISTS
            if (stays := session.execute(statement, binds).all()) or empty
        ),
        tuple(report_of(audit.report) for audit in shown if audit.report is not None),
        shown[-1].id if len(closed) > REPORTS else None,
    )


def _after() -> UUID | None:
    """Where the list of reports goes on; what cannot be read counts as not said."""
    try:
        return UUID(request.args.get("after", ""))
    except ValueError:
        return None
