"""A clock that a test holds and moves."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta

from oppsera_host import clock


class TestClock:
    """The clock of this process; runs until it is stopped."""

    __test__ = False

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return clock.now()

    def stop_at(self, instant: datetime) -> None:
        """Hold the clock at ``instant`` (aware) until the test ends or moves it."""
        self._stack.enter_context(clock.stopped_at(instant))

    def advance(self, by: timedelta) -> None:
        """Hold the clock ``by`` later than it shows now."""
        self.stop_at(self.now() + by)
