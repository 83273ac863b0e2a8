"""Turns a refused write into the error a caller can act on.

Matched by SQLSTATE and constraint-name prefix: a distributed Postgres appends a shard number to the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError, OperationalError

from oppsera_host.errors import AppError, unavailable, validation_error
from oppsera_host.sentence import Sentence

RETRYABLE = frozenset({"40P01", "40001", "55P03"})
_LOST_OR_TIRED = ("08", "53", "57")
_BAD_TEXT = frozenset({"22021", "22P05"})
_NOT_NULL = "23502"
STALE = "stale"
_SHARD = re.compile(r"_\d+$")
_counters: set[tuple[str, str]] = set()
_registry: dict[str, Callable[[], Exception]] = {}


def register(prefix: str, make_error: Callable[[], Exception]) -> None:
    """Answer a violation of any constraint whose name starts with ``prefix`` with ``make_error()``."""
    _registry[prefix] = make_error


def stale_when_null(table: str, column: str) -> None:
    """Declare that statements set ``column`` of a row to null when somebody has changed the row since it was read.

    So the write refuses itself in the message that commits, where nobody is there to look at a row count.
    """
    _counters.add((table, column))


def worth_another_try(error: DBAPIError) -> str:
    """Return why the whole transaction may be run again: ``STALE``, a SQLSTATE or "connection"; empty when it may not.

    A connection that broke during COMMIT is no reason: the outcome is unknown.
    """
    state = sqlstate_of(error)
    if _is_stale(error, state):
        return STALE
    if state in RETRYABLE:
        return state
    lost_before_commit = error.connection_invalidated and not getattr(error, "at_commit", False)
    return "connection" if lost_before_commit else ""


def _is_stale(error: DBAPIError, state: str) -> bool:
    if state != _NOT_NULL:
        return False
    diagnosis = getattr(error.orig, "diag", None)
    table, column = getattr(diagnosis, "table_name", None) or "", getattr(diagnosis, "column_name", None)
    return (_SHARD.sub("", table), column) in _counters


def sqlstate_of(error: DBAPIError) -> str:
    """Return the five-character SQLSTATE of ``error``; empty when the connection broke."""
    return getattr(error.orig, "sqlstate", None) or ""


def translate(error: DBAPIError) -> Exception | None:
    """Return the error to raise instead of ``error``, or None when it is a fault of ours."""
    state = sqlstate_of(error)
    passing = _passing(error, state)
    if passing is not None:
        return unavailable(passing)
    if state in _BAD_TEXT:
        return validation_error({"_": ["The text contains a character that cannot be stored."]})
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    for prefix, make_error in _registry.items():
        if name.startswith(prefix):
            return make_error()
    if state == "23503":
        return AppError("NOT_FOUND", 404, "There is nothing here by that name or number.")
    return None


def _passing(error: DBAPIError, state: str) -> Sentence | None:
    """Return what to say when another try may well succeed; None when it will not."""
    lost = error.connection_invalidated or (not state and isinstance(error, OperationalError))
    if lost and getattr(error, "at_commit", False):
        return Sentence(
            "The database did not answer in time. It is not certain whether the change was made: please look first."
        )
    if lost or state.startswith(_LOST_OR_TIRED):
        return Sentence("The database did not answer in time. Nothing was changed; please try again.")
    if state in RETRYABLE or _is_stale(error, state):
        return Sentence("Too many people are changing this at once. Please try again.")
    return None
