"""Reads on a raw driver cursor: for the few statements where everything around the query costs more than it.

Such a read is one SELECT in one round trip. It sets the tenant for its own transaction, as every transaction
does, so row-level security decides what it sees; the statement's time-out is the role's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.types.string import TextLoader
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

from oppsera_host.db.base import db
from oppsera_host.db.direct import sendable
from oppsera_host.tenancy.scope import current_tenant

_TRIES = 2
_BIND = re.compile(r"%\((\w+)\)s")


class TenantSelect:
    """A SELECT with named ``%(…)s`` binds, all cast, that runs only after its tenant was set.

    The select stands on the inner side of a lateral join that needs the outer side's value, so the setting always
    comes first. Were it not so, the policy's function would raise: it fails closed.

    Attributes:
        text: the statement with numbered parameters: the driver would parse long named ones on every call.
        names: which bind each parameter takes, in order.
    """

    __slots__ = ("names", "text")

    def __init__(self, select: str) -> None:
        wrapped = (
            "select x.* from (select set_config('app.tenant_id', %(tenant)s::uuid::text, true) as id offset 0) as t"
            f" cross join lateral (select * from ({select}) as q where t.id <> '' offset 0) as x"
        )
        self.names = tuple(dict.fromkeys(_BIND.findall(wrapped)))
        place = {name: f"${number}" for number, name in enumerate(self.names, start=1)}
        self.text = _BIND.sub(lambda match: place[match[1]], wrapped).encode()


def tenant_select(select: str) -> TenantSelect:
    """Return ``select`` ready for ``fetch_all``; made once, at import."""
    return TenantSelect(select)


def fetch_all(select: TenantSelect, binds: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run ``select`` for the tenant in scope; uuids and dates come as text.

    Args:
        select: prepared on first use of a connection.
        binds: its values without ``tenant``.

    Raises:
        RuntimeError: no tenant is in scope.
        DBAPIError: as Core would, so that retries and translation (503 when the database is away) work the same.
    """
    tenant = current_tenant()
    if tenant is None:
        raise RuntimeError("a read of tenant rows needs a tenant in scope")
    values = [tenant if name == "tenant" else sendable(binds[name]) for name in select.names]
    for attempt in range(1, _TRIES + 1):
        pooled = None
        try:
            pooled = db.engine.raw_connection()
            return _run(pooled, select.text, values)
        except psycopg.Error as error:
            lost = pooled is None or _driver(pooled).closed
            if pooled is not None and lost:
                pooled.invalidate()
                if attempt < _TRIES:
                    continue
            raise DBAPIError(select.text.decode(), None, error, connection_invalidated=lost) from error
        finally:
            if pooled is not None:
                pooled.close()
    raise AssertionError("unreachable")


def _run(pooled: PoolProxiedConnection, query: bytes, values: list[Any]) -> list[tuple[Any, ...]]:
    driver = _driver(pooled)
    driver.autocommit = True
    try:
        cursor = psycopg.RawCursor(driver)
        cursor.adapters.register_loader("uuid", TextLoader)
        cursor.adapters.register_loader("date", TextLoader)
        return cursor.execute(query, values, prepare=True).fetchall()
    finally:
        if not driver.closed:
            driver.autocommit = False


def _driver(pooled: PoolProxiedConnection) -> psycopg.Connection[tuple[Any, ...]]:
    driver = pooled.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("fast reads need psycopg")
    return driver
