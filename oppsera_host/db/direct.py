"""Text statements straight to the driver, inside a transaction that SQLAlchemy manages.

For the commands that people wait for: Core spends several times what PostgreSQL needs on a small statement, mostly on
describing the result anew each time. Values go to the driver as they are, so every bind whose type PostgreSQL cannot
see from its place is cast in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, TextClause
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound

from oppsera_host.db import pipeline
from oppsera_host.db.pipeline import Statement

_PLAIN = frozenset({UUID, date, int, bool})
_BIND = re.compile(r"(?<![:\w]):(\w+)(?!:)")


class Rows:
    """The answer of a statement: rows whose columns are attributes."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Return all rows."""
        return self._rows

    def one(self) -> Any:
        """Return the only row.

        Raises:
            NoResultFound, MultipleResultsFound: there is none, or another.
        """
        row = self.one_or_none()
        if row is None:
            raise NoResultFound
        return row

    def one_or_none(self) -> Any:
        """Return the only row, or None when there is none.

        Raises:
            MultipleResultsFound: there is another.
        """
        if len(self._rows) > 1:
            raise MultipleResultsFound
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:
        """Return the first column of the first row; None when there is no row."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """Return the first column of the only row.

        Raises:
            NoResultFound, MultipleResultsFound: there is none, or another.
        """
        return self.one()[0]


Call = tuple[TextClause, Mapping[str, Any]]
"""A statement and its binds."""


def execute(connection: Connection, *calls: Call) -> list[Rows]:
    """Run ``calls`` one after the other in the transaction of ``connection``; together they take one round trip.

    Each is prepared on first use. The first ones take the transaction's BEGIN along.

    Returns:
        Their answers, after those of what was started before.

    Raises:
        DBAPIError: as Core would, so that retries and translation work the same.
    """
    with _errors_of_core(connection) as driver:
        if calls:
            pipeline.start(driver, _statements(calls))
        return [Rows(*answer) for answer in pipeline.finish(driver)]


def execute_one(connection: Connection, statement: TextClause, binds: Mapping[str, Any]) -> Rows:
    """Run one statement as ``execute`` does."""
    return execute(connection, (statement, binds))[0]


def start(connection: Connection, *calls: Call) -> None:
    """Send ``calls`` without waiting; the next ``execute`` or ``execute_and_commit`` has their answers or errors.

    Raises:
        DBAPIError: as Core would, when they cannot be sent.
    """
    with _errors_of_core(connection) as driver:
        pipeline.start(driver, _statements(calls))


def execute_and_commit(connection: Connection, *calls: Call) -> None:
    """Run ``calls`` and commit, all in one round trip; SQLAlchemy's own commit then finds nothing left to do.

    Raises:
        DBAPIError: as Core would.
    """
    with _errors_of_core(connection) as driver:
        pipeline.start(driver, _statements(calls), commit=True)
        pipeline.finish(driver)


def _statements(calls: Iterable[Call]) -> list[Statement]:
    statements = []
    for text, binds in calls:
        numbered, names = _numbered(text)
        statements.append(Statement(numbered, [sendable(binds[name]) for name in names]))
    return statements


def sendable(value: Any) -> Any:
    """Return arrays of plain values as PostgreSQL writes them: the driver takes ten times as long over a list."""
    if type(value) is list and value and all(type(item) in _PLAIN for item in value):
        return "{" + ",".join(map(str, value)) + "}"
    return value


@contextmanager
def _errors_of_core(connection: Connection) -> Iterator[psycopg.Connection[Any]]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("direct statements need psycopg")
    try:
        yield driver
    except psycopg.Error as error:
        lost = driver.closed
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            "", None, error, psycopg.Error, hide_parameters=True, connection_invalidated=lost,
            dialect=connection.dialect,
        ) from error  # fmt: skip
    except BaseException:
        # A job's time-out, say. A connection given up meanwhile must not fail once more at the rollback.
        if driver.closed and not connection.invalidated:
            connection.invalidate()
        raise


@cache
def _numbered(statement: TextClause) -> tuple[bytes, tuple[str, ...]]:
    """Return the text with numbered parameters, and the bind of each; statements are made once per process."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return _BIND.sub(number, statement.text).encode(), tuple(names)
