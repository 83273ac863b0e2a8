"""Makes the hotels that are measured on, straight in SQL, and tells where their rows are."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from addons.pms.db.queries.board_rows import ROOM_COLUMNS, SEGMENT_COLUMNS, rooms_from, stays_from
from addons.pms.db.queries.occupancy import COUNTED, EVERY_NIGHT, OCCUPANCY_COLUMNS
from bench import dataset_sql
from oppsera_host.db import migrate
from oppsera_host.db.bootstrap import bootstrap, libpq_url
from oppsera_host.testing.databases import with_database

TODAY = date(2026, 3, 2)
"""A Monday: the business date of every house."""
SECRET = "bench" * 8 + "abc"
ADDONS = ["pms"]
SUBSCRIBERS = ["pms.board"]


@dataclass(frozen=True)
class Size:
    """How much there is: ``tenants`` houses of ``rooms`` rooms with ``weeks`` weeks of stays from ``first`` on."""

    tenants: int
    rooms: int
    weeks: int
    first: date

    @property
    def last_week(self) -> date:
        """The last Monday with stays."""
        return self.first + timedelta(weeks=self.weeks - 1)


def large(scale: float) -> Size:
    """Two years of 200 houses of 100 rooms, times ``scale``; the business date in the middle."""
    return Size(max(1, round(200 * scale)), 100, 104, TODAY - timedelta(weeks=52))


def hundredth(size: Size) -> Size:
    """A hundredth of ``size``: as few houses and weeks around the business date as that takes."""
    tenants = max(1, size.tenants // 100)
    weeks = max(16, round(size.tenants * size.weeks / 100 / tenants))
    return Size(tenants, size.rooms, weeks, TODAY - timedelta(weeks=weeks // 3))


def lodge() -> Size:
    """A small hotel alone in its database."""
    return Size(1, 60, 52, TODAY - timedelta(weeks=26))


def tenant_id(connection: psycopg.Connection[Any], number: int) -> UUID:
    """Return the id of house ``number``."""
    row = connection.execute("select bench.id(1, %s, 0)", (number,)).fetchone()
    if row is None:
        raise LookupError(number)
    found: UUID = row[0]
    return found


def token_of(tenant: UUID) -> str:
    """Return the bearer token of a house."""
    return f"opp_{tenant.hex}_{SECRET}"


def ensure(admin_url: str, migration_url: str, name: str, size: Size) -> float:
    """Make the database ``name`` unless it is there with just these hotels; return the seconds that took."""
    wanted = _fingerprint(size)
    with psycopg.connect(libpq_url(admin_url), autocommit=True) as connection:
        row = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", (name,)
        ).fetchone()
        if row is not None and row[0] == wanted:
            return 0.0
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
    began = time.monotonic()
    bootstrap(admin_url, name)
    migrate.upgrade(with_database(migration_url, name))
    with psycopg.connect(libpq_url(with_database(admin_url, name)), autocommit=True) as connection:
        _fill(connection, size)
        statement = sql.SQL("comment on database {} is {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Literal(wanted)))
    return time.monotonic() - began


def _fingerprint(size: Size) -> str:
    folder = Path(__file__).parent
    migrations = sorted((folder.parent / "addons/pms/migrations").glob("*.py"))
    sources = [folder / "dataset.py", folder / "dataset_sql.py", *migrations]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()
    return f"bench {asdict(size)} {digest[:16]}"


def _fill(connection: psycopg.Connection[Any], size: Size) -> None:
    binds: dict[str, Any] = {
        **asdict(size),
        "today": TODAY,
        "addons": ADDONS,
        "subscribers": SUBSCRIBERS,
        "secret": SECRET,
    }
    client = psycopg.ClientCursor(connection)
    connection.execute("set synchronous_commit = off")
    connection.execute("set work_mem = '256MB'")
    connection.execute("set maintenance_work_mem = '512MB'")
    client.execute(dataset_sql.FUNCTIONS)
    client.execute("drop table if exists bench.stays")
    client.execute(dataset_sql.STAYS, binds)
    connection.execute("set session_replication_role = replica")  # foreign keys hold by construction
    for statement in dataset_sql.ROWS.values():
        client.execute(statement, binds)
    connection.execute("set session_replication_role = origin")
    connection.execute("analyze")
    client.execute(dataset_sql.VERSIONS, binds)
    _fill_read_models(connection, client, size)
    connection.execute("vacuum analyze")
    connection.execute("checkpoint")


def _fill_read_models(
    connection: psycopg.Connection[Any], client: psycopg.ClientCursor[Any], size: Size
) -> None:
    """Write what the projection would write, by its own selects, as one insert per house."""
    connection.execute("set jit = off")
    for number in range(1, size.tenants + 1):
        binds = {"tenant": tenant_id(connection, number), "version": 1}
        row = connection.execute("select bench.id(3, %s, 0)", (number,)).fetchone()
        binds["property"] = row[0] if row else None
        for table, columns, select in (
            ("rm_pms_calendar_rooms", ROOM_COLUMNS, rooms_from("true")),
            ("rm_pms_calendar_segments", SEGMENT_COLUMNS, f"{stays_from('true')} order by s.reservation_id"),
            (
                "rm_pms_daily_occupancy",
                OCCUPANCY_COLUMNS,
                f"with {EVERY_NIGHT} {COUNTED.lstrip().replace('with ', ', ', 1)}",
            ),
        ):
            names = ", ".join(columns)
            client.execute(
                _psycopg_binds(
                    f"insert into {table} (tenant_id, model_version, {names})"
                    f" select cast(:tenant as uuid), 1, {names} from ({select}) as q"
                ),
                binds,
            )


def _psycopg_binds(statement: str) -> str:
    """The selects are written for SQLAlchemy: ``:name``."""
    for name in ("tenant", "version", "property"):
        statement = statement.replace(f"(:{name} ", f"(%({name})s ")
    return statement
