"""Which property a page is about: the one in the address, else the one chosen last, else the oldest."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from flask import Response, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.web.pages.blueprint import blueprint
from oppsera_host.errors import not_found
from oppsera_host.web.cookies import set_cookie
from oppsera_host.web.request_context import current_actor

KEPT_FOR = timedelta(days=365)


def properties_of(session: Session, tenant_id: UUID) -> list[Property]:
    """Return the tenant's properties by name."""
    statement = select(Property).where(Property.tenant_id == tenant_id).order_by(Property.name, Property.id)
    return list(session.scalars(statement))


def chosen_property(properties: list[Property]) -> Property | None:
    """Return the property the page is about; None when there is none at all.

    ``?propertyId=`` decides and, of several, becomes the person's choice. What they chose may be gone, or their
    browser may send nonsense: then it counts as not chosen, and the property that was set up first opens.

    Raises:
        AppError: NOT_FOUND for an id in the address that is no property of the tenant.
    """
    by_id = {str(hotel.id): hotel for hotel in properties}
    wanted = request.args.get("propertyId")
    if wanted is None:
        oldest = min(properties, key=lambda hotel: (hotel.created_at, hotel.id), default=None)
        return by_id.get(request.cookies.get(_cookie(), ""), oldest)
    if wanted not in by_id:
        raise not_found()
    if len(properties) > 1:
        g.property_chosen = wanted
    return by_id[wanted]


@blueprint.after_request
def keep_choice(answer: Response) -> Response:
    """Remember in the browser what was chosen; parts that a page asks for by itself choose nothing."""
    chosen: str | None = g.pop("property_chosen", None)
    if chosen is None or "HX-Request" in request.headers or request.cookies.get(_cookie()) == chosen:
        return answer
    set_cookie(answer, _cookie(), chosen, KEPT_FOR, path=blueprint.url_prefix or "/")
    return answer


def _cookie() -> str:
    """Return the name of the cookie: another for each person and tenant, who may share one browser."""
    actor = current_actor()
    whose = hashlib.sha256(f"{actor.tenant_id} {actor.label}".encode()).hexdigest()
    return f"oppsera_property_{whose[:16]}"
