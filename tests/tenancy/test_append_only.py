"""What the application's own role cannot do, tried as that role on rows it may see."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql

from oppsera_host.db.bootstrap import libpq_url
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.databases import Database
from tests.factories.hotel import build_hotel
from tests.tenancy.catalogue import APPEND_ONLY

pytestmark = pytest.mark.stock
TABLES = "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1"


@pytest.fixture(name="hotel", autouse=True)
def hotel_fixture(actor: Actor):
    """Rows that could be seen or changed."""
    return build_hotel(actor)


def as_application(database: Database, tenant: Tenant | None) -> psycopg.Connection:
    connection = psycopg.connect(libpq_url(database.admin_url))
    connection.execute("set role oppsera_app")
    if tenant is not None:
        connection.execute("select set_config('app.tenant_id', %s, false)", (str(tenant.id),))
    connection.commit()
    return connection


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_application_cannot_rewrite_history(database: Database, tenant: Tenant, table: str):
    name = sql.Identifier(table)
    with as_application(database, tenant) as connection:
        for statement in ("update {} set tenant_id = tenant_id", "delete from {}", "truncate {}"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql.SQL(statement).format(name))
            connection.rollback()


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_not_even_the_owner_rewrites_history(database: Database, tenant: Tenant, table: str):
    name = sql.Identifier(table)
    with database.connect_as_admin() as connection, connection.transaction(force_rollback=True):
        if table == "pms_folio_entries":
            connection.execute("set local session_replication_role = replica")
            connection.execute(
                "insert into pms_folio_entries (tenant_id, id, property_id, reservation_id, folio_id, kind, code,"
                " business_date, quantity, unit_amount, amount, description, posted_by, posted_at)"
                " values (%s, %s, %s, %s, %s, 'CHARGE', 'ROOM', '2027-03-15', 1, 1, 1, '', '', now())",
                (tenant.id, uuid4(), uuid4(), uuid4(), uuid4()),
            )
            connection.execute("set local session_replication_role = origin")
        if table == "pms_room_status_log":
            connection.execute("set local session_replication_role = replica")
            connection.execute(
                "insert into pms_room_status_log (tenant_id, id, room_id, at, actor, cause, reason,"
                " occupancy_before, condition_before, status_before, occupancy_after, condition_after, status_after)"
                " values (%s, %s, %s, now(), 'x', 'BY_HAND', '', '', '', '', '', '', '')",
                (tenant.id, uuid4(), uuid4()),
            )
            connection.execute("set local session_replication_role = origin")
        for statement in ("update {} set tenant_id = tenant_id", "delete from {}", "truncate {} cascade"):
            with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
                connection.execute(sql.SQL(statement).format(name))


def test_the_application_empties_no_table(database: Database, tenant: Tenant):
    with database.connect_as_admin() as admin:
        tables = [row[0] for row in admin.execute(TABLES)]
    assert len(tables) > 25
    with as_application(database, tenant) as connection:
        for table in tables:
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql.SQL("truncate {} cascade").format(sql.Identifier(str(table))))
            connection.rollback()


def test_without_a_tenant_every_table_with_rows_raises(database: Database, tenant: Tenant):
    """Only one's own memberships need no tenant; the question is never put where there is no row to put it to."""
    with database.connect_as_admin() as admin:
        tables = {
            str(row[0])
            for row in admin.execute(
                "select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace"
            )
        }
        everything = {table: admin.execute(_all_of(table)).fetchall() for table in tables}
    answered = set()
    with as_application(database, None) as connection:
        for table in tables:
            try:
                assert connection.execute(_all_of(table)).fetchall() == [], table
                answered.add(table)
            except errors.InsufficientPrivilege:
                pass
            connection.rollback()
    assert any(everything[table] for table in tables - answered)
    assert {table for table in answered if everything[table]} <= {"host_memberships"}


def _all_of(table: str) -> sql.Composed:
    return sql.SQL("select * from {}").format(sql.Identifier(table))


def test_rows_cannot_be_given_to_another_tenant(database: Database, tenant: Tenant, other_tenant: Tenant):
    with as_application(database, tenant) as connection:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("update pms_rooms set tenant_id = %s", (other_tenant.id,))
        connection.rollback()
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(
                "insert into pms_rate_plans (tenant_id, id, version, property_id, code, name)"
                " select %s, gen_random_uuid(), 1, id, 'X', 'X' from pms_properties",
                (other_tenant.id,),
            )
