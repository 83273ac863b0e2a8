"""Engine options, and the tenant setting that opens every transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, Engine, event, text

from oppsera_host.db import direct
from oppsera_host.tenancy.scope import current_tenant

POOL_SIZE = 8
_SETTINGS = text(
    "select concat(set_config('app.tenant_id', :tenant, true), set_config('lock_timeout', '2s', true),"
    " set_config('statement_timeout', '5s', true), set_config('idle_in_transaction_session_timeout', '10s', true),"
    " set_config('plan_cache_mode', :planning, true))"
)
_OPENED_BY_CALLER = "oppsera_opened_by_caller"
# For reads outside such transactions (``fast_read``), which cost less than planning them does.
_PLAN_ONCE = "set plan_cache_mode = force_generic_plan"


def engine_options() -> dict[str, Any]:
    """Options for the application's engine: a small pool that refuses after 2 s instead of queueing."""
    return {
        "pool_size": POOL_SIZE,
        "max_overflow": 0,
        "pool_use_lifo": True,
        "pool_timeout": 2,
        "pool_recycle": 1800,
        "hide_parameters": True,
        "json_deserializer": orjson.loads,
        "connect_args": {"connect_timeout": 2, "prepare_threshold": 1},
    }


@contextmanager
def begun_without_opening(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction on condition that its first statement is ``opening``.

    Until then nothing is lost by forgetting: any tenant table raises. Rolled back unless it is committed.
    """
    with engine.connect() as connection:
        connection.execution_options(**{_OPENED_BY_CALLER: True})
        connection.begin()
        yield connection


def opening(tenant: UUID, *, plan_once: bool = False) -> direct.Call:
    """Return the statement that sets tenant and time-outs for the transaction.

    Args:
        tenant: the tenant in scope.
        plan_once: plan each prepared statement once, whatever its values; for commands, whose statements cost
            less than planning them does.
    """
    return _SETTINGS, {"tenant": str(tenant), "planning": "force_generic_plan" if plan_once else "auto"}


def bind_tenant_to_transactions(engine: Engine) -> None:
    """Set tenant and time-outs, transaction-local, as the first statement of every transaction.

    On the engine and not the session, so that Core connections cannot slip past it. Without a tenant in
    scope nothing is set, and any tenant table raises. Such a transaction plans as PostgreSQL sees fit; whatever
    runs without, plans each prepared statement once.
    """

    @event.listens_for(engine, "connect")
    def _plan_once(connection: Any, _record: Any) -> None:
        connection.execute(_PLAN_ONCE)
        connection.commit()

    @event.listens_for(engine, "begin")
    def _set_tenant(connection: Connection) -> None:
        tenant = current_tenant()
        if tenant is not None and not connection.get_execution_options().get(_OPENED_BY_CALLER):
            direct.execute(connection, opening(tenant))
