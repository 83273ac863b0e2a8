"""Forged requests: every changing route refuses each of twelve shapes, and takes the honest one."""

from __future__ import annotations

import uuid

import pytest

from oppsera_host.web import access

FORGED = {
    "no token": ({"Sec-Fetch-Site": "same-origin"}, "application/json"),
    "empty token": ({"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": ""}, "application/json"),
    "invented token": ({"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": "0" * 64}, "application/json"),
    "odd token": ({"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": "\u00e9"}, "application/json"),
    "cross site": ({"Sec-Fetch-Site": "cross-site", "X-CSRF-Token": "VALID"}, "application/json"),
    "same site, other origin": ({"Sec-Fetch-Site": "same-site", "X-CSRF-Token": "VALID"}, "application/json"),
    "foreign origin": ({"Origin": "https://evil.example", "X-CSRF-Token": "VALID"}, "application/json"),
    "opaque origin": ({"Origin": "null", "X-CSRF-Token": "VALID"}, "application/json"),
    "look-alike origin": ({"Origin": "http://localhost.evil", "X-CSRF-Token": "VALID"}, "application/json"),
    "nothing said about the origin": ({"X-CSRF-Token": "VALID"}, "application/json"),
    "form": ({"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": "VALID"}, "application/x-www-form-urlencoded"),
    "text": ({"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": "VALID"}, "text/plain"),
}  # fmt: skip


def changing_routes(app):
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"GET", "HEAD", "OPTIONS"}):
            if access.access_of(app, rule.endpoint, method) != access.PUBLIC:
                path = rule.rule
                for name in rule.arguments:
                    for converter in ("uuid:", "int:", "string:", ""):
                        path = path.replace(f"<{converter}{name}>", str(uuid.uuid4()))
                yield method, path


@pytest.mark.parametrize("shape", FORGED)
def test_forged_requests_change_nothing(app, signed_in, shape):
    given, content_type = FORGED[shape]
    headers = {name: value.replace("VALID", signed_in.csrf_token) for name, value in given.items()}

    for method, path in changing_routes(app):
        answer = signed_in.client.open(
            path, method=method, headers=headers, data=b"{}", content_type=content_type
        )
        assert answer.status_code in {403, 415}, (method, path)
    assert signed_in.client.get("/api/host/me").status_code == 200


def test_the_honest_shape_gets_past(app, signed_in):
    """The control: with everything right, no route refuses for this reason."""
    for method, path in changing_routes(app):
        if path == "/logout":
            continue
        answer = signed_in.send(method, path, json={})
        assert answer.status_code not in {403, 415}, (method, path, answer.data)


def test_the_origin_alone_will_do_for_older_browsers(signed_in):
    headers = {"Origin": "http://localhost", "X-CSRF-Token": signed_in.csrf_token}

    answer = signed_in.client.post("/session/tenant", headers=headers, json={})

    assert answer.status_code == 422


def test_a_token_of_another_session_is_refused(signed_in, new_browser, make_user):
    other = new_browser()
    other.sign_in(make_user())
    headers = {"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": other.csrf_token}

    assert signed_in.client.post("/logout", headers=headers, json={}).status_code == 403


def test_bearer_tokens_need_none(client):
    answer = client.as_role("host_admin").post("/api/host/tokens", json={"name": "x", "role": "host_admin"})

    assert answer.status_code == 201


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_cannot_sign_anybody_in(browser, make_user, site):
    browser.headers = {"Sec-Fetch-Site": site}

    answer = browser.sign_in(make_user())

    assert answer.status_code == 403
    assert browser.client.get_cookie("oppsera_session") is None
