"""A migrated database per test process: servers started or given, one template, one clone each."""

from __future__ import annotations

import fcntl
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from oppsera_host import embedded
from oppsera_host.db import migrate
from oppsera_host.db.bootstrap import bootstrap, libpq_url


@dataclass(frozen=True, slots=True)
class Servers:
    """Addresses to make test databases at; each URL's database part is replaced as needed."""

    admin_url: str
    migration_url: str
    app_url: str
    redis_url: str


@dataclass(frozen=True, slots=True)
class Database:
    """A test process's own database.

    Attributes:
        name: the database's name.
        app_url: as ``oppsera_app``, the role the application runs as.
        migration_url: as a role that can become ``oppsera_owner``.
        admin_url: as an administrator, for looking behind row-level security.
        redis_url: a database of Valkey or Redis of its own.
    """

    name: str
    app_url: str
    migration_url: str
    admin_url: str
    redis_url: str

    def connect_as_admin(self) -> psycopg.Connection[tuple[object, ...]]:
        """Return an autocommit connection that sees every tenant; close it with ``with``."""
        return psycopg.connect(libpq_url(self.admin_url), autocommit=True)


def find_servers(folder: Path, database_url: str | None, redis_url: str | None) -> Servers:
    """Return the servers to test on: the given ones, else embedded ones whose state is in ``folder``.

    Args:
        folder: shared by all test processes of the run.
        database_url: an administrator's URL, or None.
        redis_url: or None.
    """
    services = (
        embedded.ensure(folder / "services", durable=False) if not (database_url and redis_url) else None
    )
    if database_url:
        url = make_url(database_url).set(drivername="postgresql+psycopg")
        as_app = url.update_query_dict({"options": "-c role=oppsera_app"})
        given = url.render_as_string(hide_password=False)
        return Servers(
            given,
            given,
            as_app.render_as_string(hide_password=False),
            redis_url or _given(services).redis_url,
        )
    services = _given(services)
    return Servers(
        services.admin_database_url,
        services.migration_database_url,
        services.database_url,
        redis_url or services.redis_url,
    )


def make_database(servers: Servers, folder: Path, process: str, redis_number: int) -> Database:
    """Clone the run's migrated template; the first process to come makes the template.

    Args:
        servers: where.
        folder: shared by all test processes of the run; holds the lock and the run's name.
        process: name of the test process, e.g. ``gw0``.
        redis_number: which of the Redis databases is this process's own.
    """
    with _locked(folder / "template.lock"):
        run = _run_name(folder)
        template = f"{run}_template"
        made = folder / "template.made"
        if not made.exists():
            bootstrap(servers.admin_url, template)
            migrate.upgrade(with_database(servers.migration_url, template))
            made.touch()
        name = f"{run}_{process}"
        _clone(servers.admin_url, template, name)
    # Grants on the database itself and its settings do not come with a clone.
    bootstrap(servers.admin_url, name)
    return Database(
        name=name,
        app_url=with_database(servers.app_url, name),
        migration_url=with_database(servers.migration_url, name),
        admin_url=with_database(servers.admin_url, name),
        redis_url=with_redis_number(servers.redis_url, redis_number),
    )


def drop_database(admin_url: str, folder: Path, name: str) -> None:
    """Drop a process's clone from a server that outlives the run, and the template with the last clone."""
    with (
        _locked(folder / "template.lock"),
        psycopg.connect(libpq_url(admin_url), autocommit=True) as connection,
    ):
        template = f"{_run_name(folder)}_template"
        _drop(connection, name)
        if _made_by_run(connection, folder) == [template]:
            (folder / "template.made").unlink()
            _drop(connection, template)


def with_database(url: str, name: str) -> str:
    """Return ``url`` with another database."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def with_redis_number(url: str, number: int) -> str:
    """Return a Redis ``url`` with another database number."""
    plain = url.split("?", 1)[0]
    if plain.startswith("unix://"):
        return f"{plain}?db={number}"
    scheme, _, rest = plain.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}/{number}"


def _clone(admin_url: str, template: str, name: str) -> None:
    statement = sql.SQL("create database {} template {} strategy file_copy owner oppsera_owner")
    with psycopg.connect(libpq_url(admin_url), autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def _drop(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _made_by_run(connection: psycopg.Connection[tuple[object, ...]], folder: Path) -> list[object]:
    rows = connection.execute(
        "select datname from pg_database where starts_with(datname, %s)", (f"{_run_name(folder)}_",)
    )
    return [name for (name,) in rows.fetchall()]


def _run_name(folder: Path) -> str:
    """Return the prefix of the run's databases, made up by the first process that asks."""
    file = folder / "run.json"
    if not file.exists():
        file.write_text(json.dumps({"name": f"oppsera_test_{secrets.token_hex(4)}"}), encoding="utf-8")
    name: str = json.loads(file.read_text(encoding="utf-8"))["name"]
    return name


def _given(services: embedded.Services | None) -> embedded.Services:
    if services is None:
        raise RuntimeError("embedded services were not started")
    return services


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
