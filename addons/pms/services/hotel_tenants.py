"""The tenants that have the hotel on, for commands that go through all of them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from oppsera_host.addons.registry import registry_of
from oppsera_host.db.base import db
from oppsera_host.identity.models import Tenant
from oppsera_host.identity.tenants import find_tenant

ADDON = "pms"


def hotel_tenants(slug: str | None = None) -> list[tuple[str, UUID]]:
    """Return (slug, id) of the tenant called ``slug``, or of every tenant that has the hotel on.

    Raises:
        AppError: NOT_FOUND when there is no tenant called ``slug``.
    """
    if slug is not None:
        return [(slug, find_tenant(slug))]
    registry = registry_of()
    with db.engine.begin() as connection:
        tenants = connection.execute(select(Tenant.slug, Tenant.id).order_by(Tenant.slug)).all()
    return [(name, tenant_id) for name, tenant_id in tenants if registry.is_enabled(ADDON, tenant_id)]
