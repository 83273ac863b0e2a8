"""The fixtures addon authors rely on do what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from oppsera_host import clock as host_clock
from oppsera_host.addons.registry import registry_of
from oppsera_host.db.base import db
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.testing.outbox import SubscriberFailedError
from tests.support.dummy_application import (  # noqa: F401 - fixtures, found by their names
    application_fixture,
    dummies_fixture,
    dummy_fixture,
    environment_fixture,
)


@pytest.fixture
def enabled_addons():
    return ("dummy_addon",)


def test_tests_run_as_the_application_role(app):
    with db.engine.begin() as connection:
        role = connection.execute(
            text("select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        ).one()
    assert tuple(role) == ("oppsera_app", False, False)


def test_the_administrator_sees_behind_row_level_security(app, tenant, other_tenant, database):
    count = "select count(*) from host_tenant_addons where tenant_id in (%s, %s)"
    both = (tenant.id, other_tenant.id)
    with database.connect_as_admin() as connection:
        assert connection.execute(count, both).fetchone() == (2,)
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        assert connection.exec_driver_sql(count, both).scalar() == 1


def test_one_request_does_not_sign_in_the_next(client):
    assert client.as_role("dummy_addon_reader").get("/api/dummy/greetings").status_code == 200
    assert client.get("/api/dummy/greetings").status_code == 401


def test_a_role_client_speaks_for_the_tenant_it_was_given(app, client, tenant, other_tenant):
    for wanted in (tenant, other_tenant):
        token = client.as_role("host_admin", wanted).token
        assert token.startswith(f"opp_{wanted.id.hex}_")


def test_an_application_in_tests_has_the_usual_addons_and_the_dummies(app):
    assert {"pms", "dummy_addon", "dummy_partner"} <= set(registry_of(app).names)


def test_the_clock_stops_moves_and_runs_on_afterwards(clock):
    instant = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    clock.stop_at(instant)
    assert host_clock.now() == instant
    clock.advance(timedelta(hours=1))
    assert host_clock.now() == instant + timedelta(hours=1)


def test_the_clock_of_the_test_before_runs_again():
    assert host_clock.now().year < 2027 or host_clock.now() > datetime(2027, 3, 29, tzinfo=UTC)


def test_statements_are_counted_without_the_tenant_setting(tenant, query_counter):
    with query_counter() as seen, tenant_scope(tenant.id), db.engine.begin() as connection:
        connection.execute(text("select 1"))
        connection.execute(text("select addon from host_tenant_addons"))
    assert seen.statements == ["select 1", "select addon from host_tenant_addons"]
    with db.engine.begin() as connection:
        connection.execute(text("select 2"))
    assert len(seen) == 2


def test_draining_reaches_the_end_of_the_outbox(tenant, drain_outbox, dummy):
    assert drain_outbox() >= 1
    assert (tenant.id, 1) in dummy.handled
    assert drain_outbox() == 0


def test_draining_does_not_pass_over_a_subscriber_that_fails(tenant, drain_outbox, dummy, monkeypatch):
    monkeypatch.setattr(dummy, "broken_for", tenant.id)
    with pytest.raises(SubscriberFailedError, match=r"dummy_addon.notes v1: .*the dummy chokes"):
        drain_outbox()
