"""Marks guests who never came, once the property's cutoff has passed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.db.queries import night_audit as queries
from addons.pms.domain.errors import DomainError
from addons.pms.domain.night_audit import too_far_behind
from addons.pms.domain.no_show_policy import earliest_no_show
from addons.pms.domain.reservation_status import Command
from addons.pms.services.properties import PropertyRecord, record_of
from addons.pms.services.stays import take_step
from oppsera_host import clock
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import system_actor

BATCH = 500
log = structlog.get_logger(__name__)


def mark_no_shows(tenant_id: UUID) -> None:
    """Mark every due stay of the tenant, each in a transaction of its own, with the fee its terms ask for.

    A stay that was checked in, moved or cancelled meanwhile is left alone, and so is one whose policy grants it more
    time. A property that is practised on in the past is left to the people there.
    """
    actor = system_actor(tenant_id, "mark_no_shows")
    with unit_of_work.reading(actor) as session:
        due = [stay for hotel in _properties(session, tenant_id) for stay in _due(session, tenant_id, hotel)]
    for reservation_id, version in due:
        try:
            step = partial(
                take_step, reservation_id=reservation_id, expected_version=version, command=Command.NO_SHOW
            )
            unit_of_work.run(step, actor=actor)
        except DomainError as error:
            log.info("no_show_left_alone", reservation=str(reservation_id), code=error.code)


def last_due_arrival(hotel: PropertyRecord, now: datetime) -> date | None:
    """Return the latest arrival date whose guests may be marked ``now``; None for a house practised on."""
    zone = ZoneInfo(hotel.timezone)
    if too_far_behind(hotel.business_date, zone, now):
        return None
    arrival = min(hotel.business_date, now.astimezone(zone).date())
    while earliest_no_show(arrival, hotel.no_show_cutoff, zone) > now:
        arrival -= timedelta(days=1)
    return arrival


def _properties(session: Session, tenant_id: UUID) -> list[PropertyRecord]:
    statement = select(Property).where(Property.tenant_id == tenant_id).order_by(Property.id)
    return [record_of(row) for row in session.scalars(statement)]


def _due(session: Session, tenant_id: UUID, hotel: PropertyRecord) -> list[tuple[UUID, int]]:
    last = last_due_arrival(hotel, clock.now())
    if last is None:
        return []
    binds = {"tenant": tenant_id, "property": hotel.id, "day": last, "after": None, "count": BATCH}
    return [(row.id, row.version) for row in session.execute(queries.EXPECTED, binds)]
