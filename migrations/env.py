"""Alembic environment: runs as the owner role, one transaction per revision, under one advisory lock."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, text

from oppsera_host.db.base import Base

_LOCK = 0x6F707073  # "opps"


def run() -> None:
    """Connect with the URL in the configuration and run what was asked for."""
    config = context.config
    prefix = context.get_x_argument(as_dictionary=True).get("addon")
    engine = create_engine(config.get_main_option("sqlalchemy.url") or "", isolation_level="AUTOCOMMIT")
    with engine.connect() as guard:
        guard.execute(text("select pg_advisory_lock(:key)"), {"key": _LOCK})
        with engine.execution_options(isolation_level="READ COMMITTED").connect() as connection:
            connection.execute(text("set role oppsera_owner"))
            connection.execute(text("set statement_timeout = '60s'"))
            connection.execute(text("set lock_timeout = '2s'"))
            connection.commit()
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                transaction_per_migration=True,
                compare_type=True,
                include_object=lambda _object, name, kind, _reflected, _compared: (
                    kind != "table" or prefix is None or str(name).startswith((prefix, f"rm_{prefix}"))
                ),
            )
            with context.begin_transaction():
                context.run_migrations()
        guard.execute(text("select pg_advisory_unlock(:key)"), {"key": _LOCK})
    engine.dispose()


run()
