"""Closes business dates by themselves, at each property's own local time."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.domain.errors import DomainError
from addons.pms.domain.night_audit import closes_unasked
from addons.pms.services import night_audit
from addons.pms.services.night_audit_steps import Request
from addons.pms.services.properties import PropertyRecord, record_of
from oppsera_host import clock
from oppsera_host.db import unit_of_work
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor, system_actor

log = structlog.get_logger(__name__)


def close_due_dates(tenant_id: UUID) -> None:
    """Close every business date of the tenant whose time has come; one that was broken off goes on.

    After days without a worker the missed dates are closed one after the other. Trouble in one property does not
    hold up the others.

    Raises:
        DomainError, AppError: the first refusal, once every property had its turn.
    """
    actor = system_actor(tenant_id, "night_audit")
    refusals: list[DomainError | AppError] = []
    with unit_of_work.reading(actor) as session:
        hotels = _with_a_time(session, tenant_id)
    for hotel in hotels:
        try:
            _close(actor, hotel)
        except (DomainError, AppError) as error:
            log.warning("night_audit_refused", property=str(hotel.id), code=error.code)
            refusals.append(error)
    if refusals:
        raise refusals[0]


def _close(actor: Actor, hotel: PropertyRecord) -> None:
    zone, current = ZoneInfo(hotel.timezone), hotel.business_date
    while hotel.night_audit_time is not None and closes_unasked(
        current, hotel.night_audit_time, zone, clock.now()
    ):
        report = night_audit.run(actor, Request(hotel.id, current))
        log.info("night_audit_done", property=str(hotel.id), business_date=current.isoformat())
        current = report.next_business_date


def _with_a_time(session: Session, tenant_id: UUID) -> list[PropertyRecord]:
    statement = (
        select(Property)
        .where(Property.tenant_id == tenant_id, Property.night_audit_time.is_not(None))
        .order_by(Property.id)
    )
    return [record_of(row) for row in session.scalars(statement)]
