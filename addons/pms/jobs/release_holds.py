"""Lets holds go once their release time has passed."""

from __future__ import annotations

from uuid import UUID

import structlog
from sqlalchemy import text

from addons.pms.domain.errors import DomainError
from addons.pms.domain.reservation_status import Command
from addons.pms.services.stays import take_step
from oppsera_host import clock
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import system_actor

BATCH = 200
_DUE = text(
    "select id, version from pms_reservations where tenant_id = cast(:tenant as uuid) and status = 'HOLD'"
    " and release_at <= cast(:now as timestamptz) order by release_at limit cast(:batch as integer)"
)
log = structlog.get_logger(__name__)


def release_holds(tenant_id: UUID) -> None:
    """Expire every due hold of the tenant, each in a transaction of its own; its nights return to stock.

    A hold that somebody confirms or extends meanwhile is left alone: its version has moved on.
    """
    actor = system_actor(tenant_id, "release_holds")
    with unit_of_work.reading(actor) as session:
        due = session.execute(_DUE, {"tenant": tenant_id, "now": clock.now(), "batch": BATCH}).all()
    for hold in due:
        try:
            unit_of_work.run(
                lambda uow, hold=hold: take_step(uow, hold.id, hold.version, Command.EXPIRE), actor=actor
            )
        except DomainError as error:
            log.info("hold_not_released", reservation=str(hold.id), code=error.code)
