"""The checks of ``oppsera doctor`` that ask the database and Redis; none of them changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import redis
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import make_url

from oppsera_host import embedded
from oppsera_host.cli.doctor_checks import Result, failure, ok, warning
from oppsera_host.db import migrate
from oppsera_host.db.bootstrap import APP, EXTENSIONS, MIGRATOR, OLDEST_SERVER, OWNER, RELAY, libpq_url
from oppsera_host.settings import Settings

_RUN_DEV = "Run oppsera db upgrade (oppsera dev does it too); see docs/operations.md for production."
_ROLES = "select rolname, rolsuper or rolbypassrls, rolcanlogin from pg_roles where rolname = any(%s)"


def service_checks(settings: Settings) -> Iterator[tuple[str, Callable[[], Result]]]:
    """Yield the checks; services without an address are started first and stop when the command ends.

    Raises:
        embedded.EmbeddedError: they cannot be started.
    """
    database_url, migration_url, redis_url = _addresses(settings)
    yield "Database", lambda: _database(database_url)
    yield "Roles", lambda: _roles(database_url)
    yield "Extensions", lambda: _extensions(database_url)
    yield "Migrations", lambda: _migrations(migration_url)
    yield "Redis", lambda: _redis(redis_url)


def _addresses(settings: Settings) -> tuple[str, str, str]:
    database_url, redis_url = settings.database_url, settings.redis_url
    if database_url and redis_url:
        return database_url, settings.migration_database_url or database_url, redis_url
    services = embedded.ensure(settings.state_dir, durable=settings.app_env != "test")
    if database_url:
        return database_url, settings.migration_database_url or database_url, services.redis_url
    return services.database_url, services.migration_database_url, redis_url or services.redis_url


def _ask(url: str, question: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(libpq_url(url), connect_timeout=5) as connection:
        return connection.execute(question.encode(), parameters).fetchall()


def _database(url: str) -> Result:
    place = make_url(url).render_as_string(hide_password=True)
    try:
        with psycopg.connect(libpq_url(url), connect_timeout=5) as connection:
            version, user = connection.info.server_version, connection.info.user
    except psycopg.OperationalError as problem:
        return failure(f"{place} does not answer: {problem}", "Start the server, or correct DATABASE_URL.")
    if version < OLDEST_SERVER:
        return failure(f"PostgreSQL {version // 10000} at {place}", "Use PostgreSQL 15 or newer.")
    return ok(f"PostgreSQL {version // 10000}.{version % 10000} as {user}")


def _roles(url: str) -> Result:
    found = {
        name: (privileged, login)
        for name, privileged, login in _ask(url, _ROLES, [OWNER, MIGRATOR, APP, RELAY])
    }
    missing = [role for role in (OWNER, MIGRATOR, APP, RELAY) if role not in found]
    if missing:
        return failure(f"missing: {', '.join(missing)}", _RUN_DEV)
    privileged = [role for role, (bypasses, _) in found.items() if bypasses]
    if privileged:
        return failure(
            f"{', '.join(privileged)} may bypass row-level security",
            f"As superuser: ALTER ROLE {privileged[0]} NOSUPERUSER NOBYPASSRLS",
        )
    return ok("four roles, none may bypass row-level security")


def _extensions(url: str) -> Result:
    there = {name for (name,) in _ask(url, "select extname from pg_extension")}
    missing = [extension for extension in EXTENSIONS if extension not in there]
    if missing:
        return failure(f"missing: {', '.join(missing)}", _RUN_DEV)
    return ok(", ".join(EXTENSIONS))


def _migrations(url: str) -> Result:
    script = ScriptDirectory.from_config(migrate.configuration(url))
    current = migrate.current(url)
    try:
        # A line that others depend on is implied by theirs and not listed, hence the walk down from what is.
        applied = {
            revision.revision
            for revision in script.iterate_revisions(tuple(current), "base", implicit_base=True)
        }
    except CommandError:
        return failure(
            f"at {current}, which this code does not know", "Install the release the database was made by."
        )
    pending = [revision.revision for revision in script.walk_revisions() if revision.revision not in applied]
    if pending:
        return failure(f"{len(pending)} to run, up to {pending[0]}", _RUN_DEV)
    return ok(f"current: {', '.join(current)}")


def _redis(url: str) -> Result:
    client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5, decode_responses=True)
    try:
        version = client.info("server")["redis_version"]
        policy = client.config_get("maxmemory-policy").get("maxmemory-policy")
    except redis.RedisError as problem:
        return failure(f"does not answer: {problem}", "Start the server, or correct REDIS_URL.")
    finally:
        client.close()
    if policy != "noeviction":
        return warning(
            f"{version}, evicts keys ({policy})", "Set maxmemory-policy noeviction, or jobs may vanish."
        )
    return ok(f"{version}, keeps its keys")
