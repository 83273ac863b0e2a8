"""Stays to plan with, around a fixed today (day 0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.move import StayState, plan_move
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.segments import Segment
from addons.pms.domain.stay_dates import StayDates

TODAY = date(2027, 3, 15)
A, B, C = (UUID(int=number) for number in (1, 2, 3))
CONFIRMED, CHECKED_IN = ReservationStatus.CONFIRMED, ReservationStatus.CHECKED_IN


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def part(room: UUID, start: int, end: int) -> Segment:
    return Segment(room, day(start), day(end))


def stay(
    start: int = 1,
    end: int = 4,
    *parts: Segment,
    status: ReservationStatus = CONFIRMED,
    locked: bool = False,
    number: int = 100,
) -> StayState:
    """A stay around TODAY (day 0), in room A unless ``parts`` say otherwise."""
    dates = StayDates(day(start), day(end), day_use=start == end)
    return StayState(
        UUID(int=number), 3, status, dates, parts or (part(A, start, end),), UUID(int=50), locked, 2, 0
    )


def without_room(state: StayState) -> StayState:
    return replace(state, segments=())


def refusal_of(*args: object, **kwargs: object) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        plan_move(*args, business_date=TODAY, **kwargs)  # type: ignore[arg-type]
    return refusal.value
