"""The OpenAPI 3.1 document, made complete: every route under /api with every error it can answer.

flask-smorest documents what its decorators know. The rest is the same for all routes and is added here from
the application itself, so nobody has to remember it: security, problem answers, routes of plain blueprints.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask
from werkzeug.routing import Rule

from oppsera_host.web import access
from oppsera_host.web.api import ProblemSchema

View = TypeVar("View", bound=Callable[..., Any])

SUMMARIES = {
    "400": "The request could not be understood.",
    "401": "Nobody is signed in (UNAUTHENTICATED).",
    "403": "The role does not allow this (FORBIDDEN).",
    "404": "Unknown here (NOT_FOUND).",
    "405": "The address does not take this method (METHOD_NOT_ALLOWED).",
    "409": "Conflict with the present state; `code` says which.",
    "412": "Someone changed it meanwhile (CONCURRENCY_CONFLICT).",
    "413": "The body is too large (BODY_TOO_LARGE).",
    "415": "The body is not JSON (UNSUPPORTED_MEDIA_TYPE).",
    "422": "Some fields need another look (VALIDATION_ERROR).",
    "428": "No version was given (VERSION_REQUIRED).",
    "429": "Too many requests (RATE_LIMITED).",
    "500": "A fault of ours (INTERNAL_ERROR).",
    "503": "The database did not answer in time (UNAVAILABLE); trying again is safe.",
}
_ERRORS = "_oppsera_errors"
_CONVERTER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def errors(*statuses: int) -> Callable[[View], View]:
    """Say which further statuses a view answers with a problem, e.g. ``@errors(409, 412, 428)``."""

    def mark(view: View) -> View:
        setattr(view, _ERRORS, frozenset(map(str, statuses)))
        return view

    return mark


def document(app: Flask) -> dict[str, Any]:
    """Return the complete OpenAPI document of ``app``."""
    api = app.extensions["oppsera_api"]
    if "Problem" not in api.spec.components.schemas:
        api.spec.components.schema("Problem", schema=ProblemSchema)
    complete: dict[str, Any] = api.spec.to_dict()
    components = complete.setdefault("components", {})
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "An API token, `opp_…`."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": app.extensions["oppsera_settings"].session_cookie,
        },
    }
    problems = {_name_of(status): _problem(text) for status, text in SUMMARIES.items()}
    components["responses"] = {**components.get("responses", {}), **problems}
    for rule, method in api_operations(app):
        path = complete.setdefault("paths", {}).setdefault(path_of(rule), {})
        if rule.arguments and "parameters" not in path:
            path["parameters"] = _path_parameters(rule)
        operation = path.setdefault(method.lower(), {"responses": {}})
        _complete(app, rule, method, operation)
    _write_patterns_as_json_schema_does(complete)
    return complete


def _write_patterns_as_json_schema_does(part: Any) -> None:
    r"""Anchor patterns as ECMA-262 does, which knows no ``\Z`` and looks for a match anywhere (JSON Schema, 6.3.3)."""
    if isinstance(part, list):
        for each in part:
            _write_patterns_as_json_schema_does(each)
    elif isinstance(part, dict):
        pattern = part.get("pattern")
        if isinstance(pattern, str) and pattern.endswith(r"\Z"):
            part["pattern"] = f"^(?:{pattern.removesuffix(chr(92) + 'Z')})$"
        for each in part.values():
            _write_patterns_as_json_schema_does(each)


def api_operations(app: Flask) -> list[tuple[Rule, str]]:
    """Return every (rule, method) under /api, in the order of the addresses."""
    rules = sorted(
        (rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")), key=lambda r: r.rule
    )
    return [
        (rule, method) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def path_of(rule: Rule) -> str:
    """Return the rule's address as OpenAPI writes it: ``/api/pms/rooms/{room_id}``."""
    return _CONVERTER.sub(r"{\1}", rule.rule)


def _complete(app: Flask, rule: Rule, method: str, operation: dict[str, Any]) -> None:
    view = access.handler_of(app, rule.endpoint, method)
    operation.setdefault("operationId", f"{rule.endpoint}.{method.lower()}".replace(".", "_"))
    operation.setdefault("tags", [rule.endpoint.split(".", maxsplit=1)[0]])
    if "summary" not in operation and view.__doc__:
        operation["summary"] = view.__doc__.strip().splitlines()[0]
    mark = access.access_of(app, rule.endpoint, method)
    operation["security"] = [] if mark == access.PUBLIC else [{"token": []}, {"session": []}]
    if mark not in {access.PUBLIC, access.SIGNED_IN, None}:
        operation["x-permission"] = mark
    responses = operation.setdefault("responses", {})
    if not any(str(status).startswith(("2", "3")) for status in responses):
        responses["200"] = {"description": "OK"}
    documented = {str(status) for status in responses} & set(SUMMARIES)
    for status in sorted(_errors_of(view, mark, rule, method) | documented):
        responses.pop(int(status), None)
        responses[status] = {"$ref": f"#/components/responses/{_name_of(status)}"}
    responses.pop("default", None)


def _errors_of(view: Any, mark: str | None, rule: Rule, method: str) -> frozenset[str]:
    statuses = {"400", "405", "422", "429", "500", "503"} | getattr(view, _ERRORS, frozenset())
    if mark != access.PUBLIC:
        statuses |= {"401", "404"}
    if mark not in {access.PUBLIC, access.SIGNED_IN}:
        statuses.add("403")
    if rule.arguments:
        statuses.add("404")
    if method != "GET":
        statuses |= {"403", "409", "412", "413", "415", "428"}
    return frozenset(statuses)


def _path_parameters(rule: Rule) -> list[dict[str, Any]]:
    """Describe the parts in the address for routes of plain blueprints; flask-smorest has done its own."""
    parameters = []
    for name in sorted(rule.arguments):
        schema = {"type": "string", "format": "uuid"} if f"<uuid:{name}>" in rule.rule else {"type": "string"}
        parameters.append({"name": name, "in": "path", "required": True, "schema": schema})
    return parameters


def _problem(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _name_of(status: str) -> str:
    return f"Problem{status}"
