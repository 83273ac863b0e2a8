"""What is off for a tenant is not there: routes, hook calls, menus, subscribers."""

from __future__ import annotations

import pytest

from oppsera_host.addons import activation
from oppsera_host.addons.registry import registry_of
from oppsera_host.identity.actor import system_actor
from oppsera_host.testing.tenants import make_tenant
from tests.support.dummy_application import (  # noqa: F401 - fixtures, found by their names
    application_fixture,
    dummies_fixture,
    dummy_fixture,
    environment_fixture,
)


@pytest.fixture
def enabled_addons():
    return ("dummy_addon",)


@pytest.fixture
def without_addons(app):
    return make_tenant((), "House without addons")


@pytest.fixture
def registry(app):
    return registry_of(app)


def test_a_route_answers_where_its_addon_is_on(client):
    answer = client.as_role("dummy_addon_reader").get("/api/dummy/greetings")
    assert (answer.status_code, answer.json) == (200, {"greeting": "Hello"})


def test_a_route_is_not_found_where_its_addon_is_off(client, without_addons):
    answer = client.as_role("dummy_addon_reader", without_addons).get("/api/dummy/greetings")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "NOT_FOUND"


def test_a_page_is_not_found_where_its_addon_is_off(client, without_addons):
    assert client.as_role("host_admin").get("/dummy/desk").status_code == 200
    assert client.as_role("host_admin", without_addons).get("/dummy/desk").status_code == 404


def test_a_public_page_belongs_to_no_tenant(client, without_addons):
    assert client.get("/dummy/leaflet").status_code == 200
    assert client.as_role("host_admin", without_addons).get("/dummy/leaflet").status_code == 200


def test_a_route_closes_when_its_addon_is_switched_off(client, registry, actor):
    reader = client.as_role("dummy_addon_reader")
    assert reader.get("/api/dummy/greetings").status_code == 200
    activation.disable(registry, "dummy_addon", actor=actor)
    assert reader.get("/api/dummy/greetings").status_code == 404


def test_nobody_signed_in_learns_nothing(client):
    assert client.get("/api/dummy/greetings").status_code == 401


def test_hook_calls_skip_addons_that_are_off(registry, tenant, actor, without_addons):
    assert registry.call_for_tenant(tenant.id, "dummy_greet", name="Ada") == ["Hello Ada"]
    activation.enable(registry, "dummy_partner", actor=actor)
    assert registry.call_for_tenant(tenant.id, "dummy_greet", name="Ada") == ["Good day, Ada", "Hello Ada"]
    assert registry.call_for_tenant(without_addons.id, "dummy_greet", name="Ada") == []


def test_menu_panels_and_assets_follow_the_switch(registry, tenant, without_addons):
    assert [item.id for item in registry.nav_items_for(tenant.id)] == ["dummy_addon"]
    assert [panel.id for panel in registry.panels_for(tenant.id)] == ["dummy_addon.box"]
    assert [bundle.id for bundle in registry.assets_for(tenant.id)] == ["dummy_addon"]
    for listing in (registry.nav_items_for, registry.panels_for, registry.assets_for):
        assert listing(without_addons.id) == ()


def test_a_subscriber_reads_nothing_while_off_and_everything_once_on(
    registry, without_addons, drain_outbox, client, dummy
):
    client.token_for("host_admin", without_addons)  # something happens in the tenant
    drain_outbox(without_addons)
    assert [seq for tenant_id, seq in dummy.handled if tenant_id == without_addons.id] == []
    activation.enable(registry, "dummy_addon", actor=system_actor(without_addons.id, "test"))
    drain_outbox(without_addons)
    assert [seq for tenant_id, seq in dummy.handled if tenant_id == without_addons.id] == [1, 2]


def test_the_administrator_holds_every_permission(registry):
    every = {permission.name for permission in registry.permissions}
    assert registry.permissions_of("host_admin") == every
    assert {"dummy_addon.greetings.read", "host.events.read"} <= every
    assert registry.permissions_of("role_of_a_lost_addon") == frozenset()


def test_settings_of_an_addon_come_from_the_environment_or_its_defaults(registry):
    assert registry.settings["dummy_addon"] == {"DUMMY_GREETING": "Hello"}


def test_two_applications_can_live_in_one_process(application):
    names = [function.__name__ for function in application.before_request_funcs["dummy_addon"]]
    assert names == ["refuse_when_off"]
