"""Tenants: made from the command line, found by their slug."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import insert, select

from oppsera_host.clock import now
from oppsera_host.db.base import db
from oppsera_host.errors import AppError, not_found, validation_error
from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.sentence import Sentence

_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)


def create_tenant(slug: str, name: str) -> UUID:
    """Make a tenant and return its id.

    Raises:
        AppError: VALIDATION_ERROR for a slug of other than a-z, 0-9 and inner hyphens; TENANT_EXISTS (409).
    """
    if not _SLUG.fullmatch(slug):
        raise validation_error({"slug": ["Please use up to 63 small letters, digits and hyphens."]})
    if not name.strip():
        raise validation_error({"name": ["Please give the tenant a name."]})
    with db.engine.begin() as connection:
        if connection.execute(select(Tenant.id).where(Tenant.slug == slug)).first():
            raise AppError(
                "TENANT_EXISTS", 409, Sentence("There is a tenant called “{name}” already.", name=slug)
            )
        tenant_id = new_id()
        row = {"id": tenant_id, "slug": slug, "name": name.strip(), "created_at": now()}
        connection.execute(insert(Tenant), row)
    return tenant_id


def find_tenant(slug: str) -> UUID:
    """Return the id of the tenant called ``slug``.

    Raises:
        AppError: NOT_FOUND.
    """
    with db.engine.begin() as connection:
        tenant_id = connection.execute(select(Tenant.id).where(Tenant.slug == slug)).scalar()
    if tenant_id is None:
        raise AppError(not_found().code, 404, Sentence("There is no tenant called “{name}”.", name=slug))
    return tenant_id
