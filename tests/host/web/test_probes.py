from __future__ import annotations

import dataclasses

from oppsera_host.app import create_app
from oppsera_host.settings import Settings
from oppsera_host.testing.client import FreshClient


def test_a_healthy_process_is_ready(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok", "database": True, "redis": True}


def test_losing_redis_keeps_it_ready(environment):
    settings = dataclasses.replace(Settings.from_env(environment), redis_url="unix:///nowhere.sock")
    app = create_app(settings)

    answer = FreshClient(app, app.response_class).get("/readyz")

    assert (answer.status_code, answer.json["redis"]) == (200, False)


def test_losing_the_database_does_not(environment):
    settings = dataclasses.replace(
        Settings.from_env(environment), database_url="postgresql+psycopg://nobody@/none?host=/nowhere"
    )
    app = create_app(settings)
    client = FreshClient(app, app.response_class)

    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_metrics_count_requests_by_route_and_not_by_id(client):
    client.get("/api/host/tokens/0190-anything")
    text = client.get("/metrics").get_data(as_text=True)

    assert 'request_seconds_count{method="GET",route="/healthz",status="200"}' in text
    assert "0190-anything" not in text


def test_invented_methods_are_one_metric(client):
    client.open("/healthz", method="INVENTED")

    assert "INVENTED" not in client.get("/metrics").get_data(as_text=True)


def test_without_a_database_the_api_asks_to_try_again(environment, token_for):
    token = token_for("host_admin").replace("a", "b")
    settings = dataclasses.replace(
        Settings.from_env(environment), database_url="postgresql+psycopg://nobody@/none?host=/nowhere"
    )
    app = create_app(settings)

    answer = FreshClient(app, app.response_class).get(
        "/api/host/me", headers={"Authorization": f"Bearer {token}"}
    )

    assert (answer.status_code, answer.json["code"]) == (503, "UNAVAILABLE")
    assert answer.headers["Retry-After"] == "1"
