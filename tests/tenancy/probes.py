"""How to ask for each route with ids of one's own, and where in the request ids stand.

Routes, their parts and their schemas come from the application itself. Only bodies that a route needs are written
by hand, in ``bodies.BODIES``; a route that needs one and has none, or an id of a kind nobody knows, fails the tests.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from oppsera_host.testing.client import RoleClient
from oppsera_host.web import openapi
from tests.factories.desk import key
from tests.tenancy.bodies import BODIES, GUESTS, QUERIES, STAYS, WORDS, Template
from tests.tenancy.furnished import Furnished

_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_VERSIONED = {"PATCH", "PUT", "POST", "DELETE"}


@dataclass(frozen=True)
class Slot:
    """A place for an id: ``where`` is path, query or body; ``name`` the way to it, with dots."""

    where: str
    name: str

    @property
    def kind(self) -> str:
        """What the id is of: ``roomTypeId`` and ``room_type_id`` are of a ``room_type``."""
        ways = self.name.split(".")
        named = ways[-2].removesuffix("s") if ways[-1].isdecimal() else ways[-1]
        last = re.sub(r"(?<!^)(?=[A-Z])", "_", named).lower()
        return last.removesuffix("_id")


@dataclass
class Probe:
    """One route and method, and a request to it with one's own ids."""

    method: str
    path: str
    slots: list[Slot] = field(default_factory=list)
    body: Template | None = None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def send(
        self, client: RoleClient, house: Furnished, replaced: Slot | None = None, by: str = ""
    ) -> TestResponse:
        """Ask as ``client`` with ids of ``house``, one of them replaced."""
        parts = {slot.name: house.ids[slot.kind] for slot in self.slots if slot.where == "path"}
        if (self.method, self.path) in STAYS:
            parts["reservation_id"] = house.ids[STAYS[self.method, self.path]]
        if (self.method, self.path) in GUESTS:
            parts["guest_id"] = house.ids[GUESTS[self.method, self.path]]
        query = {slot.name: house.ids[slot.kind] for slot in self.slots if slot.where == "query"}
        query |= QUERIES.get(self.path, {})
        body = None if self.body is None else copy.deepcopy(self.body(house))
        if replaced is not None:
            {"path": parts, "query": query}.get(replaced.where, {})[replaced.name] = by
            if replaced.where == "body":
                _put(body, replaced.name.split("."), by)
        headers = {"Idempotency-Key": key(), "If-Match": "*"} if self.method in _VERSIONED else {}
        path = self.path.format(**WORDS, **parts)
        answer = client.send(self.method, path, json=body, query_string=query, headers=headers)
        if (
            answer.mimetype == "application/pdf"
        ):  # Its words are packed; the page of the same receipt shows them.
            answer.set_data(answer.get_data().decode("latin-1"))
        return answer


def text_of(answer: TestResponse) -> str:
    """The answer as text, whatever it is: a file's own bytes hold no words that could be told apart."""
    return answer.get_data().decode(errors="replace")


def probes(app: Flask) -> list[Probe]:
    """Return a probe for every route and method that knows its caller, API and pages.

    Raises:
        AssertionError: naming each route that needs a body in ``BODIES`` and has none.
    """
    document = openapi.document(app)
    found, missing = [], []
    for rule, method in _routes(app):
        path = openapi.path_of(rule)
        operation = document["paths"].get(path, {}).get(method.lower(), {})
        schema = _body_schema(operation)
        if schema is not None and (method, path) not in BODIES:
            missing.append(f"{method} {path}")
            continue
        slots = [Slot("path", name) for name in _ARGUMENT.findall(rule.rule) if _is_id(rule, name)]
        slots += [Slot("query", name) for name in _query_ids(operation)]
        slots += [Slot("body", name) for name in _body_ids(document, schema or {})]
        found.append(Probe(method, path, slots, BODIES.get((method, path))))
    assert not missing, f"say in BODIES how to ask for: {missing}"
    return found


def _routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint == "static" or rule.endpoint.endswith(".static"):
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def _is_id(rule: Rule, name: str) -> bool:
    return f"<uuid:{name}>" in rule.rule


def _query_ids(operation: dict[str, Any]) -> list[str]:
    return [
        each["name"]
        for each in operation.get("parameters", [])
        if each.get("in") == "query" and each.get("schema", {}).get("format") == "uuid"
    ]


def _body_schema(operation: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    schema: dict[str, Any] | None = content.get("application/json", {}).get("schema")
    return schema


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return ``schema`` with its reference followed."""
    while "$ref" in schema or "allOf" in schema:
        if "allOf" in schema:
            schema = schema["allOf"][0]
        else:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _body_ids(document: dict[str, Any], schema: dict[str, Any], way: tuple[str, ...] = ()) -> Iterator[str]:
    schema = resolved(document, schema)
    if schema.get("format") == "uuid":
        yield ".".join(way)
    for name, below in schema.get("properties", {}).items():
        yield from _body_ids(document, below, (*way, name))
    for below in schema.get("anyOf", []):
        yield from _body_ids(document, below, way)
    if "items" in schema:
        yield from _body_ids(document, schema["items"], (*way, "0"))


def _put(body: Any, way: list[str], value: Any) -> None:
    for step in way[:-1]:
        body = body[int(step)] if isinstance(body, list) else body[step]
    body[int(way[-1]) if isinstance(body, list) else way[-1]] = value
