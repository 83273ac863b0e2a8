"""When a business date may be closed, when it is closed unasked, and in which steps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.local_time import instant_at
from addons.pms.domain.sentence import Sentence

CATCH_UP_DAYS = 7
"""How many missed dates the automatic audit closes by itself; a house further back is practised on by hand."""

_NOON = time(12)
_ONE_DAY = timedelta(days=1)


class Step(StrEnum):
    """The steps of a night audit in their order; ``DONE`` means that the date is closed."""

    OVERDUE = "OVERDUE"
    NO_SHOWS = "NO_SHOWS"
    CHARGES = "CHARGES"
    CLOSE = "CLOSE"
    DONE = "DONE"

    @property
    def next(self) -> Step:
        """The step after this one; ``DONE`` is the last."""
        steps = list(Step)
        return steps[min(steps.index(self) + 1, len(steps) - 1)]


class OverduePolicy(StrEnum):
    """What becomes of guests who should have left by the date being closed and are still in the house.

    ``KEEP`` closes the date and leaves them overdue, without a charge nobody agreed to; ``EXTEND`` lengthens each
    stay by the night being closed, which is then charged; ``REFUSE`` closes nothing until they are seen to.
    """

    KEEP = "KEEP"
    EXTEND = "EXTEND"
    REFUSE = "REFUSE"


def check_may_close(business_date: date, local_date: date) -> None:
    """Refuse to close a day that has not begun.

    Closing leads at most one day ahead of the calendar, so a house further ahead was set up to be practised on,
    and its days may be closed like those of one in the past.

    Args:
        business_date: the date to close, the property's current one.
        local_date: the calendar date it is at the property.

    Raises:
        DomainError: VALIDATION_ERROR on ``businessDate``.
    """
    if business_date == local_date + _ONE_DAY:
        sentence = Sentence(
            "{business_date} has not begun yet: at the property it is still {local_date}.",
            business_date=business_date,
            local_date=local_date,
        )
        raise invalid_fields({"businessDate": [sentence]})


def check_may_close_through(business_date: date, last: date, local_date: date) -> None:
    """Refuse to close dates up to one that has not begun, before the first of them is closed.

    Args:
        business_date: the property's current one.
        last: the last date to close.
        local_date: the calendar date it is at the property.

    Raises:
        DomainError: VALIDATION_ERROR on ``businessDate``.
    """
    if business_date <= local_date + _ONE_DAY <= last:
        check_may_close(local_date + _ONE_DAY, local_date)


def closing_instant(business_date: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant from which on ``business_date`` is closed unasked.

    A time before noon is meant for the morning after: 03:00 closes a date on the following calendar day, 23:30 on
    the date itself. A time the clock skips or shows twice never comes early (see ``instant_at``).
    """
    return instant_at(business_date + _ONE_DAY if at < _NOON else business_date, at, zone)


def too_far_behind(business_date: date, zone: ZoneInfo, now: datetime) -> bool:
    """Tell whether the date lies so far back that the automatic audit leaves the property to people.

    A house that is practised on in the past would otherwise be rushed through the years.
    """
    return (now.astimezone(zone).date() - business_date).days > CATCH_UP_DAYS


def closes_unasked(business_date: date, at: time, zone: ZoneInfo, now: datetime) -> bool:
    """Tell whether the automatic audit closes ``business_date`` now: its time has come, and not long ago."""
    return now >= closing_instant(business_date, at, zone) and not too_far_behind(business_date, zone, now)


def guests_overdue(stays: list[dict[str, str]]) -> DomainError:
    """NIGHT_AUDIT_REFUSED: guests should have left; ``stays`` are JSON-ready ids and dates."""
    detail = Sentence.counted(
        "One guest has not left though the stay is over: check out or extend first, or choose what the audit does"
        " with them.",
        "{count} guests have not left though the stay is over: check out or extend first, or choose what the audit"
        " does with them.",
        len(stays),
    )
    return DomainError("NIGHT_AUDIT_REFUSED", detail, {"overdue": stays})
