"""The PMS's own answers to its hooks: asked last, so that any addon comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from addons.pms.domain.conflicts import Alternative
from addons.pms.domain.no_show_policy import earliest_no_show
from addons.pms.domain.pricing import NightPrice
from addons.pms.domain.snapshots import ReservationSnapshot
from addons.pms.domain.suggestions import CandidateRoom, Wish, rank_alternatives
from addons.pms.hookspecs.policies import PropertyRules
from addons.pms.hookspecs.pricing import QuoteRequest
from oppsera_host.hookspecs import hookimpl


@hookimpl(trylast=True)
def pms_quote_stay(request: QuoteRequest) -> Sequence[NightPrice]:
    """The house's own price."""
    return request.standard


@hookimpl(trylast=True)
def pms_no_show_at(reservation: ReservationSnapshot, rules: PropertyRules) -> datetime:
    """The property's cutoff in the night of arrival."""
    return earliest_no_show(reservation.check_in_date, rules.no_show_cutoff, ZoneInfo(rules.timezone))


@hookimpl(trylast=True)
def pms_rank_rooms(request: Wish, rooms: Sequence[CandidateRoom]) -> list[Alternative]:
    """Same type and floor first, then a higher type, then other dates."""
    return rank_alternatives(request, rooms)
