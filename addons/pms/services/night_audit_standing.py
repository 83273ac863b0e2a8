"""Where a property's business date stands: what is open, how far its closing got, and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from addons.pms.db.models import NightAudit
from addons.pms.db.queries import night_audit as queries
from addons.pms.domain.errors import DomainError
from addons.pms.domain.night_audit import Step, check_may_close, closing_instant, too_far_behind
from addons.pms.services.night_audit_report import NightAuditReport, report_of
from addons.pms.services.properties import PropertyRecord
from oppsera_host import clock


@dataclass(frozen=True, slots=True)
class Standing:
    """The business date of a property and what it waits for.

    Attributes:
        hotel: the property.
        may_close: the date has begun there, or the property is practised on.
        closes_at: when it is closed unasked; None = by hand.
        in_house, due_in, due_out: stays, as in the report.
        overdue: those of ``due_out`` that should have left before the business date.
        to_charge: stays in the house with nights that are on no folio.
        progress: the audit that was begun and is not finished.
        last_report: of the date closed last.
    """

    hotel: PropertyRecord
    may_close: bool
    closes_at: datetime | None
    in_house: int
    due_in: int
    due_out: int
    overdue: int
    to_charge: int
    progress: NightAudit | None
    last_report: NightAuditReport | None


def standing(session: Session, tenant_id: UUID, hotel: PropertyRecord) -> Standing:
    """Return where ``hotel``'s business date stands."""
    binds: dict[str, Any] = {"tenant": tenant_id, "property": hotel.id, "day": hotel.business_date}
    counted = session.execute(queries.COUNTS, binds).one()
    uncharged = session.execute(queries.HOW_MANY_UNCHARGED, binds | {"after": None, "left_alone": []})
    last = closed_dates(session, tenant_id, hotel.id, None, 1)
    return Standing(
        hotel=hotel, may_close=_may_close(hotel), closes_at=_closes_at(hotel), in_house=counted.in_house,
        due_in=counted.due_in, due_out=counted.due_out, overdue=counted.overdue, to_charge=uncharged.scalar_one(),
        progress=_begun(session, tenant_id, hotel),
        last_report=report_of(last[0].report) if last and last[0].report else None,
    )  # fmt: skip


def closed_dates(
    session: Session, tenant_id: UUID, property_id: UUID, after: UUID | None, limit: int
) -> list[NightAudit]:
    """Return up to ``limit`` finished audits, the last first, those begun before the audit ``after``."""
    statement = select(NightAudit).where(
        NightAudit.tenant_id == tenant_id, NightAudit.property_id == property_id, NightAudit.step == Step.DONE
    )
    if after is not None:
        statement = statement.where(NightAudit.id < after)
    return list(session.scalars(statement.order_by(NightAudit.id.desc()).limit(limit)))


def _begun(session: Session, tenant_id: UUID, hotel: PropertyRecord) -> NightAudit | None:
    statement = select(NightAudit).where(
        NightAudit.tenant_id == tenant_id, NightAudit.property_id == hotel.id,
        NightAudit.business_date == hotel.business_date, NightAudit.step != Step.DONE,
    )  # fmt: skip
    return session.scalars(statement).one_or_none()


def _may_close(hotel: PropertyRecord) -> bool:
    try:
        check_may_close(hotel.business_date, clock.today_in(hotel.timezone))
    except DomainError:
        return False
    return True


def _closes_at(hotel: PropertyRecord) -> datetime | None:
    if hotel.night_audit_time is None:
        return None
    zone = ZoneInfo(hotel.timezone)
    if too_far_behind(hotel.business_date, zone, clock.now()):
        return None
    return closing_instant(hotel.business_date, hotel.night_audit_time, zone)
