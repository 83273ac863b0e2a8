"""Gathers the statements of a transaction into as few round trips as their answers allow."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from oppsera_host.db import direct


class RoundTrips:
    """The statements of one transaction: those that wait, those foreseen, and those under way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[direct.Call] = []
        self._expected: list[direct.Call] = []
        self._under_way: list[tuple[direct.Call, bool]] = []  # and whether the answer is expected
        self._kept: list[tuple[direct.Call, direct.Rows]] = []

    def ask(self, *calls: direct.Call) -> list[direct.Rows]:
        """Run ``calls`` after what waits and before what is expected; none needs the answer of another.

        Raises:
            DBAPIError: as Core's ``execute`` would.
        """
        if self._under_way:
            self._collect()
        kept = [self._take_kept(call) for call in calls]
        if calls and all(rows is not None for rows in kept):
            return [rows for rows in kept if rows is not None]
        waiting, self._waiting = self._waiting, []
        expected, self._expected = self._expected, []
        missing = [call for call, rows in zip(calls, kept, strict=True) if rows is None]
        answers = direct.execute(self._connection, *waiting, *missing, *expected)
        fresh = iter(answers[len(waiting) :])
        result = [next(fresh) if rows is None else rows for rows in kept]
        self._kept += zip(expected, fresh, strict=True)
        return result

    def later(self, call: direct.Call) -> None:
        """Run ``call`` with the next round trip."""
        self._waiting.append(call)

    def expect(self, *calls: direct.Call) -> None:
        """Run ``calls`` at the end of the next round trip; the first ``ask`` for the same takes the answer."""
        self._expected += calls

    def send_ahead(self) -> None:
        """Send what waits and what is expected without waiting for the answers."""
        calls = [(call, False) for call in self._waiting] + [(call, True) for call in self._expected]
        self._waiting, self._expected = [], []
        if calls:
            direct.start(self._connection, *(call for call, _ in calls))
            self._under_way += calls

    def settle(self) -> None:
        """Have nothing waiting and nothing under way, so that the connection can be used for something else."""
        if self._under_way or self._waiting:
            self.ask()

    def commit(self) -> None:
        """Send what waits and commit.

        Raises:
            DBAPIError: as Core's ``commit`` would, and when a statement failed whose error nobody heeded.
        """
        direct.execute_and_commit(self._connection, *self._waiting)

    def abandon(self) -> None:
        """Take in what is under way, so that the connection can roll back."""
        if self._under_way and not self._connection.invalidated:
            with suppress(DBAPIError):  # something else went wrong first, and is being raised
                direct.execute(self._connection)

    def _collect(self) -> None:
        under_way, self._under_way = self._under_way, []
        answers = zip(under_way, direct.execute(self._connection), strict=True)
        self._kept += [(call, rows) for (call, expected), rows in answers if expected]

    def _take_kept(self, call: direct.Call) -> direct.Rows | None:
        for place, ((statement, binds), rows) in enumerate(self._kept):
            if statement is call[0] and binds == call[1]:
                del self._kept[place]
                return rows
        return None
