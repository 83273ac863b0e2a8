"""Closes a property's business date: no-shows, the night's charges, then the date itself and the new day's tasks.

Every part commits by itself together with the note of how far the audit got (``NightAudit``). Killed anywhere, the
next run goes on from there and comes to the same; two runs at once share the work.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from addons.pms.db.models import NightAudit, Property
from addons.pms.db.queries import night_audit as queries
from addons.pms.db.queries import rooms as room_queries
from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.events import NightAuditCompleted, RoomStatusChanged
from addons.pms.domain.money import Money
from addons.pms.domain.night_audit import Step
from addons.pms.domain.sentence import Sentence
from addons.pms.services import (
    configuration_records,
    housekeeping_tasks,
    night_audit_steps,
    room_status_log,
)
from addons.pms.services.night_audit_report import NightAuditReport, report_of
from addons.pms.services.night_audit_steps import BATCH, Request, StayRefusedError
from addons.pms.services.properties import find_property, lock_property
from addons.pms.services.reservation_store import lock_rooms
from addons.pms.services.rooms import find_rooms
from oppsera_host import clock
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.errors import AppError
from oppsera_host.identity.actor import Actor

T = TypeVar("T")
PATIENCE = 3
"""How often a part is tried anew while another worker is busy with its own, beyond the unit of work's tries."""


def run(actor: Actor, request: Request, *, correlation_id: str = "") -> NightAuditReport:
    """Close the date and open the day after it; a date closed before answers with its report again.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR on ``businessDate`` when it is neither the current one nor
            closed, or has not begun; NIGHT_AUDIT_REFUSED over guests who should have left.
    """

    def close() -> NightAuditReport:
        return unit_of_work.run(
            lambda uow: close_business_date(uow, request.property_id, request.business_date),
            actor=actor,
            correlation_id=correlation_id,
        )

    return finish(actor, request, close, correlation_id=correlation_id)


def finish(actor: Actor, request: Request, close: Callable[[], T], *, correlation_id: str = "") -> T:
    """Do everything but close the date, each part in a transaction of its own; then answer ``close()``.

    A stay that may not be changed or charged is left alone, listed in the report, and holds up nobody else.

    Args:
        actor: who asked for it.
        request: what is closed.
        close: runs ``close_business_date`` in a unit of work.
        correlation_id: of the caller's request.

    Raises:
        DomainError: as ``run``.
    """

    def part(work: Callable[[UnitOfWork], Any]) -> Any:
        for _ in range(PATIENCE):
            try:
                return unit_of_work.run(work, actor=actor, correlation_id=correlation_id)
            except AppError as busy:
                if busy.code != "UNAVAILABLE":
                    raise
        return unit_of_work.run(work, actor=actor, correlation_id=correlation_id)

    while True:
        _prepare(request, part)
        try:
            return close()
        except StayRefusedError:  # checked in at the last moment, and takes no charges: look again
            continue


def _prepare(request: Request, part: Callable[[Callable[[UnitOfWork], Any]], Any]) -> None:
    batch, more = BATCH, True
    while more:
        try:
            more = part(partial(night_audit_steps.take_share, request=request, batch=batch))
            batch = min(BATCH, 2 * batch)
        except StayRefusedError as refusal:
            batch = max(1, len(refusal.ids) // 2)
            if len(refusal.ids) == 1:
                part(partial(night_audit_steps.leave_alone, request=request, refusal=refusal))


def close_business_date(uow: UnitOfWork, property_id: UUID, business_date: date) -> NightAuditReport:
    """Close the date in this transaction: charge who came meanwhile, count, open the next day, make its tasks.

    Raises:
        DomainError: as ``run``.
        StayRefusedError: a guest who came in the last moment takes no charges; ``finish`` sees to it.
    """
    hotel = find_property(uow.connection, uow.tenant_id, property_id)
    if business_date != hotel.business_date:
        return _earlier_report(uow, property_id, business_date, hotel.business_date)
    audit = night_audit_steps.opened(uow, hotel, Request(property_id, business_date))
    row = lock_property(uow, property_id)
    if audit.report is not None:
        return report_of(audit.report)
    night_audit_steps.post(uow, audit, night_audit_steps.uncharged(uow, audit, None, 1_000_000))
    counted = uow.connection.execute(
        queries.COUNTS, {"tenant": uow.tenant_id, "property": property_id, "day": business_date}
    ).one()
    row.business_date = business_date + timedelta(days=1)
    row.version += 1
    uow.session.flush()
    _relabel_rooms(uow, property_id, row.business_date)
    tasks = housekeeping_tasks.generate(uow, property_id, row.business_date)
    report = _made(row, audit, counted, tasks)
    audit.step, audit.after_id = Step.DONE.value, None
    audit.finished_at, audit.report = clock.now(), report.to_payload()
    uow.session.flush()
    configuration_records.record(uow, "night_audit.complete", NightAuditCompleted, before=None, after=report)
    return report


def _made(row: Property, audit: NightAudit, counted: Any, tasks: int) -> NightAuditReport:
    return NightAuditReport(
        property_id=row.id,
        version=row.version,
        business_date=audit.business_date,
        next_business_date=row.business_date,
        arrivals=counted.arrivals,
        departures=counted.departures,
        in_house=counted.in_house,
        due_in=counted.due_in,
        due_out=counted.due_out,
        extended=audit.extended,
        no_shows=audit.no_shows,
        no_show_fees=Money(audit.no_show_fees, row.currency),
        charged_stays=audit.charged_stays,
        room_charges=Money(audit.room_charges, row.currency),
        taxes=Money(audit.taxes, row.currency),
        tasks=tasks,
        problems=audit.problems,
    )


def _earlier_report(
    uow: UnitOfWork, property_id: UUID, business_date: date, current: date
) -> NightAuditReport:
    kept = uow.session.scalar(
        select(NightAudit.report).where(
            NightAudit.tenant_id == uow.tenant_id,
            NightAudit.property_id == property_id,
            NightAudit.business_date == business_date,
        )
    )
    if kept is None:
        sentence = Sentence("The business date is {current}; only that can be closed.", current=current)
        raise invalid_fields({"businessDate": [sentence]})
    return report_of(kept)


def _relabel_rooms(uow: UnitOfWork, property_id: UUID, today: date) -> None:
    """Tell of the rooms that are out of order from today, or no longer: only their word changed."""
    binds = {"tenant": uow.tenant_id, "property": property_id, "day": today}
    ids = list(uow.connection.execute(room_queries.LABEL_CHANGED_ON, binds).scalars())
    if not ids:
        return
    lock_rooms(uow, set(ids))
    uow.connection.execute(room_queries.RAISE_VERSION, {"tenant": uow.tenant_id, "ids": ids})
    for room in find_rooms(uow.session, uow.tenant_id, ids):
        configuration_records.record(
            uow, "room.change_status", RoomStatusChanged, before=None, after=room.snapshot
        )
        room_status_log.write_new_day(uow, room.snapshot)
