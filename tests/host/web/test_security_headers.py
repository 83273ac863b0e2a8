"""Security headers on every route, whatever it answers."""

from __future__ import annotations

import dataclasses

import pytest

from oppsera_host.app import create_app
from oppsera_host.settings import Settings
from oppsera_host.testing.client import FreshClient

SNAPSHOT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SECRET = "Vb7q-0mXzLr3nTgYw9kPdHs5cJf8aEuQ"


def routes(app):
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name in rule.arguments:
            path = (
                path.replace(f"<{name}>", "x").replace(f"<uuid:{name}>", "x").replace(f"<path:{name}>", "x")
            )
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            yield method, path


def assert_snapshot(answer, production=False):
    for name, value in SNAPSHOT.items():
        assert answer.headers.get_all(name) == [value], (answer.request.path, name)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    if answer.mimetype in {"application/json", "application/problem+json"}:
        assert policy.startswith("default-src 'none'")
    else:
        assert "object-src 'none'" in policy
    assert ("Strict-Transport-Security" in answer.headers) is production
    assert "Server" not in answer.headers or "Werkzeug" not in answer.headers["Server"]
    assert answer.headers["X-Correlation-Id"]


def test_every_route_carries_them(app, client):
    for method, path in routes(app):
        assert_snapshot(client.open(path, method=method))


def test_so_do_errors(broken_app, client):
    for answer in (client.get("/nowhere"), client.get("/api/nowhere"), client.delete("/login")):
        assert answer.status_code >= 400
        assert_snapshot(answer)
    for path in ("/broken", "/api/broken"):
        answer = broken_app.get(path)
        assert answer.status_code == 500
        assert_snapshot(answer)


def test_answers_are_not_stored(app, client):
    for method, path in routes(app):
        answer = client.open(path, method=method)
        secret = "/static/" not in path
        assert ("no-store" in answer.headers.get("Cache-Control", "")) is secret, path


def test_each_page_has_a_nonce_of_its_own(client):
    first, second = client.get("/login"), client.get("/login")

    assert first.headers["Content-Security-Policy"] != second.headers["Content-Security-Policy"]


@pytest.fixture
def production(environment):
    settings = dataclasses.replace(
        Settings.from_env({**environment, "APP_ENV": "production", "SECRET_KEY": SECRET}),
        trusted_hosts=("hotel.example",),
    )
    app = create_app(settings)
    return FreshClient(app, app.response_class)


def test_production_insists_on_https(production):
    answer = production.get("/healthz", base_url="https://hotel.example")

    assert_snapshot(answer, production=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("host", ["evil.example", "hotel.example.evil.example", "localhost"])
def test_only_trusted_hosts_are_served(production, host):
    for path in ("/healthz", "/login", "/api/openapi.json"):
        assert production.get(path, base_url=f"https://{host}").status_code in {400, 401}
    assert production.get("/login", base_url="https://hotel.example").status_code == 200
