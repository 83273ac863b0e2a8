"""Prices from elsewhere."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from addons.pms.domain.pricing import NightPrice
from oppsera_host.hookspecs import hookspec


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """A stay to price. ``standard`` is what the house's own rate plans and base rates say, night by night."""

    property_id: UUID
    room_type_id: UUID
    rate_plan_id: UUID | None
    check_in_date: date
    check_out_date: date
    adults: int
    children: int
    standard: tuple[NightPrice, ...]


@hookspec(firstresult=True)
def pms_quote_stay(request: QuoteRequest) -> Sequence[NightPrice] | None:
    """Price a stay.

    Args:
        request: the stay and its standard price.

    Returns:
        One price for each night of the stay, in order and in the currency of ``standard``; None leaves the
        answer to the next addon, in the end to the standard price.
    """
