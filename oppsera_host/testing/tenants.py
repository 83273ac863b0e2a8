"""Tenants for tests: fresh ones, with addons on and keys to get in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy.orm import Session

from oppsera_host.addons import activation
from oppsera_host.addons.registry import registry_of
from oppsera_host.db import unit_of_work
from oppsera_host.db.base import db
from oppsera_host.identity import tokens
from oppsera_host.identity.actor import system_actor
from oppsera_host.identity.models import Tenant


def make_tenant(addons: Sequence[str], name: str = "Test house") -> Tenant:
    """Create a tenant that no other test knows, and switch ``addons`` on for it, in the order given."""
    tenant = Tenant(slug=f"test-{secrets.token_hex(6)}", name=name)
    with Session(db.engine, expire_on_commit=False) as session:
        session.add(tenant)
        session.commit()
    actor = system_actor(tenant.id, "test")
    for addon in addons:
        activation.enable(registry_of(), addon, actor=actor)
    return tenant


def make_token(tenant: Tenant, role: str) -> str:
    """Create an API token with ``role`` and return its text."""
    actor = system_actor(tenant.id, "test")
    roles = registry_of().roles
    issued = unit_of_work.run(lambda uow: tokens.create(uow, f"{role} in a test", role, roles), actor=actor)
    return issued.text
