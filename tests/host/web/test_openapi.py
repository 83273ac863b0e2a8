"""The OpenAPI document is complete: every route with every error it answers."""

from __future__ import annotations

import json
import re

import pytest

from oppsera_host.web import access
from oppsera_host.web.openapi import SUMMARIES, api_operations, path_of


@pytest.fixture
def document(client):
    return client.get("/api/openapi.json").json


def test_it_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"]


def test_every_route_is_documented(app, document):
    for rule, method in api_operations(app):
        operation = document["paths"][path_of(rule)][method.lower()]
        assert operation["operationId"]
        assert operation["summary"], f"{method} {rule.rule} has no docstring"
        assert any(status.startswith(("2", "3")) for status in operation["responses"])


def test_nothing_else_is(app, document):
    known = {(path_of(rule), method.lower()) for rule, method in api_operations(app)}
    documented = {
        (path, method)
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }

    assert documented == known


def test_every_route_documents_its_errors(app, document):
    for rule, method in api_operations(app):
        responses = document["paths"][path_of(rule)][method.lower()]["responses"]
        wanted = {"405", "422", "500", "503"}
        if access.access_of(app, rule.endpoint, method) != access.PUBLIC:
            wanted |= {"401", "404"}
        if method != "GET":
            wanted |= {"403", "413", "415"}
        assert wanted <= set(responses), f"{method} {rule.rule}"
        for status in set(responses) & set(SUMMARIES):
            assert responses[status] == {"$ref": f"#/components/responses/Problem{status}"}


def test_path_parameters_are_documented(app, document):
    for rule, _method in api_operations(app):
        path = document["paths"][path_of(rule)]
        described = {
            parameter["name"]
            for place in (path, *(each for each in path.values() if isinstance(each, dict)))
            for parameter in place.get("parameters", [])
            if parameter.get("in") == "path"
        }
        assert described == rule.arguments


def test_operation_ids_are_unique(document):
    ids = [
        operation["operationId"]
        for operations in document["paths"].values()
        for method, operation in operations.items()
        if method != "parameters"
    ]

    assert len(ids) == len(set(ids))


def test_all_references_lead_somewhere(document):
    def references(value):
        if isinstance(value, dict):
            yield from (value["$ref"],) if isinstance(value.get("$ref"), str) else ()
            for child in value.values():
                yield from references(child)
        elif isinstance(value, list):
            for child in value:
                yield from references(child)

    for reference in references(document):
        place = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def test_a_permission_is_named(document):
    assert document["paths"]["/api/events"]["get"]["x-permission"] == "host.events.read"


def test_patterns_mean_to_others_what_they_mean_here(document):
    patterns = set(re.findall(r'"pattern": "((?:[^"\\\\]|\\\\.)*)"', json.dumps(document)))
    assert "^(?:[A-Za-z0-9_-]{16,64})$" in patterns
    assert [each for each in patterns if each.endswith("Z")] == []


def test_it_names_no_tenant(client, tenant):
    assert str(tenant.id) not in json.dumps(client.get("/api/openapi.json").json)


def test_the_reference_page_lists_every_route(client, document):
    page = client.get("/api/docs").get_data(as_text=True)

    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
