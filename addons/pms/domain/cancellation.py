"""What calling a stay off costs: free until a deadline before check-in, the first night afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from addons.pms.domain.errors import DomainError
from addons.pms.domain.local_time import instant_at
from addons.pms.domain.money import Money
from addons.pms.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class CancellationTerms:
    """What it costs at one moment that a guest does not come.

    Attributes:
        free_until: until then cancelling is free; None when it always or never is.
        fee: due for cancelling at that moment; an amount of zero is free.
        no_show_fee: due when the guest is marked as a no-show.
    """

    free_until: datetime | None
    fee: Money
    no_show_fee: Money


@dataclass(frozen=True, slots=True)
class FeeAnswer:
    """What the clerk has said about a fee: the amount that was shown, if any, or that it is waived."""

    expected: Money | None = None
    waived: bool = False


def free_until(arrival: date, check_in_time: time, hours: int, zone: ZoneInfo) -> datetime:
    """Return the UTC instant ``hours`` real hours before the local ``check_in_time`` of ``arrival``."""
    return instant_at(arrival, check_in_time, zone) - timedelta(hours=hours)


def standard_terms(first_night: Money, *, hold: bool, deadline: datetime, at: datetime) -> CancellationTerms:
    """Return the house's terms: nothing for a hold, nothing up to ``deadline``, else the first night.

    Args:
        first_night: its price; zero for a day use without one.
        hold: nobody has promised anything yet.
        deadline: from ``free_until``; at the very instant cancelling is still free.
        at: the moment of cancelling.
    """
    nothing = Money(0, first_night.currency)
    if hold:
        return CancellationTerms(None, nothing, nothing)
    return CancellationTerms(deadline, nothing if at <= deadline else first_night, first_night)


def agreed_fee(due: Money, answer: FeeAnswer) -> Money:
    """Return what is to be charged when ``due`` would be and the clerk answered ``answer``.

    Raises:
        DomainError: CONFIRMATION_REQUIRED with the fee when another amount was shown to the clerk.
    """
    if answer.waived:
        return Money(0, due.currency)
    if answer.expected is not None and answer.expected != due:
        raise fee_to_confirm(Sentence("The fee is another one now: look at it and confirm again."), due)
    return due


def fee_to_confirm(sentence: str, fee: Money) -> DomainError:
    """CONFIRMATION_REQUIRED: repeat once the ``fee`` has been agreed to."""
    facts: dict[str, Any] = {"fee": fee.to_payload()}
    return DomainError("CONFIRMATION_REQUIRED", sentence, facts)
