"""Counts what goes to the database, so that a test can hold a page to its budget."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from oppsera_host.db import fast_read

_TENANT_SETTING = "select set_config('app.tenant_id'"


class Queries:
    """The statements seen, without the tenant setting that opens every transaction.

    Those of the test's own thread: the application's helpers ask for things of their own meanwhile. Fast reads count,
    what a unit of work sends ahead in its pipeline does not.
    """

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counting(engine: Engine) -> Iterator[Queries]:
    """Collect the statements this thread sends through ``engine`` inside the block."""
    queries, thread = Queries(), threading.get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if threading.get_ident() == thread and not statement.startswith(_TENANT_SETTING):
            queries.statements.append(statement)

    def run(pooled: Any, query: bytes, values: list[Any]) -> list[tuple[Any, ...]]:
        note(None, None, query.decode())
        return fetch(pooled, query, values)

    fetch = fast_read._run  # noqa: SLF001 - a fast read sends no SQLAlchemy event
    event.listen(engine, "before_cursor_execute", note)
    fast_read._run = run  # noqa: SLF001
    try:
        yield queries
    finally:
        fast_read._run = fetch  # noqa: SLF001
        event.remove(engine, "before_cursor_execute", note)
