"""Text statements on the driver's own cursor, inside a transaction that SQLAlchemy manages.

For the commands that people wait for: Core spends several times what PostgreSQL needs on a small statement, mostly on
describing the result anew each time. Values go to the driver as they are, so every bind whose type PostgreSQL cannot
see from its place is cast in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, TextClause
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound

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


LARGEST_IN_A_PIPELINE = 32 * 1024
"""Bytes, roughly: well below what any platform's socket takes at once."""
_SMALL = 16

Call = tuple[TextClause, Mapping[str, Any]]
"""A statement and its binds."""


def execute(connection: Connection, *calls: Call) -> list[Rows]:
    """Run ``calls`` one after the other in the transaction of ``connection``; together they take one round trip.

    Each is prepared on first use. The first ones take the transaction's BEGIN along.

    Raises:
        DBAPIError: as Core would, so that retries and translation work the same.
    """
    with _errors_of_core(connection) as driver:
        begun = driver.info.transaction_status != TransactionStatus.IDLE
        if (begun and len(calls) == 1) or _is_large(calls):
            return [_rows(_sent(driver, *call)) for call in calls]
        with driver.pipeline():
            cursors = [_sent(driver, *call) for call in calls]
        return [_rows(cursor) for cursor in cursors]


def execute_one(connection: Connection, statement: TextClause, binds: Mapping[str, Any]) -> Rows:
    """Run one statement as ``execute`` does."""
    return execute(connection, (statement, binds))[0]


def execute_and_commit(connection: Connection, *calls: Call) -> None:
    """Run ``calls`` and commit, all in one round trip; SQLAlchemy's own commit then finds nothing left to do.

    Raises:
        DBAPIError: as Core would.
    """
    with _errors_of_core(connection) as driver, nullcontext() if _is_large(calls) else driver.pipeline():
        for call in calls:
            _sent(driver, *call)
        driver.commit()


def _is_large(calls: Iterable[Call]) -> bool:
    """Whether the values may not fit the socket's buffer.

    A pipeline would then wait for the answer to what it has not sent yet, until the server gives up on it.
    """
    return sum(_size(value) for _, binds in calls for value in binds.values()) > LARGEST_IN_A_PIPELINE


def _size(value: Any) -> int:
    if isinstance(value, str | bytes):
        return len(value)
    return sum(_size(item) for item in value) if isinstance(value, list | tuple) else _SMALL


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


def _sent(
    driver: psycopg.Connection[Any], statement: TextClause, binds: Mapping[str, Any]
) -> psycopg.RawCursor[Any]:
    text, names = _numbered(statement)
    cursor = psycopg.RawCursor(driver, row_factory=namedtuple_row)
    return cursor.execute(text, [binds[name] for name in names], prepare=True)


def _rows(cursor: psycopg.RawCursor[Any]) -> Rows:
    return Rows(cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else [], cursor.rowcount)


@cache
def _numbered(statement: TextClause) -> tuple[bytes, tuple[str, ...]]:
    """Return the text with numbered parameters, and the bind of each; statements are made once per process."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return _BIND.sub(number, statement.text).encode(), tuple(names)
