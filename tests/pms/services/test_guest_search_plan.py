"""Search as one types stays an index look-up, however many guests a house has had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from addons.pms.db.queries import guests as queries
from addons.pms.services.guest_details import search_words
from addons.pms.services.guest_search import binds_of
from oppsera_host.db.bootstrap import libpq_url
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.databases import Database

GUESTS = 6_000
_FILL = """
insert into pms_guests (tenant_id, id, version, first_name, last_name, email, phone, notes, search_text,
  created_at, updated_at)
select %(tenant)s, gen_random_uuid(), 1, '', '', null, null, '',
  'name' || k || ' first' || (k %% 97) || ' mail' || k || '@example.org 49301' || lpad(k::text, 6, '0'), now(), now()
from generate_series(1, %(count)s) k
"""


@pytest.fixture
def connection(tenant: Tenant, other_tenant: Tenant, database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the application's role, in a house with thousands of guests beside a larger one."""
    with database.connect_as_admin() as admin:
        admin.execute(_FILL, {"tenant": tenant.id, "count": GUESTS})
        admin.execute(_FILL, {"tenant": other_tenant.id, "count": GUESTS * 5})
        admin.execute("vacuum analyze pms_guests")
        admin.execute("vacuum analyze pms_guest_words")
    with psycopg.connect(libpq_url(database.app_url), autocommit=True) as made:
        yield made
    with database.connect_as_admin() as admin:
        for house in (tenant, other_tenant):
            admin.execute("delete from pms_guest_words where tenant_id = %s", (house.id,))
            admin.execute("delete from pms_guests where tenant_id = %s", (house.id,))


def explain(connection: psycopg.Connection[Any], statement: str, values: dict[str, Any]) -> dict[str, Any]:
    """The plan of ``statement`` as it was carried out, as the application would be given it."""
    with connection.transaction():
        connection.execute("select set_config('app.tenant_id', %s, true)", (str(values["tenant"]),))
        row = connection.execute(
            f"explain (analyze, buffers, format json) {statement}".encode(), values
        ).fetchone()
    assert row is not None
    plan: dict[str, Any] = row[0][0]["Plan"]
    return plan


def named(statement: Any) -> str:
    """The statement with its binds as the driver writes them."""
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", str(statement).replace("%", "%%"))


def pages(plan: dict[str, Any]) -> int:
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def search(tenant: Tenant, query: str) -> dict[str, Any]:
    return {"tenant": tenant.id, "after": None, "count": 50, **binds_of(search_words(query))}


LOOKED_FOR = {
    "name5345": 1, "first12 name53": 1, "mail999@example.org": 1, "030 1005345": 1, "+49 (0)30 1005345": 1,
    "005345": 1, "nobody": 0,
}  # fmt: skip


def test_words_are_looked_up_in_their_index(connection: psycopg.Connection[Any], tenant: Tenant):
    for query, found in LOOKED_FOR.items():
        plan = explain(connection, named(queries.SEARCH), search(tenant, query))
        looked_up = [node for node in nodes(plan) if node.get("Relation Name") == "pms_guest_words"]
        assert looked_up, query
        for node in looked_up:
            condition = str(node.get("Index Cond") or node.get("Recheck Cond"))
            assert "word >=" in condition, node
            assert "word <=" in condition, node
            assert "tenant_id =" in condition, node
        assert not [node for node in nodes(plan) if node["Node Type"] == "Seq Scan"], query
        assert (query, plan["Actual Rows"]) == (query, found)
        assert pages(plan) < 200, query
    everybody = explain(connection, named(queries.EVERYBODY), search(tenant, ""))
    assert everybody["Actual Rows"] == 50
    assert pages(everybody) < 200


def test_control_a_pattern_reads_every_guest(connection: psycopg.Connection[Any], tenant: Tenant):
    """Why search has no LIKE: under row-level security it can be no index condition."""
    like = (
        "select g.id from pms_guests g where g.tenant_id = cast(%(tenant)s as uuid)"
        " and g.search_text like 'name5345%%'"
    )
    connection.execute("set enable_seqscan = off")
    plan = explain(connection, like, {"tenant": tenant.id})
    assert not [node for node in nodes(plan) if "~~" in str(node.get("Index Cond"))]
    assert max(int(node.get("Rows Removed by Filter", 0)) for node in nodes(plan)) == GUESTS - 1


def test_comparing_text_is_leakproof_and_matching_it_is_not(database: Database):
    with database.connect_as_admin() as admin:
        rows = admin.execute(
            "select proname, proleakproof from pg_proc"
            " where proname in ('text_ge', 'text_le', 'texteq', 'textlike', 'texticlike')"
        ).fetchall()
    assert dict(rows) == {
        "text_ge": True, "text_le": True, "texteq": True, "textlike": False, "texticlike": False,
    }  # fmt: skip
