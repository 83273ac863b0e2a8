"""The rooms of a stay, night by night: segments that follow each other without gap, or none (unassigned)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from addons.pms.domain.stay_dates import Span, StayDates


@dataclass(frozen=True, slots=True)
class Segment:
    """The nights ``[start_date, end_date)`` of a stay in one room; both dates are equal for a day use."""

    room_id: UUID
    start_date: date
    end_date: date

    @property
    def span(self) -> Span:
        """The nights as a half-open span."""
        return Span(self.start_date, self.end_date)

    @property
    def day_after(self) -> date:
        """The day after the last one spent in the room; a day use spends the day it begins on."""
        return max(self.end_date, self.start_date + timedelta(days=1))

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "roomId": str(self.room_id),
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
        }


Segments = tuple[Segment, ...]


def whole_stay(room_id: UUID | None, dates: StayDates) -> Segments:
    """Return the one segment of a stay in ``room_id``; none when the stay has no room."""
    return () if room_id is None else (Segment(room_id, dates.check_in, dates.check_out),)


def shifted(segments: Sequence[Segment], days: int) -> Segments:
    """Return the segments ``days`` later (earlier when negative)."""
    by = timedelta(days=days)
    return tuple(
        replace(part, start_date=part.start_date + by, end_date=part.end_date + by) for part in segments
    )


def before(segments: Sequence[Segment], day: date) -> Segments:
    """Return what lies before the night of ``day``."""
    return tuple(
        replace(part, end_date=min(part.end_date, day)) for part in segments if part.start_date < day
    )


def since(segments: Sequence[Segment], day: date) -> Segments:
    """Return what lies on the night of ``day`` and after it."""
    return tuple(
        replace(part, start_date=max(part.start_date, day)) for part in segments if part.end_date > day
    )


def fitted(segments: Sequence[Segment], dates: StayDates) -> Segments:
    """Return the segments cut or stretched to ``dates``; nights added go to the room next to them.

    ``dates`` must share a night with the segments, or there must be none.
    """
    inside = since(before(segments, dates.check_out), dates.check_in)
    if not inside:
        return ()
    first = replace(inside[0], start_date=dates.check_in)
    inside = (first, *inside[1:])
    return (*inside[:-1], replace(inside[-1], end_date=dates.check_out))


def joined(segments: Sequence[Segment]) -> Segments:
    """Return the segments with neighbours in the same room made one."""
    result: list[Segment] = []
    for part in segments:
        if result and result[-1].room_id == part.room_id:
            result[-1] = replace(result[-1], end_date=part.end_date)
        else:
            result.append(part)
    return tuple(result)


def room_on(segments: Sequence[Segment], day: date) -> UUID | None:
    """Return the room slept in on the night of ``day``; after the last night, the last room."""
    for part in segments:
        if day < part.end_date:
            return part.room_id
    return segments[-1].room_id if segments else None
