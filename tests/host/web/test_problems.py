"""Every error under /api is a problem document; people get pages."""

from __future__ import annotations

import uuid

import pytest

MEMBERS = {"type", "title", "status", "detail", "code", "correlationId"}

UNKNOWN = uuid.UUID("0190b0a0-0000-7000-8000-00000000dead")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing/here", 404, "NOT_FOUND"),
        ("GET", f"/api/host/tokens/{UNKNOWN}", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/api/events", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", f"/api/host/tokens/{UNKNOWN}", 404, "NOT_FOUND"),
        ("DELETE", "/api/host/tokens/not-a-uuid", 404, "NOT_FOUND"),
        ("DELETE", "/api/host/tokens/..%2f..", 404, "NOT_FOUND"),
        ("POST", "/api/host/addons/unknown/enable", 404, "NOT_FOUND"),
        ("POST", "/api/host/addons/a%00b/enable", 404, "NOT_FOUND"),
    ],
)
def test_errors_are_problems(client, method, path, status, code):
    answer = client.as_role("host_admin").send(method, path)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json.keys() >= MEMBERS
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert answer.json["correlationId"] == answer.headers["X-Correlation-Id"]


def test_an_odd_id_answers_exactly_like_an_unknown_one(client):
    admin = client.as_role("host_admin")
    headers = {"X-Correlation-Id": "same"}

    answers = [
        admin.delete(f"/api/host/tokens/{name}", headers=headers).data
        for name in ("x", "1", "%27", uuid.uuid4(), str(uuid.uuid4()).upper())
    ]

    assert len(set(answers)) == 1


def test_allow_names_the_methods(client):
    answer = client.as_role("host_admin").delete("/api/events")

    assert "GET" in answer.headers["Allow"]


def test_nobody_learns_anything_before_signing_in(client):
    for method, path in [("GET", "/api/nothing"), ("DELETE", "/api/events"), ("POST", "/api/host/tokens")]:
        answer = client.open(path, method=method, data=b"{", content_type="text/plain")

        assert (answer.status_code, answer.json["code"]) == (401, "UNAUTHENTICATED")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_missing_permission_is_told_before_the_body_is_read(client, token_for, app):
    reader = next((name for name in app.extensions["oppsera_addons"].roles if name != "host_admin"), None)
    if reader is None:
        pytest.skip("no addon brings a role without host permissions")

    answer = client.as_role(reader).post("/api/host/tokens", data=b"{", content_type="text/plain")

    assert (answer.status_code, answer.json["code"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize("given", ["abc-DEF_1.2", "x" * 64])
def test_a_harmless_correlation_id_is_kept(client, given):
    answer = client.get("/healthz", headers={"X-Correlation-Id": given})

    assert answer.headers["X-Correlation-Id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "<script>", "ä"])
def test_any_other_is_replaced(client, given):
    answer = client.get("/healthz", headers={"X-Correlation-Id": given})

    assert uuid.UUID(answer.headers["X-Correlation-Id"]).version == 7


def test_a_fault_of_ours_tells_nothing(broken_app):
    answer = broken_app.get("/api/broken")

    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "INTERNAL_ERROR"
    assert b"secret guest name" not in answer.data
    assert b"Traceback" not in answer.data


def test_a_fault_in_a_page_is_a_page(broken_app):
    answer = broken_app.get("/broken")

    assert answer.status_code == 500
    assert answer.mimetype == "text/html"
    assert b"secret guest name" not in answer.data
    assert answer.headers["X-Correlation-Id"].encode() in answer.data


def test_a_fault_is_logged_without_what_a_guest_typed(capsys, broken_app):
    answer = broken_app.get("/api/broken", headers={"X-Correlation-Id": "find-me"})

    lines = capsys.readouterr().err
    assert answer.status_code == 500
    assert "find-me" in lines
    assert "ValueError" in lines
    assert "secret guest name" not in lines


def test_people_get_pages(client):
    answer = client.get("/no/such/page")

    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert b"There is nothing here" in answer.data


def test_an_addons_own_exception_becomes_what_it_registered(broken_app):
    answer = broken_app.get("/api/registered")

    assert (answer.status_code, answer.json["code"]) == (409, "ROOM_ALREADY_BOOKED")
    assert answer.json["conflicts"] == [{"kind": "RESERVATION"}]
