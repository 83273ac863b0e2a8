"""Addons are switched on and off per tenant, in an order that leaves none without what it needs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from oppsera_host.addons import activation
from oppsera_host.addons import registry as registry_module
from oppsera_host.addons.registry import registry_of
from oppsera_host.db import unit_of_work
from oppsera_host.errors import AppError
from oppsera_host.outbox.feed import read_events
from tests.support.dummy_application import (  # noqa: F401 - fixtures, found by their names
    application_fixture,
    dummies_fixture,
    dummy_fixture,
    environment_fixture,
)


@pytest.fixture
def enabled_addons():
    return ()


@pytest.fixture
def registry(app):
    return registry_of(app)


def events_of(actor):
    with unit_of_work.reading(actor) as session:
        return [(event["type"], event["payload"]["addon"]) for event in read_events(session, 0, 100)]


def test_switching_on_calls_the_addon_and_leaves_a_trace(registry, actor, dummy):
    assert activation.enable(registry, "dummy_addon", actor=actor) == ("dummy_addon",)
    assert registry.enabled_for(actor.tenant_id) == {"dummy_addon"}
    assert dummy.switched_on[-1] == actor.tenant_id
    assert events_of(actor) == [("host.addon.enabled.v1", "dummy_addon")]
    with unit_of_work.reading(actor) as session:
        audit = session.execute(text("select action, actor, after from host_audit_log")).one()
    assert (audit.action, audit.actor) == ("addon.enable", "system:test")
    assert audit.after["enabled"] is True


def test_what_was_read_before_a_switch_is_not_remembered_after_it(app, registry, actor, monkeypatch):
    fetch, switched = registry_module.fetch_all, []

    def switch_on():
        with app.app_context():
            switched.extend(activation.enable(registry, "dummy_addon", actor=actor))

    def meanwhile(*asked):
        found = fetch(*asked)
        if not switched:
            with ThreadPoolExecutor(1) as another:
                another.submit(switch_on).result()
        return found

    monkeypatch.setattr(registry_module, "fetch_all", meanwhile)
    assert registry.enabled_for(actor.tenant_id) == frozenset(), "as it was when it was asked"
    assert switched == ["dummy_addon"]
    assert registry.enabled_for(actor.tenant_id) == {"dummy_addon"}


def test_switching_on_twice_changes_nothing(registry, actor):
    activation.enable(registry, "dummy_addon", actor=actor)
    assert activation.enable(registry, "dummy_addon", actor=actor) == ()
    assert len(events_of(actor)) == 1


def test_an_addon_waits_for_what_it_depends_on(registry, actor):
    with pytest.raises(AppError) as refusal:
        activation.enable(registry, "dummy_partner", actor=actor)
    assert (refusal.value.code, refusal.value.status) == ("ADDON_NEEDS_OTHERS", 409)
    assert refusal.value.facts == {"addons": ["dummy_addon"]}
    assert registry.enabled_for(actor.tenant_id) == frozenset()


def test_an_addon_stays_on_while_others_depend_on_it(registry, actor):
    activation.enable(registry, "dummy_addon", actor=actor)
    activation.enable(registry, "dummy_partner", actor=actor)
    with pytest.raises(AppError) as refusal:
        activation.disable(registry, "dummy_addon", actor=actor)
    assert (refusal.value.code, refusal.value.facts) == (
        "ADDON_NEEDED_BY_OTHERS",
        {"addons": ["dummy_partner"]},
    )
    assert "dummy_addon" in registry.enabled_for(actor.tenant_id)


def test_switching_off_calls_the_addon_and_leaves_a_trace(registry, actor, dummy):
    activation.enable(registry, "dummy_addon", actor=actor)
    assert activation.disable(registry, "dummy_addon", actor=actor) is True
    assert activation.disable(registry, "dummy_addon", actor=actor) is False
    assert registry.enabled_for(actor.tenant_id) == frozenset()
    assert dummy.switched_off[-1] == actor.tenant_id
    assert events_of(actor)[-1] == ("host.addon.disabled.v1", "dummy_addon")


def test_versions_of_a_switch_grow_over_its_life(registry, actor):
    activation.enable(registry, "dummy_addon", actor=actor)
    activation.disable(registry, "dummy_addon", actor=actor)
    activation.enable(registry, "dummy_addon", actor=actor)
    with unit_of_work.reading(actor) as session:
        assert [event["aggregateVersion"] for event in read_events(session, 0, 100)] == [1, 2, 3]


def test_glue_comes_on_with_the_last_of_what_it_joins(registry, actor):
    activation.enable(registry, "dummy_addon", actor=actor)
    assert activation.enable(registry, "dummy_partner", actor=actor) == ("dummy_partner", "dummy_glue")
    assert registry.enabled_for(actor.tenant_id) == {"dummy_addon", "dummy_partner", "dummy_glue"}


def test_an_addon_that_refuses_stays_off(registry, actor, dummy):
    dummy.refusing.add(actor.tenant_id)
    with pytest.raises(AppError, match="does not want to"):
        activation.enable(registry, "dummy_addon", actor=actor)
    assert registry.enabled_for(actor.tenant_id) == frozenset()
    assert events_of(actor) == []


def test_an_unknown_addon_is_not_found(registry, actor):
    for switch in (activation.enable, activation.disable):
        with pytest.raises(AppError) as refusal:
            switch(registry, "no_such_addon", actor=actor)
        assert refusal.value.code == "NOT_FOUND"


def test_one_tenant_does_not_switch_for_another(registry, actor, other_tenant):
    activation.enable(registry, "dummy_addon", actor=actor)
    assert registry.enabled_for(other_tenant.id) == frozenset()


def test_racing_switches_never_leave_an_addon_without_what_it_needs(app, registry, actor):
    def attempt(barrier, switch, name):
        with app.app_context():
            barrier.wait()
            try:
                switch(registry, name, actor=actor)
            except AppError as refusal:
                return refusal.code
        return "done"

    outcomes = set()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            activation.enable(registry, "dummy_addon", actor=actor)
            barrier = Barrier(2)
            on = pool.submit(attempt, barrier, activation.enable, "dummy_partner")
            off = pool.submit(attempt, barrier, activation.disable, "dummy_addon")
            outcomes.add((on.result(), off.result()))
            registry.forget(actor.tenant_id)
            enabled = registry.enabled_for(actor.tenant_id)
            assert "dummy_partner" not in enabled or "dummy_addon" in enabled
            for name in ("dummy_glue", "dummy_partner"):
                activation.disable(registry, name, actor=actor)
    assert outcomes <= {("done", "ADDON_NEEDED_BY_OTHERS"), ("ADDON_NEEDS_OTHERS", "done")}
