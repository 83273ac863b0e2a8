"""When a guest who has not come may be marked as a no-show (spec section 4.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from addons.pms.domain.errors import invalid_status_transition
from addons.pms.domain.local_time import instant_at
from addons.pms.domain.reservation_status import Command, ReservationStatus
from addons.pms.domain.sentence import Sentence

_NOON = time(12)


def earliest_no_show(arrival: date, cutoff: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of the property's ``cutoff`` in the night that begins on ``arrival``.

    The cutoff is a local time of the arrival night: 18:00 is on the arrival date, 02:00 (anything before
    noon) on the calendar day after it.
    """
    day = arrival + timedelta(days=1) if cutoff < _NOON else arrival
    return instant_at(day, cutoff, zone)


def possible_from(
    arrival: date, business_date: date, allowed_from: datetime, at: datetime
) -> datetime | None:
    """Return from when on a no-show may be marked; None when it may be ``at`` the instant already.

    Args:
        arrival: the stay's arrival.
        business_date: the property's today.
        allowed_from: from ``earliest_no_show`` or a policy addon; aware.
        at: the present instant; aware.
    """
    if arrival < business_date or (arrival == business_date and at >= allowed_from):
        return None
    return allowed_from


def check_no_show(
    arrival: date, business_date: date, allowed_from: datetime, at: datetime, zone: ZoneInfo
) -> None:
    """Refuse to mark a no-show too early.

    A past arrival may be marked at once, a future one never; on the arrival date the instant decides. The
    business date counts because a property may be practised on in the past.

    Args:
        arrival: the stay's arrival.
        business_date: the property's today.
        allowed_from: from ``earliest_no_show`` or a policy addon; aware.
        at: the present instant; aware.
        zone: the property's, to name the time in.

    Raises:
        DomainError: INVALID_STATUS_TRANSITION, saying from when on it is possible.
    """
    if possible_from(arrival, business_date, allowed_from, at) is None:
        return
    local = allowed_from.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
    when = local if arrival == business_date else arrival
    raise invalid_status_transition(
        ReservationStatus.CONFIRMED.value,
        Command.NO_SHOW.value,
        Sentence("It is too early: the guest may still come. No-show is possible from {when} on.", when=when),
    )
