"""The rules that keep tenants apart, asked of the database; each is seen failing on a broken schema."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from oppsera_host.testing.databases import Database
from tests.tenancy import catalogue
from tests.tenancy.catalogue import RULES, Connection

pytestmark = pytest.mark.stock


@pytest.fixture(name="admin")
def admin_fixture(database: Database) -> Iterator[Connection]:
    """A connection as administrator in one transaction that is rolled back."""
    with psycopg.connect(database.connect_as_admin().info.dsn) as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_schema_keeps_tenants_apart(admin: Connection, rule):
    assert rule(admin) == []


def test_every_known_exception_still_exists(admin: Connection):
    tables = {row[0] for row in admin.execute(catalogue._TABLES)}
    indexes = {row[1] for row in admin.execute(catalogue._INDEXES)}
    assert set(catalogue.GLOBAL_TABLES) <= tables
    assert set(catalogue.OTHER_INDEXES) <= indexes
    assert set(catalogue.APPEND_ONLY) <= tables


def test_the_tenant_is_read_in_the_plan_and_not_by_a_call(admin: Connection):
    """Some twenty times in a move."""
    rows = admin.execute("explain (verbose, costs off) select host_tenant()").fetchall()
    assert any("COALESCE" in line for (line,) in rows), rows


MUTANTS = [
    ("unprotected_tables", "drop policy tenant_isolation on pms_guests"),
    ("unprotected_tables", "alter table pms_guests disable row level security"),
    ("unprotected_tables", "alter table pms_guests no force row level security"),
    (
        "unprotected_tables",
        "create table pms_strays (id uuid); alter table pms_strays owner to oppsera_owner",
    ),
    ("unprotected_tables", "create table pms_strays (tenant_id uuid)"),
    (
        "loose_policies",
        (
            "drop policy tenant_isolation on pms_rooms; create policy tenant_isolation on pms_rooms"
            " for all to oppsera_app using (true) with check (tenant_id = (select host_tenant()))"
        ),
    ),
    (
        "loose_policies",
        (
            "drop policy tenant_isolation on pms_rooms; create policy tenant_isolation on pms_rooms"
            " for all to oppsera_app using (tenant_id = (select host_tenant())) with check (true)"
        ),
    ),
    (
        "loose_policies",
        (
            "drop policy tenant_isolation on pms_rooms; create policy tenant_isolation on pms_rooms"
            " for all to oppsera_app using (tenant_id = (select host_tenant()))"
        ),
    ),
    ("loose_policies", "create policy everybody on pms_rooms for select to public using (true)"),
    ("loose_policies", "create policy relay on pms_guests for select to oppsera_relay using (true)"),
    ("keys_across_tenants", "create unique index uq_mail on pms_guests (email, id)"),
    ("keys_across_tenants", "create index ix_lower on pms_guests (lower(email))"),
    (
        "keys_across_tenants",
        (
            "alter table pms_room_blocks add constraint x exclude using gist (room_id with =, stay with &&)"
            " where (false)"
        ),
    ),
    (
        "references_across_tenants",
        (
            "alter table pms_rooms add constraint u unique (id); alter table pms_room_blocks"
            " add constraint f foreign key (room_id) references pms_rooms (id)"
        ),
    ),
    ("leaking_views", "create view everyone as select * from pms_guests"),
    ("leaking_views", "create materialized view everyone as select * from pms_guests with no data"),
    (
        "privileged_functions",
        (
            "create function peek() returns bigint language sql security definer set search_path = public"
            " as 'select count(*) from pms_guests'"
        ),
    ),
    ("privileged_functions", "create function f() returns int language sql as 'select 1'"),
    ("privileged_roles", "alter role oppsera_app bypassrls"),
    ("privileged_roles", "alter role oppsera_migrator superuser"),
    ("privileged_roles", "grant oppsera_owner to oppsera_app"),
    ("loose_grants", "grant truncate on pms_guests to oppsera_app"),
    ("loose_grants", "grant update on pms_audit_log to oppsera_app"),
    ("loose_grants", "grant delete on host_outbox_events to oppsera_app"),
    ("loose_grants", "grant select on pms_guests to public"),
]


@pytest.mark.parametrize(
    ("rule", "change"), MUTANTS, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(MUTANTS)]
)
def test_control_a_broken_schema_is_noticed(admin: Connection, rule: str, change: str):
    for statement in change.split("; "):
        admin.execute(statement)
    assert getattr(catalogue, rule)(admin) != []


def test_every_rule_has_a_mutant():
    assert {rule for rule, _ in MUTANTS} == {rule.__name__ for rule in RULES}
