"""One transaction's share of a night audit: a stay, or a batch of nights, and the note of how far it got.

Every share takes the audit's row lock first, so shares of several workers follow one another; what a worker finds
done it does not do again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from addons.pms.db.models import NightAudit
from addons.pms.db.queries import night_audit as queries
from addons.pms.domain.errors import DomainError
from addons.pms.domain.night_audit import OverduePolicy, Step, check_may_close, guests_overdue
from addons.pms.domain.reservation_status import Command
from addons.pms.domain.stay_dates import Edge
from addons.pms.services import calendar, stays
from addons.pms.services.calendar import Origin
from addons.pms.services.night_charges import post_night
from addons.pms.services.properties import PropertyRecord, find_property, lock_property
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

BATCH = 100
LISTED = 50
_SOMEBODY_WAS_FASTER = frozenset({"CONCURRENCY_CONFLICT"})
_NOT_DUE = "INVALID_STATUS_TRANSITION"
_NOTHING_POSTED = "NOT_CHARGED"


@dataclass(frozen=True, slots=True)
class Request:
    """Which date of which property is closed, and what becomes of guests who should have left."""

    property_id: UUID
    business_date: date
    overdue: OverduePolicy = OverduePolicy.KEEP


class StayRefusedError(Exception):
    """A share broke off over one of ``ids`` (several stand for a batch to be tried in smaller parts)."""

    def __init__(self, step: Step, ids: Sequence[UUID], code: str) -> None:
        super().__init__(code)
        self.step, self.ids, self.code = step, list(ids), code


def take_share(uow: UnitOfWork, request: Request, batch: int) -> bool:
    """Do the next part of the audit; False when nothing is left but to close the date.

    Args:
        uow: a unit of work of its own.
        request: what is closed; an audit that was begun before goes on as it was begun.
        batch: for how many stays nights are posted at once.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR for a day that has not begun; NIGHT_AUDIT_REFUSED.
        StayRefusedError: to be answered with ``leave_alone``, or a smaller batch.
    """
    hotel = find_property(uow.connection, uow.tenant_id, request.property_id)
    if request.business_date != hotel.business_date:
        return False
    audit = opened(uow, hotel, request)
    step = Step(audit.step)
    if step is Step.DONE or (step is Step.CLOSE and not uncharged(uow, audit, None, 1)):
        return False
    _SHARES[step](uow, audit, batch)
    uow.session.flush()
    return True


def opened(uow: UnitOfWork, hotel: PropertyRecord, request: Request) -> NightAudit:
    """Return the audit's row, locked; begin the audit when there is none.

    Raises:
        DomainError: VALIDATION_ERROR for a day that has not begun; NIGHT_AUDIT_REFUSED.
    """
    check_may_close(hotel.business_date, clock.today_in(hotel.timezone))
    audit = locked(uow, request.property_id, request.business_date)
    if audit is not None:
        return audit
    if request.overdue is OverduePolicy.REFUSE:
        _refuse_overdue(uow, request)
    row = {
        "tenant_id": uow.tenant_id, "id": new_id(), "property_id": request.property_id,
        "business_date": request.business_date, "step": Step.OVERDUE.value, "overdue": request.overdue.value,
        "started_at": clock.now(), "started_by": uow.actor.label,
    }  # fmt: skip
    uow.session.execute(insert(NightAudit).values(row).on_conflict_do_nothing())
    audit = locked(uow, request.property_id, request.business_date)
    assert audit is not None  # noqa: S101 - inserted here, or by whoever we waited for
    return audit


def locked(uow: UnitOfWork, property_id: UUID, business_date: date) -> NightAudit | None:
    """Return the audit of a date, locked against every other worker; None when it was never begun."""
    statement = select(NightAudit).where(
        NightAudit.tenant_id == uow.tenant_id, NightAudit.property_id == property_id,
        NightAudit.business_date == business_date,
    )  # fmt: skip
    return uow.session.scalars(
        statement.with_for_update(), execution_options={"populate_existing": True}
    ).one_or_none()


def leave_alone(uow: UnitOfWork, request: Request, refusal: StayRefusedError) -> None:
    """Go past the one stay that was refused, and note it, unless it merely is not due."""
    audit = locked(uow, request.property_id, request.business_date)
    [reservation_id] = refusal.ids
    if audit is None or audit.step == Step.DONE or refusal.code in _SOMEBODY_WAS_FASTER:
        return
    if audit.step == refusal.step:
        audit.after_id = max(audit.after_id or reservation_id, reservation_id)
    if refusal.step is not Step.NO_SHOWS or refusal.code != _NOT_DUE:
        _note(audit, refusal.step, [reservation_id], refusal.code)
    uow.session.flush()


def uncharged(
    uow: UnitOfWork, audit: NightAudit, after: UUID | None, count: int
) -> list[tuple[UUID, list[date]]]:
    """Return stays in the house and their nights that are on no folio, by id; without stays noted as problems."""
    left_alone = [
        UUID(each["reservationId"]) for each in audit.problems if each["step"] == Step.CHARGES.value
    ]
    binds = _binds(audit, after, count) | {"left_alone": left_alone}
    return [(row.id, row.nights) for row in uow.connection.execute(queries.UNCHARGED, binds)]


def post(uow: UnitOfWork, audit: NightAudit, found: Sequence[tuple[UUID, list[date]]]) -> None:
    """Put the nights on the stays' folios with their taxes, and add up what they come to.

    Raises:
        StayRefusedError: one of the stays takes no charges.
    """
    by_night: dict[date, list[UUID]] = {}
    for reservation_id, nights in found:
        for night in nights:
            by_night.setdefault(night, []).append(reservation_id)
    for night, ids in sorted(by_night.items()):
        try:
            posted = post_night(uow, audit.property_id, night, ids)
        except DomainError as error:
            raise StayRefusedError(Step.CHARGES, [each for each, _ in found], error.code) from error
        audit.charged_stays += posted.stays
        audit.room_charges += posted.amount
        audit.taxes += posted.taxes


def _see_to_overdue(uow: UnitOfWork, audit: NightAudit, _batch: int) -> None:
    found = None
    if audit.overdue == OverduePolicy.EXTEND:
        found = uow.connection.execute(queries.OVERDUE, _binds(audit, audit.after_id, 1)).one_or_none()
    if found is None:
        _step_on(audit)
        return
    if not found.day_use:
        origin = Origin(found.room_id, found.check_in_date, found.check_out_date, found.version)
        tomorrow = audit.business_date + timedelta(days=1)
        _try(Step.OVERDUE, found.id, lambda: calendar.resize(uow, found.id, origin, Edge.RIGHT, tomorrow))
        audit.extended += 1
    audit.after_id = found.id


def _mark_no_show(uow: UnitOfWork, audit: NightAudit, _batch: int) -> None:
    found = uow.connection.execute(queries.EXPECTED, _binds(audit, audit.after_id, 1)).scalar()
    if found is None:
        _step_on(audit)
        return
    _try(Step.NO_SHOWS, found, lambda: stays.take_step(uow, found, None, Command.NO_SHOW))
    audit.no_shows += 1
    binds = {"tenant": uow.tenant_id, "id": found, "day": audit.business_date}
    audit.no_show_fees += uow.connection.execute(queries.FEE_OF_TODAY, binds).scalar_one()
    audit.after_id = found


def _charge(uow: UnitOfWork, audit: NightAudit, batch: int) -> None:
    lock_property(uow, audit.property_id)  # nobody who is charged leaves meanwhile
    found = uncharged(uow, audit, audit.after_id, batch)
    if not found:
        _step_on(audit)
        return
    post(uow, audit, found)
    audit.after_id = found[-1][0]


def _charge_latecomers(uow: UnitOfWork, audit: NightAudit, batch: int) -> None:
    """Charge who checked in while nights were being posted; what cannot be charged must not hold up the closing."""
    lock_property(uow, audit.property_id)
    found, before = uncharged(uow, audit, None, batch), audit.charged_stays
    post(uow, audit, found)
    if audit.charged_stays == before:
        _note(audit, Step.CHARGES, [reservation_id for reservation_id, _ in found], _NOTHING_POSTED)


_SHARES: dict[Step, Callable[[UnitOfWork, NightAudit, int], None]] = {
    Step.OVERDUE: _see_to_overdue,
    Step.NO_SHOWS: _mark_no_show,
    Step.CHARGES: _charge,
    Step.CLOSE: _charge_latecomers,
}


def _try(step: Step, reservation_id: UUID, work: Callable[[], object]) -> None:
    try:
        work()
    except DomainError as error:
        raise StayRefusedError(step, [reservation_id], error.code) from error


def _note(audit: NightAudit, step: Step, ids: Sequence[UUID], code: str) -> None:
    noted = {(each["reservationId"], each["step"]) for each in audit.problems}
    audit.problems = [
        *audit.problems,
        *(
            {"reservationId": str(each), "step": step.value, "code": code}
            for each in ids
            if (str(each), step.value) not in noted
        ),
    ]


def _step_on(audit: NightAudit) -> None:
    audit.step, audit.after_id = Step(audit.step).next.value, None


def _refuse_overdue(uow: UnitOfWork, request: Request) -> None:
    binds = {
        "tenant": uow.tenant_id, "property": request.property_id, "day": request.business_date, "after": None,
        "count": LISTED,
    }  # fmt: skip
    found = [
        {
            "reservationId": str(row.id),
            "confirmationNumber": row.confirmation_number,
            "checkOutDate": row.check_out_date.isoformat(),
        }
        for row in uow.connection.execute(queries.OVERDUE, binds)
    ]
    if found:
        raise guests_overdue(found)


def _binds(audit: NightAudit, after: UUID | None, count: int) -> dict[str, Any]:
    return {
        "tenant": audit.tenant_id, "property": audit.property_id, "day": audit.business_date, "after": after,
        "count": count,
    }  # fmt: skip
