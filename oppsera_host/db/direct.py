"""Text statements on the driver's own cursor, inside a transaction that SQLAlchemy manages.

For the commands that people wait for: Core spends several times what PostgreSQL needs on a small statement, mostly on
describing the result anew each time. Values go to the driver as they are, so every bind whose type PostgreSQL cannot
see from its place is cast in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Dialect, TextClause
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound

_BIND = re.compile(r"%\((\w+)\)s")


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


def execute(connection: Connection, statement: TextClause, binds: Mapping[str, Any]) -> Rows:
    """Run ``statement`` in the transaction of ``connection``; it is prepared on first use.

    Raises:
        DBAPIError: as Core would, so that retries and translation work the same.
    """
    text, names = _numbered(statement, connection.dialect)
    return run(connection, text, [binds[name] for name in names])


def run(connection: Connection, text: bytes, values: list[Any]) -> Rows:
    """Run ``text``, which has numbered parameters, with ``values``.

    Raises:
        DBAPIError: as Core would.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("direct statements need psycopg")
    cursor = psycopg.RawCursor(driver, row_factory=namedtuple_row)
    try:
        cursor.execute(text, values, prepare=True)
        return Rows(cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else [], cursor.rowcount)
    except psycopg.Error as error:
        lost = driver.closed
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            text.decode(), None, error, psycopg.Error, hide_parameters=True, connection_invalidated=lost,
            dialect=connection.dialect,
        ) from error  # fmt: skip


@cache
def _numbered(statement: TextClause, dialect: Dialect) -> tuple[bytes, tuple[str, ...]]:
    """Return the text with numbered parameters, and the bind of each; statements are made once per process."""
    compiled = str(statement.compile(dialect=dialect))
    names = tuple(dict.fromkeys(_BIND.findall(compiled)))
    place = {name: f"${number}" for number, name in enumerate(names, start=1)}
    return _BIND.sub(lambda match: place[match[1]], compiled).replace("%%", "%").encode(), names
