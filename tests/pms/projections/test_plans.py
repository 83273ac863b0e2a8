"""The hot reads keep their plans: traps found by measuring, each with a test that would catch it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from addons.pms.db.queries.board_rows import stays_from
from addons.pms.db.queries.calendar import BOARD, STATE
from addons.pms.db.queries.occupancy import COUNTED, THESE_NIGHTS
from addons.pms.services.calendar_week import WHOLE_PROPERTY
from oppsera_host.db.bootstrap import libpq_url
from oppsera_host.db.fast_read import fetch_all, tenant_select
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk

MONDAY = date(2027, 3, 15)
FILLED = {
    "rm_pms_calendar_segments": "week",
    "rm_pms_daily_occupancy": "night",
    "rm_pms_calendar_versions": "week",
}


@pytest.fixture
def crowded(desk: Desk, tenant: Tenant, database: Database, drain_outbox: Callable[[], int]) -> Desk:
    """A hotel whose read models also hold years of copies, so that a wrong plan would be the dear one."""
    desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    with database.connect_as_admin() as admin:
        for table, day in FILLED.items():
            columns = _columns(admin, table)
            shifted = ", ".join(f"{name} + 7 * k" if name == day else name for name in columns)
            admin.execute(
                f"insert into {table} ({', '.join(columns)}) select {shifted} from {table},"
                f" generate_series(1, 3000) k where tenant_id = %s".encode(),
                (tenant.id,),
            )
        for table in FILLED:
            admin.execute(f"vacuum analyze {table}".encode())
    return desk


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the application's role, under row-level security."""
    with psycopg.connect(libpq_url(database.app_url), autocommit=True) as made:
        yield made


