"""Which property a screen is about: the one in the address, else the first by name."""

from __future__ import annotations

from uuid import UUID

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from oppsera_host.errors import not_found


def properties_of(session: Session, tenant_id: UUID) -> list[Property]:
    """Return the tenant's properties by name."""
    statement = select(Property).where(Property.tenant_id == tenant_id).order_by(Property.name)
    return list(session.scalars(statement))


def chosen_property(properties: list[Property]) -> Property | None:
    """Return the property that ``?propertyId=`` names, without one the first; None when there is none at all.

    Raises:
        AppError: NOT_FOUND for an id that is no property of the tenant.
    """
    wanted = request.args.get("propertyId")
    if wanted is None:
        return properties[0] if properties else None
    for hotel in properties:
        if str(hotel.id) == wanted:
            return hotel
    raise not_found()
