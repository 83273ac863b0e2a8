"""Statements sent together through libpq's pipeline mode: one message there, one back.

The driver's own pipeline wakes the server for every single statement and makes a cursor for each; for statements of
a few rows that costs more than they do. The driver still opens the connection, waits, converts values and names
errors; this module only decides what goes into one message. What is prepared is kept where the driver keeps its own,
because it deallocates all of them together: after a rollback, and when there are too many.
"""
# ruff: noqa: SLF001 - the driver's list of prepared statements has no public name

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
from psycopg import abc, generators, pq
from psycopg.adapt import PyFormat, Transformer

_IDLE = pq.TransactionStatus.IDLE
_FAILED = pq.ExecStatus.FATAL_ERROR
_COMMIT = b"COMMIT"
_numbers = count(1)
_Key = tuple[bytes, tuple[int, ...]]


class Statement(NamedTuple):
    """A text with ``$1``-style parameters, and their values."""

    text: bytes
    values: list[Any]


def start(driver: psycopg.Connection[Any], statements: Sequence[Statement], *, commit: bool = False) -> None:
    """Send ``statements`` in the connection's transaction, which is begun where there is none, and do not wait.

    Until ``finish`` the connection can do nothing else but start more.

    Args:
        driver: the connection; the calling thread's alone.
        statements: each is prepared on first use.
        commit: end the transaction with them.

    Raises:
        psycopg.Error: a value cannot be sent; nothing was.
    """
    line = _line_of(driver)
    ready = [_converted(line.transformer, statement) for statement in statements]
    try:
        if not line.under_way:
            driver.pgconn.enter_pipeline_mode()
        _send_all(driver, line, ready, commit=commit)
    except BaseException:  # half of it may be on its way: nobody can use the connection any more
        driver.close()
        raise


def finish(driver: psycopg.Connection[Any]) -> list[tuple[list[Any], int]]:
    """Wait for everything that was started.

    Returns:
        Of each statement its rows, whose columns are attributes, and how many rows it returned or changed.

    Raises:
        psycopg.Error: the first one's that failed; those after it were not run. Also when the transaction to be
            committed had failed before.
    """
    line, connection = _line_of(driver), driver.pgconn
    sent, line.under_way = line.under_way, []
    line.fresh.clear()
    try:
        answers = driver.wait(_answers(connection, len(sent)))
    finally:
        try:
            connection.exit_pipeline_mode()
        except psycopg.OperationalError:  # answers are still on their way: nobody can use it any more
            driver.close()
    return _read(driver, line.transformer, sent, answers)


class _Line:
    """What is kept for a connection.

    Attributes:
        transformer: converts values; kept because it finds out anew about each type it has not met.
        under_way: what each answer still to come will belong to.
        fresh: names of the statements that are being prepared there.
    """

    __slots__ = ("fresh", "transformer", "under_way")

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self.transformer: abc.Transformer = Transformer.from_context(driver)
        self.under_way: list[_Sent] = []
        self.fresh: dict[_Key, bytes] = {}


_lines: WeakKeyDictionary[psycopg.Connection[Any], _Line] = WeakKeyDictionary()


def _line_of(driver: psycopg.Connection[Any]) -> _Line:
    held = _lines.get(driver)
    if held is None:
        held = _lines[driver] = _Line(driver)
    return held


class _Ready(NamedTuple):
    key: _Key
    values: Sequence[Any]
    formats: Sequence[pq.Format] | None


class _Prepared(NamedTuple):
    key: _Key
    name: bytes


_Sent = _Ready | _Prepared | bytes | None


def _converted(transformer: abc.Transformer, statement: Statement) -> _Ready:
    values = statement.values
    converted = transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
    return _Ready((statement.text, transformer.types or ()), converted, transformer.formats)


def _send_all(
    driver: psycopg.Connection[Any], line: _Line, statements: Sequence[_Ready], *, commit: bool
) -> None:
    """Hand everything to libpq, which sends what fits, and note what each answer will belong to."""
    connection = driver.pgconn
    if connection.transaction_status == _IDLE and not driver.autocommit:
        _send(driver, line, _Ready((_begin(driver), ()), (), None))
        line.under_way.append(None)
    for statement in statements:
        _send(driver, line, statement)
        line.under_way.append(statement)
    if commit:
        _send(driver, line, _Ready((_COMMIT, ()), (), None))
        line.under_way.append(_COMMIT)
    connection.pipeline_sync()
    line.under_way.append(None)


def _send(driver: psycopg.Connection[Any], line: _Line, statement: _Ready) -> None:
    known, key = driver._prepared._names, statement.key
    name = known.get(key) or line.fresh.get(key)
    if name is None:
        name = line.fresh[key] = f"oppsera_{next(_numbers)}".encode()
        driver.pgconn.send_prepare(name, *key)
        line.under_way.append(_Prepared(key, name))
    elif key in known:
        known.move_to_end(key)
    driver.pgconn.send_query_prepared(name, statement.values, statement.formats)


def _begin(driver: psycopg.Connection[Any]) -> bytes:
    words = [b"BEGIN"]
    if driver.isolation_level is not None:
        words.append(b"ISOLATION LEVEL " + driver.isolation_level.name.replace("_", " ").encode())
    if driver.read_only is not None:
        words.append(b"READ ONLY" if driver.read_only else b"READ WRITE")
    return b" ".join(words)


def _answers(connection: pq.abc.PGconn, number: int) -> abc.PQGen[list[list[pq.abc.PGresult]]]:
    """Send the buffer, taking in meanwhile what comes back; collect each answer."""
    yield from generators.send(connection)
    answers = []
    for _ in range(number):
        answers.append((yield from generators.fetch_many(connection)))  # noqa: PERF401 - yields inside
    return answers


def _read(
    driver: psycopg.Connection[Any],
    transformer: abc.Transformer,
    sent: Sequence[_Sent],
    answers: Sequence[Sequence[pq.abc.PGresult]],
) -> list[tuple[list[Any], int]]:
    results: list[tuple[list[Any], int]] = []
    prepared = driver._prepared
    for what, (answer,) in zip(sent, answers, strict=True):
        if answer.status == _FAILED:
            raise psycopg.errors.error_from_result(answer, encoding=driver.info.encoding)
        if isinstance(what, _Ready):
            results.append((_rows(transformer, answer), answer.command_tuples or 0))
        elif isinstance(what, bytes):
            if answer.command_status != what:  # PostgreSQL answers ROLLBACK, and calls that a success
                raise psycopg.errors.InFailedSqlTransaction("a failed transaction cannot be committed")
        elif what is not None:
            prepared._names[what.key] = what.name
            prepared._rotate()
    transformer.set_pgresult(
        None
    )  # else the last answer, however large, would live as long as the connection
    return results


def _rows(transformer: abc.Transformer, answer: pq.abc.PGresult) -> list[Any]:
    if not answer.ntuples:
        return []
    transformer.set_pgresult(answer)
    names = tuple([answer.fname(column) for column in range(answer.nfields)])
    return transformer.load_rows(0, answer.ntuples, _maker(names))


@cache
def _maker(names: tuple[bytes, ...]) -> Any:
    """Return what makes a row with these attributes of its values."""
    fields = [name.decode() for name in names]
    row: Any = namedtuple("Row", fields, rename=True)  # type: ignore[misc]  # noqa: PYI024
    return row._make
