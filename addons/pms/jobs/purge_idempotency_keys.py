"""Forgets answers whose retention has passed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from addons.pms.services.idempotency import RETENTION_HOURS, purge
from oppsera_host import clock
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import system_actor


def purge_idempotency_keys(tenant_id: UUID) -> None:
    """Delete the tenant's answers older than 72 hours, a thousand a transaction."""
    actor = system_actor(tenant_id, "purge_idempotency_keys")
    before = clock.now() - timedelta(hours=RETENTION_HOURS)
    while unit_of_work.run(lambda uow: purge(uow, before), actor=actor):
        pass
