"""Whatever is sent to the API, addons' routes included, the answer is documented and never a fault of ours."""

from __future__ import annotations

import json
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppsera_host.web import access
from oppsera_host.web.openapi import api_operations, path_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    [
        "\0",
        "' or 1=1 --",
        "../../etc/passwd",
        "<script>",
        "%00",
        "\u202e",
        "x" * 600,
        "host_admin",
        "0",
        "null",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | TEXT
NAMES = (
    st.sampled_from(["name", "role", "email", "password", "expiresAt", "currentPassword", "tenantId"]) | TEXT
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
BODIES = st.dictionaries(NAMES, VALUES, max_size=6) | VALUES
QUIET = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def operations(app):
    return [
        (rule, method)
        for rule, method in api_operations(app)
        if not rule.rule.endswith("/stream")  # never ends by itself
    ]


@pytest.fixture
def send(app, client):
    admin = client.as_role("host_admin")
    document = client.get("/api/openapi.json").json

    def run(rule, method, path, **options):
        answer = admin.send(method, path, **options)
        documented = document["paths"][path_of(rule)][method.lower()]["responses"]
        assert answer.status_code < 500, (method, path, options, answer.data)
        if answer.request.path.count("/") == rule.rule.count("/") and answer.status_code not in {308, 405}:
            assert str(answer.status_code) in documented, (method, path, answer.status_code)
        if answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
        return answer

    return run


@QUIET
@given(body=BODIES)
def test_any_body(app, send, body):
    for rule, method in operations(app):
        if method in {"POST", "PUT", "PATCH"}:
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<uuid:{name}>", str(uuid.uuid4())).replace(f"<{name}>", "unknown")
            send(rule, method, path, data=json.dumps(body), content_type="application/json")


@QUIET
@given(text=TEXT)
def test_any_part_of_an_address(app, send, text):
    for rule, method in operations(app):
        if rule.arguments and access.access_of(app, rule.endpoint, method) != access.PUBLIC:
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<uuid:{name}>", "{part}").replace(f"<{name}>", "{part}")
            send(rule, method, path.replace("{part}", text.replace("?", "").replace("#", "")), json={})


@QUIET
@given(query=st.dictionaries(st.sampled_from(["after", "limit", "cursor"]) | TEXT, TEXT, max_size=4))
def test_any_query(app, send, query):
    for rule, method in operations(app):
        if method == "GET" and not rule.arguments:
            send(rule, method, rule.rule, query_string=query)


@QUIET
@given(headers=st.dictionaries(
    st.sampled_from(["X-Correlation-Id", "If-Match", "Idempotency-Key", "Accept", "Accept-Encoding", "Content-Type"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=80), max_size=4,
))  # fmt: skip
def test_any_header(app, send, headers):
    for rule, method in operations(app):
        if not rule.arguments:
            send(rule, method, rule.rule, headers=headers, data=b"{}" if method != "GET" else None)
