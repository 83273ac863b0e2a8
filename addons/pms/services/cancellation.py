"""What not coming costs: asks the policy in force, and posts what was agreed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from addons.pms.db.queries import properties_for_stays
from addons.pms.domain.cancellation import CancellationTerms, FeeAnswer, agreed_fee
from addons.pms.domain.money import Money
from addons.pms.domain.no_show_policy import possible_from
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.hookspecs.ask import ask
from addons.pms.hookspecs.policies import PropertyRules
from addons.pms.services import folio_posting
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.errors import forbidden

WAIVE_FEE = "pms.reservations.waive_fee"


def terms_of(
    connection: Connection, tenant_id: UUID, reservation: ReservationSnapshot, at: datetime | None = None
) -> CancellationTerms:
    """Return what calling ``reservation`` off costs ``at`` a moment, the present one when left out."""
    hotel = connection.execute(
        properties_for_stays.PROPERTY, {"tenant": tenant_id, "id": reservation.property_id}
    ).one()
    return terms_by(tenant_id, reservation, rules_of(hotel), at)


def no_show_from(
    connection: Connection, tenant_id: UUID, reservation: ReservationSnapshot
) -> datetime | None:
    """Return the UTC instant from which on ``reservation`` may be marked as a no-show; None when it may be now."""
    hotel = connection.execute(
        properties_for_stays.PROPERTY, {"tenant": tenant_id, "id": reservation.property_id}
    ).one()
    allowed = ask(tenant_id, "pms_no_show_at", reservation=reservation, property=rules_of(hotel))
    return possible_from(reservation.check_in_date, hotel.business_date, allowed, clock.now())


def terms_by(
    tenant_id: UUID, reservation: ReservationSnapshot, rules: PropertyRules, at: datetime | None = None
) -> CancellationTerms:
    """Return the terms under ``rules``; the first addon that has an answer decides."""
    terms: CancellationTerms = ask(
        tenant_id, "pms_cancellation_terms", reservation=reservation, rules=rules, at=at or clock.now()
    )
    return terms


def rules_of(hotel: Any) -> PropertyRules:
    """Return what policies need of a property's row (``properties_for_stays``)."""
    return PropertyRules(
        hotel.id,
        hotel.timezone,
        hotel.business_date,
        hotel.no_show_cutoff,
        hotel.check_in_time,
        hotel.cancellation_deadline_hours,
    )


def agreed(uow: UnitOfWork, due: Money, answer: FeeAnswer) -> Money:
    """Return what is to be charged; whoever waives a fee needs the permission to.

    Raises:
        AppError: FORBIDDEN.
        DomainError: CONFIRMATION_REQUIRED with the fee when another one was shown.
    """
    if answer.waived and not uow.actor.may(WAIVE_FEE):
        raise forbidden(WAIVE_FEE)
    return agreed_fee(due, answer)


def fee_facts(due: Money, charged: Money) -> dict[str, Any]:
    """Return what event and audit row say of a fee, JSON-ready; nothing where none was due."""
    if not due.amount:
        return {}
    return {"fee": charged.to_payload(), "feeWaived": charged.amount != due.amount}


def post(uow: UnitOfWork, reservation: ReservationSnapshot, code: str, fee: Money, description: str) -> None:
    """Post ``fee`` to the stay's folio, once per stay and code; nothing when it is zero."""
    if fee.amount:
        folio_posting.post_charge(
            uow, reservation_id=reservation.id, code=code, amount=fee.amount, description=description,
            night=reservation.check_in_date,
        )  # fmt: skip
