"""``/api/openapi.json`` and its page for people; both tell nothing about any tenant."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, current_app, render_template

from oppsera_host.web import openapi
from oppsera_host.web.access import public

blueprint = Blueprint("docs", __name__)
_MADE = "oppsera_openapi"


@blueprint.get("/api/openapi.json")
@public
def openapi_json() -> Response:
    """The OpenAPI 3.1 document of this API."""
    return Response(orjson.dumps(_document()), mimetype="application/json")


@blueprint.get("/api/docs")
@public
def reference() -> str:
    """The API reference as a page."""
    document = _document()
    sections: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                section = sections.setdefault(operation["tags"][0], [])
                section.append(_row(path, method, operation, operations.get("parameters", [])))
    return render_template("host/docs.html", document=document, sections=sections)


def _document() -> dict[str, Any]:
    """Routes never change after the start, so the document is made once."""
    made: dict[str, Any] | None = current_app.extensions.get(_MADE)
    if made is None:
        made = current_app.extensions[_MADE] = openapi.document(current_app)
    return made


def _row(path: str, method: str, operation: dict[str, Any], shared: list[Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "path": path,
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "permission": operation.get("x-permission"),
        "parameters": [each for each in (*shared, *operation.get("parameters", [])) if "name" in each],
        "body": _schema_names(body),
        "answers": {
            status: _schema_names(answer.get("content", {}))
            for status, answer in operation["responses"].items()
        },
    }


def _schema_names(content: dict[str, Any]) -> list[str]:
    """Return the component each content type refers to, e.g. ``["Reservation"]``."""
    references = (kind.get("schema", {}).get("$ref", "") for kind in content.values())
    return [reference.rsplit("/", maxsplit=1)[-1] for reference in references if reference]
