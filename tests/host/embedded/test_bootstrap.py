"""Roles, extensions and grants, on the newest PostgreSQL and on the oldest one that is supported."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from oppsera_host.db import migrate
from oppsera_host.db.bootstrap import EXTENSIONS, BootstrapError, bootstrap, libpq_url
from oppsera_host.embedded.binaries import POSTGRES_VARIABLE
from tests.host.embedded.conftest import House

DATABASE = "hotel"
SYSTEM_POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


@pytest.fixture(scope="module", params=["bundled", "system"])
def server(request):
    """A cluster of our own, because roles are shared by all databases of a cluster."""
    environment = {}
    if request.param == "system":
        if not SYSTEM_POSTGRES:
            pytest.skip("the system has no PostgreSQL of its own")
        environment[POSTGRES_VARIABLE] = str(SYSTEM_POSTGRES[0].parent)
    folder = Path(tempfile.mkdtemp(prefix="oppsera-test-"))
    folder.chmod(0o755)
    house = House(folder, environment)
    yield house.client().services().admin_database_url
    house.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def connection(server):
    with psycopg.connect(libpq_url(server), autocommit=True) as opened:
        yield opened


def url_as(server: str, role: str, database: str = DATABASE) -> str:
    return make_url(server).set(username=role, database=database).render_as_string(hide_password=False)


def privileged_roles(connection) -> list[str]:
    rows = connection.execute(
        "select rolname from pg_roles where rolname like 'oppsera%%' and rolname <> 'oppsera_admin'"
        " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)"
    )
    return [name for (name,) in rows]


def test_repeating_changes_nothing(server, connection):
    catalogue = (
        "select (select array_agg(r::text order by r::text) from pg_roles r),"
        " (select array_agg(m.roleid::regrole || ' ' || m.member::regrole order by 1) from pg_auth_members m),"
        " (select array_agg(d.datname || coalesce(d.datacl::text, '') order by 1) from pg_database d)"
    )
    bootstrap(server, DATABASE)
    first = connection.execute(catalogue.replace("order by 1", "")).fetchone()

    bootstrap(server, DATABASE)

    assert connection.execute(catalogue.replace("order by 1", "")).fetchone() == first
    assert privileged_roles(connection) == []


def test_the_application_may_use_the_schema_and_change_nothing_in_it(server):
    bootstrap(server, DATABASE)
    with psycopg.connect(libpq_url(url_as(server, "oppsera_app")), autocommit=True) as application:
        found = {name for (name,) in application.execute("select extname from pg_extension")}
        assert set(EXTENSIONS) <= found
        assert application.execute("select unaccent('Zürich')").fetchone() == ("Zurich",)
        for forbidden in (
            "create table intruder (id integer)",
            "create temporary table intruder (id integer)",
            "set role oppsera_owner",
            "set role oppsera_relay",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(forbidden)


def test_nobody_logs_in_as_owner_or_relay(server):
    bootstrap(server, DATABASE)
    for role in ("oppsera_owner", "oppsera_relay"):
        with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
            psycopg.connect(libpq_url(url_as(server, role)))


def test_a_stranger_may_not_even_connect(server, connection):
    bootstrap(server, DATABASE)
    connection.execute("drop role if exists stranger")
    connection.execute("create role stranger login")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(libpq_url(url_as(server, "stranger")))


def test_the_owner_gives_functions_to_the_relay_and_does_not_read_with_its_policies(server):
    bootstrap(server, DATABASE)
    with psycopg.connect(libpq_url(url_as(server, "oppsera_migrator"))) as migrator:
        migrator.execute("set local role oppsera_owner")
        migrator.execute("create table counted (amount integer)")
        migrator.execute("insert into counted values (1), (2)")
        migrator.execute("alter table counted enable row level security")
        migrator.execute("alter table counted force row level security")
        migrator.execute("create policy relay_reads on counted to oppsera_relay using (true)")
        migrator.execute("grant select on counted to oppsera_relay")
        migrator.execute(
            "create function how_many() returns bigint language sql security definer"
            " set search_path = pg_catalog, public as 'select count(*) from public.counted'"
        )
        migrator.execute("alter function how_many() owner to oppsera_relay")

        assert migrator.execute("select count(*) from counted").fetchone() == (0,)
        assert migrator.execute("select how_many()").fetchone() == (2,)
        migrator.rollback()


def test_privileges_given_by_accident_are_taken_back(server, connection):
    bootstrap(server, DATABASE)
    connection.execute("alter role oppsera_app bypassrls createrole")
    assert privileged_roles(connection) == ["oppsera_app"]  # control: the question sees it

    bootstrap(server, DATABASE)

    assert privileged_roles(connection) == []


def test_an_administrator_without_superuser_can_prepare_and_run_everything(server, connection):
    connection.execute("drop database if exists small_hotel with (force)")
    connection.execute("drop role if exists landlord")
    connection.execute("create role landlord login createdb createrole")
    for role in ("oppsera_app", "oppsera_migrator", "oppsera_owner", "oppsera_relay"):
        if connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone():
            connection.execute(f"drop database if exists {DATABASE} with (force)")
            connection.execute("drop database if exists oppsera with (force)")
            connection.execute(f"drop owned by {role}")
            connection.execute(f"drop role {role}")

    landlord = url_as(server, "landlord", "postgres")
    bootstrap(landlord, "small_hotel")
    bootstrap(landlord, "small_hotel")

    as_owner = url_as(server, "landlord", "small_hotel")
    migrate.upgrade(as_owner)
    with psycopg.connect(libpq_url(url_as(server, "oppsera_app", "small_hotel"))) as application:
        assert application.execute("select count(*) from host_tenants").fetchone() == (0,)
    with psycopg.connect(libpq_url(as_owner), options="-c role=oppsera_app") as application:
        assert application.execute("select current_user").fetchone() == ("oppsera_app",)
        assert application.execute("select count(*) from host_tenants").fetchone() == (0,)


def test_an_administrator_without_superuser_is_told_about_privileges_it_cannot_take_back(server, connection):
    bootstrap(server, DATABASE)
    connection.execute("drop role if exists caretaker")
    connection.execute("create role caretaker login createdb createrole")
    connection.execute("alter role oppsera_app bypassrls")
    try:
        with pytest.raises(BootstrapError, match="ALTER ROLE oppsera_app NOSUPERUSER NOBYPASSRLS"):
            bootstrap(url_as(server, "caretaker", "postgres"), DATABASE)
    finally:
        connection.execute("alter role oppsera_app nobypassrls")


def test_options_of_a_url_reach_the_server(server):
    bootstrap(server, DATABASE)
    url = make_url(server).update_query_dict({"options": "-c role=oppsera_app"})
    with psycopg.connect(libpq_url(url.render_as_string(hide_password=False))) as opened:
        assert opened.execute("select current_user").fetchone() == ("oppsera_app",)


def test_another_encoding_is_refused(server, connection):
    connection.execute("drop database if exists latin with (force)")
    connection.execute(
        "create database latin encoding 'LATIN1' template template0 locale 'C' locale_provider libc"
    )
    with pytest.raises(BootstrapError, match="LATIN1"):
        bootstrap(server, "latin")
