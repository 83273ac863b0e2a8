"""The PMS's own answers to its hooks: asked last, so that any addon comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from addons.pms.domain.cancellation import CancellationTerms, free_until, standard_terms
from addons.pms.domain.conflicts import Alternative
from addons.pms.domain.money import Money
from addons.pms.domain.no_show_policy import earliest_no_show
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.domain.suggestions import CandidateRoom, Wish, rank_alternatives
from addons.pms.hookspecs.accounting import AccountMapping, FolioEntrySnapshot
from addons.pms.hookspecs.crm import GuestDetails, GuestQuery
from addons.pms.hookspecs.payments import PaymentRequest
from addons.pms.hookspecs.policies import PropertyRules
from addons.pms.hookspecs.pricing import QuoteRequest
from oppsera_host.hookspecs import hookimpl


@hookimpl(trylast=True)
def pms_quote_stay(request: QuoteRequest) -> Sequence[NightPrice]:
    """The house's own price."""
    return request.standard


@hookimpl(trylast=True)
def pms_no_show_at(reservation: ReservationSnapshot, property: PropertyRules) -> datetime:  # noqa: A002 - the public name
    """The property's cutoff in the night of arrival."""
    return earliest_no_show(reservation.check_in_date, property.no_show_cutoff, ZoneInfo(property.timezone))


@hookimpl(trylast=True)
def pms_cancellation_terms(
    reservation: ReservationSnapshot, rules: PropertyRules, at: datetime
) -> CancellationTerms:
    """Free until the property's deadline, then the first night."""
    nights = reservation.nightly_rates
    return standard_terms(
        nights[0].price if nights else Money(0, reservation.total.currency),
        hold=reservation.status is ReservationStatus.HOLD,
        deadline=free_until(
            reservation.check_in_date,
            rules.check_in_time,
            rules.cancellation_deadline_hours,
            ZoneInfo(rules.timezone),
        ),
        at=at,
    )


@hookimpl(trylast=True)
def pms_rank_rooms(request: Wish, rooms: Sequence[CandidateRoom]) -> list[Alternative]:
    """The house's own ranking; where it made none, same type and floor, then a higher type, then other dates."""
    return list(request.standard) or rank_alternatives(request, rooms)


@hookimpl(trylast=True)
def pms_find_guest(query: GuestQuery) -> Sequence[UUID]:
    """The house's own directory."""
    return query.directory()


@hookimpl(trylast=True)
def pms_resolve_guest(guest: GuestDetails) -> UUID | None:
    """The house's own directory."""
    return guest.directory()


@hookimpl(trylast=True)
def pms_authorize_payment(request: PaymentRequest) -> None:
    """No provider: the desk has taken the money, and the house records it."""
    del request


@hookimpl(trylast=True)
def pms_capture_payment(request: PaymentRequest) -> None:
    """Nothing to claim beyond what was approved."""
    del request


@hookimpl(trylast=True)
def pms_refund_payment(request: PaymentRequest) -> None:
    """No provider: the desk has paid the money back, and the house records it."""
    del request


@hookimpl(trylast=True)
def pms_map_folio_entry(entry: FolioEntrySnapshot) -> AccountMapping:
    """Money by its method, taxes by their code, charges by group and code."""
    if entry.method is not None:
        return AccountMapping(f"MONEY/{entry.method.value}")
    return AccountMapping(f"{'TAX' if entry.is_tax else entry.group}/{entry.code}")
