"""Every kind of bad body is refused with a problem, before a view sees it."""

from __future__ import annotations

import gzip
import io
import json

import pytest

PATH = "/api/host/tokens"


@pytest.fixture
def admin(client):
    return client.as_role("host_admin")


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"name=x", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"{}", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"{}", None, 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"<a/>", "application/xml", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"{", "application/json", 422, "VALIDATION_ERROR"),
        (b"\xff\xfe", "application/json", 422, "VALIDATION_ERROR"),
        (b'{"name": NaN}', "application/json", 422, "VALIDATION_ERROR"),
        (b'{"name": Infinity}', "application/json", 422, "VALIDATION_ERROR"),
        (b'{"name": 1e999}', "application/json", 422, "VALIDATION_ERROR"),
        (b'{"name": "\\ud800"}', "application/json", 422, "VALIDATION_ERROR"),
        (b"[]", "application/json", 422, "VALIDATION_ERROR"),
        (b'"text"', "application/json", 422, "VALIDATION_ERROR"),
        (b"7", "application/json", 422, "VALIDATION_ERROR"),
        (b"null", "application/json", 422, "VALIDATION_ERROR"),
        (b"", "application/json", 422, "VALIDATION_ERROR"),
        (b"[" * 5000 + b"]" * 5000, "application/json", 422, "VALIDATION_ERROR"),
        (b" " * (256 * 1024 + 1), "application/json", 413, "BODY_TOO_LARGE"),
    ],
)
def test_a_bad_body_is_a_problem(admin, body, content_type, status, code):
    answer = admin.post(PATH, data=body, content_type=content_type)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"]


@pytest.mark.parametrize(
    ("value", "path", "part"),
    [
        ({"name": "a\0b", "role": "host_admin"}, "name", "NUL"),
        ({"name": {"deep\0key": 1}, "role": "host_admin"}, "name.deep\ufffdkey", "NUL"),
        ({"name": 2**63, "role": "host_admin"}, "name", "too large"),
        ({"name": -(2**63) - 1, "role": "host_admin"}, "name", "too large"),
        ({"name": 10**40, "role": "host_admin"}, "name", "too large"),
        ({"name": "x", "role": "host_admin", "tenantId": "y"}, "tenantId", "no such field"),
        ({"name": "x", "role": "host_admin", "secretHash": "y"}, "secretHash", "no such field"),
        ({"name": 5, "role": "host_admin"}, "name", "text"),
        ({"name": "x" * 101, "role": "host_admin"}, "name", "100"),
        ({"name": "x", "role": "host_admin", "expiresAt": "tomorrow"}, "expiresAt", "YYYY-MM-DD"),
        ({"name": "x", "role": "host_admin", "expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt", "future"),
        ({"role": "host_admin"}, "name", "fill in"),
        ({"name": None, "role": "host_admin"}, "name", "empty"),
        ({"name": "x", "role": "nobody"}, "role", "no such role"),
    ],
)
def test_a_bad_field_is_named(admin, value, path, part):
    answer = admin.post(PATH, data=json.dumps(value), content_type="application/json")

    assert answer.status_code == 422
    assert part in " ".join(answer.json["fields"][path])


@pytest.mark.parametrize("depth", [19, 20])
def test_nesting_is_refused_beyond_twenty(admin, depth):
    nested = "x"
    for _ in range(depth):
        nested = [nested]

    answer = admin.post(PATH, json={"name": nested, "role": "host_admin"})

    sentences = " ".join(sentence for each in answer.json["fields"].values() for sentence in each)
    assert ("nested deeper" in sentences) is (depth == 20)


def test_a_body_of_the_largest_size_is_read(admin):
    body = json.dumps({"name": "x", "role": "host_admin"}).encode()

    answer = admin.post(PATH, data=body.ljust(256 * 1024), content_type="application/json")

    assert answer.status_code == 201


def test_unknown_query_parameters_are_refused(admin):
    answer = admin.get("/api/events?after=0&sneaky=1")

    assert answer.status_code == 422
    assert "sneaky" in answer.json["fields"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "limit=", "limit=1e3", "limit=\uff11", "after=-1"]
)
def test_query_integers_take_one_spelling(admin, query):
    assert admin.get(f"/api/events?{query}").status_code == 422


@pytest.mark.parametrize("query", ["after=%00", "%00=1"])
def test_nul_in_a_query_is_refused(admin, query):
    assert admin.get(f"/api/events?{query}").status_code == 422


def test_large_answers_are_gzipped_when_that_is_accepted(client):
    plain = client.get("/api/openapi.json")
    packed = client.get("/api/openapi.json", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_gzip_is_not_forced_on_anybody(client):
    answer = client.get("/api/openapi.json", headers={"Accept-Encoding": "gzip;q=0"})

    assert "Content-Encoding" not in answer.headers


MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(("size", "status"), [(MEBIBYTE, 200), (4 * MEBIBYTE, 200), (4 * MEBIBYTE + 1, 413)])
def test_bulk_routes_take_more(broken_app, size, status):
    answer = broken_app.post("/api/bulk", data=b"{}".ljust(size), content_type="application/json")

    assert answer.status_code == status


@pytest.mark.parametrize(("size", "status"), [(256 * 1024, 201), (256 * 1024 + 1, 413), (8 * MEBIBYTE, 413)])
def test_a_body_of_unannounced_length_is_bounded_too(client, token_for, size, status):
    body = json.dumps({"name": "x", "role": "host_admin"}).encode().ljust(size)

    answer = client.post(
        PATH,
        input_stream=io.BytesIO(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token_for('host_admin')}", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert answer.status_code == status
