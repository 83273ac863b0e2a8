"""The JSON API: flask-smorest with our parser, problem documents and a complete OpenAPI 3.1 document."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import flask_smorest
import marshmallow
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from oppsera_host.web import bodies
from oppsera_host.web.schema import BaseSchema

View = TypeVar("View")


class Decorator(Protocol):
    """Takes a view and gives back one that is called the same way."""

    def __call__(self, view: View, /) -> View: ...


class ProblemSchema(BaseSchema):
    """RFC 9457 problem document."""

    class Meta:
        unknown = marshmallow.INCLUDE

    type = marshmallow.fields.String(required=True)
    title = marshmallow.fields.String(required=True)
    status = marshmallow.fields.Integer(required=True)
    detail = marshmallow.fields.String(required=True, metadata={"description": "A sentence for people."})
    code = marshmallow.fields.String(required=True, metadata={"description": "A name for programmes."})
    correlation_id = marshmallow.fields.String(required=True)
    fields = marshmallow.fields.Dict(  # type: ignore[assignment]
        keys=marshmallow.fields.String(), values=marshmallow.fields.List(marshmallow.fields.String())
    )
    conflicts = marshmallow.fields.List(marshmallow.fields.Dict())
    alternatives = marshmallow.fields.List(marshmallow.fields.Dict())


class StrictParser(FlaskParser):
    """Takes the body that was already checked, and refuses unknown query parameters too."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": marshmallow.RAISE,
        "querystring": marshmallow.RAISE,
    }

    def _raw_load_json(self, req: Any) -> Any:
        del req
        body = bodies.json_body()
        return missing if body is None else body


class ApiBlueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """Blueprint of JSON routes: ``@blueprint.arguments`` loads, ``@blueprint.response`` dumps."""

    ARGUMENTS_PARSER = StrictParser()

    if TYPE_CHECKING:
        # ruff: noqa: D102 - the library is untyped; its decorators leave a view as typed as it was
        def route(self, rule: str, **options: Any) -> Decorator: ...
        def get(self, rule: str, **options: Any) -> Decorator: ...
        def post(self, rule: str, **options: Any) -> Decorator: ...
        def put(self, rule: str, **options: Any) -> Decorator: ...
        def patch(self, rule: str, **options: Any) -> Decorator: ...
        def delete(self, rule: str, **options: Any) -> Decorator: ...
        def arguments(self, schema: Any, **options: Any) -> Decorator: ...
        def response(self, status: int, schema: Any = None, **options: Any) -> Decorator: ...
        def alt_response(self, status: int, response: Any = None, **options: Any) -> Decorator: ...
        @staticmethod
        def doc(**options: Any) -> Decorator: ...


class Api(flask_smorest.Api):  # type: ignore[misc]
    """flask-smorest without its own error handler: every error ends in ``problems``."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Leave errors to ``problems.install``."""

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Pass ``error`` on; kept so that nothing falls back to the library's own shape."""
        raise error


def install(app: Flask) -> Api:
    """Give ``app`` its API; blueprints are added with ``api.register_blueprint``."""
    app.config.update(
        API_TITLE="OppsEra PMS",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={"info": _INFORMATION},
    )
    plugin = MarshmallowPlugin(schema_name_resolver=_schema_name)
    api = Api(app, spec_kwargs={"marshmallow_plugin": plugin})
    app.extensions["oppsera_api"] = api
    return api


_INFORMATION = {
    "description": (
        "JSON is camelCase. Dates are nights (YYYY-MM-DD), instants ISO 8601 UTC, money"
        " {amount, currency} in minor units. Errors are RFC 9457 problem documents."
    )
}


@functools.cache
def _plain_name(schema_class: type) -> str:
    return schema_class.__name__.removesuffix("Schema")


def _schema_name(schema: Any) -> str:
    """Name components after the class without ``Schema``; variants (``only=``) are numbered."""
    return _plain_name(schema if isinstance(schema, type) else type(schema))
