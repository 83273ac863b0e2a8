"""The only source of the present moment; tests and replays put another clock in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _system_time() -> datetime:
    return datetime.now(UTC)


_now: Callable[[], datetime] = _system_time


def now() -> datetime:
    """Return the present instant, timezone-aware, in UTC."""
    return _now()


def today_in(zone: str) -> date:
    """Return the calendar date it is now in the IANA ``zone``."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def stopped_at(instant: datetime) -> Iterator[None]:
    """Hold the clock of this process at ``instant`` (aware) for the length of the block."""
    global _now  # noqa: PLW0603 - one clock per process is the point
    before, _now = _now, lambda: instant
    try:
        yield
    finally:
        _now = before
