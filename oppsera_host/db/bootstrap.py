"""What a database needs before the first migration: roles, the database itself, extensions, grants.

Repeatable at any time. Works as superuser, and as an administrator with CREATEDB and CREATEROLE as far as
PostgreSQL lets one. Baseline: PostgreSQL 15.

Roles: ``oppsera_owner`` owns schema and tables and cannot log in; ``oppsera_migrator`` logs in and becomes
the owner; ``oppsera_app`` serves requests and jobs, owns nothing and obeys row-level security;
``oppsera_relay`` owns the few functions that may count across tenants and cannot log in.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

OWNER, MIGRATOR, APP, RELAY = "oppsera_owner", "oppsera_migrator", "oppsera_app", "oppsera_relay"
EXTENSIONS = ("btree_gist", "citext", "unaccent", "pg_trgm")
OLDEST_SERVER = 150000
_LOCK_KEY = 7_046_029_254_386_353_131
_ROLE_OPTIONS = {
    # NOINHERIT: may become the relay to give it functions, but does not read with its policies.
    OWNER: "nologin noinherit",
    MIGRATOR: "login inherit",
    APP: "login inherit",
    RELAY: "nologin inherit",
}
_APP_BACKSTOPS = {
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
}
_DEADLOCK_TIMEOUT = "200ms"


class BootstrapError(RuntimeError):
    """The server or the administrator cannot carry the application; the message says what to change."""


def bootstrap(admin_url: str, database: str) -> None:
    """Create or repair the roles and ``database``.

    Args:
        admin_url: SQLAlchemy or libpq URL of any existing database, as an administrator.
        database: name of the application's database; created if missing, otherwise kept.

    Raises:
        BootstrapError: the server is too old, not UTF-8, or a role's privileges void row-level security.
        psycopg.Error: the administrator may not do what is needed.
    """
    conninfo = libpq_url(admin_url)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        _check_version(connection)
        connection.execute("select pg_advisory_lock(%s)", (_LOCK_KEY,))
        superuser = _is_superuser(connection)
        _make_roles(connection, superuser=superuser)
        _make_database(connection, database)
        with psycopg.connect(conninfo, dbname=database) as inside:
            _prepare_database(inside, database, superuser=superuser)


def libpq_url(url: str) -> str:
    """Return a SQLAlchemy URL as libpq reads it: no driver's name, and no plus sign for a space."""
    scheme, _, rest = url.partition("://")
    place, mark, query = rest.partition("?")
    return f"{scheme.partition('+')[0]}://{place}{mark}{query.replace('+', '%20')}"


def _check_version(connection: psycopg.Connection[Any]) -> None:
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise BootstrapError(f"PostgreSQL 15 or newer is needed; this server is {version // 10000}.")


def _is_superuser(connection: psycopg.Connection[Any]) -> bool:
    return bool(_value(connection, "select rolsuper from pg_roles where rolname = current_user"))


def _make_roles(connection: psycopg.Connection[Any], *, superuser: bool) -> None:
    for role, options in _ROLE_OPTIONS.items():
        if not _value(connection, "select 1 from pg_roles where rolname = %s", role):
            connection.execute(_sql("create role {role} " + options, role=role))
        _refuse_privileges(connection, role, superuser=superuser)
    memberships = [(OWNER, MIGRATOR), (RELAY, OWNER)]
    if not superuser:  # a superuser may become anybody already; since PostgreSQL 16 a role's maker may not
        me = str(_value(connection, "select current_user"))
        memberships += [(OWNER, me), (APP, me)]
    for role, member in memberships:
        connection.execute(_sql("grant {role} to {member}", role=role, member=member))
    for setting, value in _APP_BACKSTOPS.items():
        connection.execute(_sql("alter role {role} set " + setting + " = " + f"'{value}'", role=APP))


def _refuse_privileges(connection: psycopg.Connection[Any], role: str, *, superuser: bool) -> None:
    privileged = _value(
        connection, "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = %s", role
    )
    if not privileged:
        return
    if not superuser:
        raise BootstrapError(
            f"The role {role} is superuser, may bypass row-level security or may make roles. "
            f"As superuser run: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS NOCREATEROLE"
        )
    connection.execute(_sql("alter role {role} nosuperuser nobypassrls nocreaterole", role=role))


def _make_database(connection: psycopg.Connection[Any], database: str) -> None:
    if not _value(connection, "select 1 from pg_database where datname = %s", database):
        connection.execute(_sql("create database {database}", database=database))


def _prepare_database(connection: psycopg.Connection[Any], database: str, *, superuser: bool) -> None:
    encoding = _value(connection, "show server_encoding")
    if encoding != "UTF8":
        raise BootstrapError(
            f"The database {database} is encoded in {encoding}; "
            "create it with ENCODING 'UTF8' TEMPLATE template0."
        )
    for extension in EXTENSIONS:
        connection.execute(_sql("create extension if not exists {extension}", extension=extension))
    connection.execute(_sql("revoke all on database {database} from public", database=database))
    for role in (MIGRATOR, APP):
        connection.execute(
            _sql("grant connect on database {database} to {role}", database=database, role=role)
        )
    if superuser:
        connection.execute(
            _sql(
                "alter database {database} set deadlock_timeout = " + f"'{_DEADLOCK_TIMEOUT}'",
                database=database,
            )
        )
    # In this order: only the database's owner of the moment may give the schema away.
    if (
        _value(connection, "select nspowner::regrole::text from pg_namespace where nspname = 'public'")
        != OWNER
    ):
        connection.execute(_sql("alter schema public owner to {owner}", owner=OWNER))
    if _value(connection, _DATABASE_OWNER) != OWNER:
        connection.execute(_sql("alter database {database} owner to {owner}", database=database, owner=OWNER))
    connection.execute("revoke all on schema public from public")
    connection.execute(_sql("grant usage on schema public to {app}, {relay}", app=APP, relay=RELAY))
    # A function can only be given to a role that may create in its schema; nobody can log in as the relay.
    connection.execute(_sql("grant create on schema public to {relay}", relay=RELAY))


_DATABASE_OWNER = "select datdba::regrole::text from pg_database where datname = current_database()"


def _value(connection: psycopg.Connection[Any], statement: str, *parameters: str) -> Any:
    row = connection.execute(statement.encode(), parameters or None).fetchone()
    return row[0] if row else None


def _sql(template: str, **names: str) -> sql.Composed:
    return sql.SQL(template).format(**{key: sql.Identifier(name) for key, name in names.items()})