def binds(tenant: Tenant, property_id: UUID, days: int = 7) -> dict[str, Any]:
    weeks = [MONDAY + timedelta(days=7 * week) for week in range((days + 6) // 7)]
    return {
        "tenant": tenant.id, "property": property_id, "start": MONDAY, "end": MONDAY + timedelta(days=days),
        "weeks": weeks, "first_week": MONDAY, "versioned": [WHOLE_PROPERTY, *weeks], "type": None,
        "hidden": ["CANCELLED", "NO_SHOW", "EXPIRED"], "known_rooms": 1, "known_model": 1, "names": True,
    }  # fmt: skip


def scans(connection: psycopg.Connection[Any], select: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Every node of the plan that reads a read model."""
    row = run(connection, "explain (format json) ", select, values).fetchone()
    assert row is not None
    found: list[dict[str, Any]] = []

    def walk(node: dict[str, Any]) -> None:
        found.append(node)
        for child in node.get("Plans", []):
            walk(child)

    walk(row[0][0]["Plan"])
    return [node for node in found if str(node.get("Relation Name", "")).startswith("rm_pms_")]


def condition(node: dict[str, Any]) -> str:
    """What the index is searched by; a KeyError is a scan without one."""
    return str(node["Recheck Cond"] if node["Node Type"] == "Bitmap Heap Scan" else node["Index Cond"])


def run(connection: psycopg.Connection[Any], prefix: str, select: str, values: dict[str, Any]) -> Any:
    wrapped = tenant_select(select)
    cursor = psycopg.RawCursor(connection)
    return cursor.execute(prefix.encode() + wrapped.text, [values[name] for name in wrapped.names])


@pytest.mark.parametrize("days", [7, 62])
def test_every_branch_of_the_board_is_an_equality_look_up(
    days: int, crowded: Desk, tenant: Tenant, connection: psycopg.Connection[Any]
) -> None:
    found = scans(connection, BOARD, binds(tenant, crowded.hotel.property_id, days))
    conditions = {
        node["Relation Name"]: condition(node)
        for node in found
        if node["Relation Name"] != "rm_pms_calendar_rooms"
    }
    assert set(conditions) == {
        "rm_pms_calendar_segments", "rm_pms_daily_occupancy", "rm_pms_calendar_versions",
    }  # fmt: skip
    for table, text in conditions.items():
        assert "tenant_id =" in text, table
        assert "property_id =" in text, table
    assert "model_version =" in conditions["rm_pms_calendar_segments"]
    assert "week = ANY" in conditions["rm_pms_calendar_segments"]
    assert "night >=" in conditions["rm_pms_daily_occupancy"]


def test_stays_are_read_from_the_index_alone(
    crowded: Desk, tenant: Tenant, connection: psycopg.Connection[Any]
) -> None:
    found = scans(connection, BOARD, binds(tenant, crowded.hotel.property_id))
    (node,) = [each for each in found if each["Relation Name"] == "rm_pms_calendar_segments"]
    assert node["Node Type"] == "Index Only Scan"


def test_the_state_is_an_index_look_up_too(
    crowded: Desk, tenant: Tenant, connection: psycopg.Connection[Any]
) -> None:
    (node,) = scans(connection, STATE, binds(tenant, crowded.hotel.property_id))
    assert "week = ANY" in condition(node)


def test_the_control_a_range_operator_loses_the_index(
    crowded: Desk, tenant: Tenant, connection: psycopg.Connection[Any]
) -> None:
    """Why the reads have no ``&&``: under row-level security it can be no index condition."""
    select = (
        "select id from pms_room_blocks b where b.tenant_id = %(tenant)s::uuid"
        " and b.room_id = %(property)s::uuid and b.stay && daterange(%(start)s::date, %(end)s::date)"
    )
    connection.execute("set enable_seqscan = off")
    connection.execute("set enable_bitmapscan = off")
    row = run(
        connection, "explain (format json) ", select, binds(tenant, crowded.hotel.property_id)
    ).fetchone()
    assert row is not None
    plan = json.dumps(row[0])
    assert re.search(r'"Filter": "[^"]*&&', plan)
    assert not re.search(r'"Index Cond": "[^"]*&&', plan)


def test_operators_on_the_path_are_leakproof(connection: psycopg.Connection[Any]) -> None:
    """Equality and order of ids, dates, numbers and text are; ranges are not."""
    leaky = {
        row[0]
        for row in connection.execute(
            "select p.proname from pg_operator o join pg_proc p on p.oid = o.oprcode where not p.proleakproof"
            " and o.oprname in ('=', '<', '>', '<=', '>=') and o.oprleft = o.oprright"
            " and o.oprleft in ('uuid'::regtype, 'date'::regtype, 'int2'::regtype, 'int8'::regtype)"
        ).fetchall()
    }
    assert leaky == set()
    for statement in (BOARD, STATE):
        assert "&&" not in statement
        assert "daterange" not in statement


def test_the_tenant_comes_first_whatever_the_plan(
    crowded: Desk, tenant: Tenant, actor: Actor, other_tenant: Tenant
) -> None:
    """The statement sets its own tenant: it must answer, for the right tenant, on a generic plan too."""
    values = binds(tenant, crowded.hotel.property_id)
    statement = tenant_select(BOARD)
    for _ in range(12):  # PostgreSQL considers a generic plan from the sixth execution on
        with tenant_scope(tenant.id):
            mine = fetch_all(statement, values)
        with tenant_scope(other_tenant.id):
            theirs = fetch_all(statement, values)
        assert [row[0] for row in mine].count("RESERVATION") == 1
        assert {row[0] for row in theirs} <= {"STATE", "ROOMS"}
        assert all(row[1] in {None, ""} for row in theirs)


def test_nothing_is_read_without_a_tenant(connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(RuntimeError, match="needs a tenant in scope"):
        fetch_all(tenant_select(STATE), {})
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no tenant in scope"):
        connection.execute("select * from rm_pms_calendar_segments")


def test_the_setting_ends_with_the_statement(
    crowded: Desk, tenant: Tenant, connection: psycopg.Connection[Any]
) -> None:
    run(connection, "", STATE, binds(tenant, crowded.hotel.property_id))
    row = connection.execute("select current_setting('app.tenant_id', true)").fetchone()
    assert row is not None
    assert row[0] in {None, ""}


@pytest.mark.parametrize(("ending", "expected"), [("limit 54", 54), ("", 1000)])
def test_a_stay_is_not_expected_in_a_thousand_weeks(
    ending: str, expected: int, tenant: Tenant, connection: psycopg.Connection[Any]
) -> None:
    """Else the rows that go are not looked up in a hash: for a batch of events, millions of comparisons."""
    select = _psycopg_binds(stays_from("true")).replace("limit 54", ending)
    plan = run(connection, "explain (format json) ", select, {"tenant": tenant.id}).fetchone()[0]
    assert {expected} == set(_rows_of(plan[0]["Plan"], "Limit" if ending else "Function Scan"))


@pytest.mark.parametrize("words", ["full join", "join"])
def test_nights_meet_their_stays_in_a_hash_however_few_are_expected(
    words: str, crowded: Desk, tenant: Tenant, connection: psycopg.Connection[Any]
) -> None:
    """Ten thousand nights against as many stays, one by one, would take longer than a statement may."""
    select = COUNTED.replace("nights n full join stays", f"nights n {words} stays")
    for name in ("hashjoin", "mergejoin"):
        connection.execute(f"set enable_{name} = off".encode())
    values = {"tenant": tenant.id, "property": crowded.hotel.property_id, "nights": [MONDAY]}
    statement = f"with {THESE_NIGHTS}, wanted as materialized ({select}) select * from wanted"
    plan = run(connection, "explain (format json) ", _psycopg_binds(statement), values).fetchone()[0]
    (node,) = joins_of(plan[0]["Plan"], {"nights", "stays"})
    assert (node["Node Type"] == "Nested Loop") == (words == "join")


def joins_of(node: dict[str, Any], tables: set[str]) -> list[dict[str, Any]]:
    """The innermost nodes of the plan that bring the common table expressions ``tables`` together."""
    below = [found for child in node.get("Plans", []) for found in joins_of(child, tables)]
    return below or [node] * (tables <= _scanned(node))


def _rows_of(node: dict[str, Any], kind: str) -> list[int]:
    below = [rows for child in node.get("Plans", []) for rows in _rows_of(child, kind)]
    return below + [node["Plan Rows"]] * (node["Node Type"] == kind)


def _scanned(node: dict[str, Any]) -> set[str]:
    below = [
        _scanned(child) for child in node.get("Plans", []) if child.get("Parent Relationship") != "InitPlan"
    ]
    return set().union({str(node.get("CTE Name"))}, *below)


def _psycopg_binds(statement: str) -> str:
    return re.sub(r"\(:(\w+) as", r"(%(\1)s as", statement)


def _columns(admin: psycopg.Connection[Any], table: str) -> list[str]:
    rows = admin.execute(
        "select column_name from information_schema.columns where table_name = %s order by ordinal_position",
        (table,),
    )
    return [row[0] for row in rows.fetchall()]
