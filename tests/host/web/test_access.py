"""A route that does not say who may call it never goes into service."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.views import MethodView

from oppsera_host.web import access
from oppsera_host.web.access import public, require, signed_in


@pytest.fixture
def bare_app():
    return Flask("bare")


def test_an_unmarked_route_stops_the_start(bare_app):
    bare_app.add_url_rule("/open", "open", lambda: "everything")

    with pytest.raises(RuntimeError, match="GET /open"):
        access.refuse_undeclared(bare_app, ())


def test_marked_routes_do_not(bare_app):
    bare_app.add_url_rule("/a", "a", public(lambda: ""))
    bare_app.add_url_rule("/b", "b", signed_in(lambda: ""))
    bare_app.add_url_rule("/c", "c", require("x.read")(lambda: ""))

    access.refuse_undeclared(bare_app, {"x.read"})


def test_each_method_of_a_class_needs_its_own_mark(bare_app):
    class Rooms(MethodView):
        @require("x.read")
        def get(self):
            return ""

        def post(self):
            return ""

    bare_app.add_url_rule("/rooms", view_func=Rooms.as_view("rooms"))

    with pytest.raises(RuntimeError, match="POST /rooms") as refusal:
        access.refuse_undeclared(bare_app, {"x.read"})
    assert "GET /rooms" not in str(refusal.value)


def test_a_permission_nobody_brings_stops_the_start(bare_app):
    bare_app.add_url_rule("/c", "c", require("x.raed")(lambda: ""))

    with pytest.raises(RuntimeError, match=r"x\.raed"):
        access.refuse_undeclared(bare_app, {"x.read"})


def test_the_whole_application_is_declared(app):
    assert not list(access.undeclared(app))


def test_no_route_is_public_by_accident(app):
    public_routes = {
        rule.rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"OPTIONS", "HEAD"}
        if access.access_of(app, rule.endpoint, method) == access.PUBLIC
        and not rule.endpoint.endswith("static")
    }

    assert public_routes == {
        "/",
        "/login",
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/openapi.json",
        "/api/docs",
    }


def test_every_other_api_route_wants_a_caller(app, client):
    for rule in app.url_map.iter_rules():
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            if (
                rule.rule.startswith("/api/")
                and access.access_of(app, rule.endpoint, method) != access.PUBLIC
            ):
                path = rule.rule.replace("<uuid:", "<").replace("<", "").replace(">", "")
                assert client.open(path, method=method).status_code == 401, rule.rule
