"""What every request goes through before its view: who calls, may they, and is the body fit to read.

Order: correlation id → authentication (401) → unknown address or method (404, 405) → permission (403) →
forged request (403) → body (413, 415, 422). A caller who is not signed in learns nothing but that.
"""

from __future__ import annotations

import functools
import time
from contextlib import ExitStack

import structlog
from flask import Flask, current_app, g, request
from prometheus_client import Histogram
from werkzeug.wrappers import Response

from oppsera_host.addons.registry import registry_of
from oppsera_host.db.base import db
from oppsera_host.errors import forbidden, not_found, unauthenticated, validation_error
from oppsera_host.identity import tokens
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.authentication import Caller, authenticate
from oppsera_host.logging import get_logger
from oppsera_host.settings import Settings
from oppsera_host.telemetry import REQUEST_SECONDS
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.web import access, bodies, csrf
from oppsera_host.web.access import require
from oppsera_host.web.request_ids import HEADER, correlation_id

__all__ = [
    "correlation_id",
    "current_actor",
    "current_caller",
    "demand",
    "install",
    "optional_caller",
    "require",
    "settings",
]

READING = frozenset({"GET", "HEAD", "OPTIONS"})
log = get_logger(__name__)


def current_actor() -> Actor:
    """Return who is calling.

    Raises:
        AppError: UNAUTHENTICATED when nobody is signed in.
    """
    return current_caller().actor


def current_caller() -> Caller:
    """Return who is calling, with the browser session if there is one.

    Raises:
        AppError: UNAUTHENTICATED when nobody is signed in.
    """
    caller: Caller | None = g.get("caller")
    if caller is None:
        raise unauthenticated()
    return caller


def optional_caller() -> Caller | None:
    """Authenticate on a public route; None when nobody is signed in."""
    if "caller" not in g:
        authorization = request.headers.get("Authorization")
        cookie = None if authorization else request.cookies.get(settings().session_cookie)
        registry = registry_of()
        caller = authenticate(authorization, cookie, registry.roles, registry.learner())
        if caller is None:
            return None
        g.caller = caller
        g.scopes.enter_context(tenant_scope(caller.actor.tenant_id))
        structlog.contextvars.bind_contextvars(tenant=str(caller.actor.tenant_id), actor=caller.actor.label)
    held: Caller = g.caller
    return held


def demand(permission: str) -> Actor:
    """Return the actor when it holds ``permission``; for decisions inside a view. Routes use ``require``.

    Raises:
        AppError: UNAUTHENTICATED or FORBIDDEN.
    """
    actor = current_actor()
    if not actor.may(permission):
        raise forbidden(permission)
    return actor


def settings() -> Settings:
    """Return the settings of the running application."""
    held: Settings = current_app.extensions["oppsera_settings"]
    return held


def install(app: Flask) -> None:
    """Run ``app``'s requests through this module."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_leave)


def _begin() -> None:
    g.started = time.perf_counter()
    g.scopes = ExitStack()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(correlation_id=correlation_id())
    wanted = _wanted_access()
    if wanted != access.PUBLIC and optional_caller() is None:
        raise unauthenticated()
    if "\0" in request.path:
        raise not_found()
    if request.routing_exception is not None:
        raise request.routing_exception
    if wanted not in {access.PUBLIC, access.SIGNED_IN}:
        demand(wanted)
    _check_query()
    if request.method not in READING:
        _check_change()


def _wanted_access() -> str:
    """Who may come here; an unknown address under /api is for signed-in callers, a mistyped page for all."""
    if request.endpoint is None:
        return access.SIGNED_IN if request.path.startswith("/api/") else access.PUBLIC
    mark = access.access_of(current_app, request.endpoint, request.method)
    return access.SIGNED_IN if mark is None else mark


def _check_query() -> None:
    for name, value in request.args.items(multi=True):
        if "\0" in name or "\0" in value:
            raise validation_error({name.replace("\0", "\ufffd"): ["A NUL character is not accepted."]})


def _check_change() -> None:
    caller: Caller | None = g.get("caller")
    view = access.handler_of(current_app, request.endpoint or "", request.method)
    if caller is not None and caller.session is not None:
        if request.mimetype not in {"", "application/json"}:
            raise bodies.unsupported_media_type()
        csrf.check(request, caller.session)
    if not bodies.takes_form(view):
        bodies.read_json_body(request, bodies.limit_of(view))


def _finish(response: Response) -> Response:
    response.headers[HEADER] = correlation_id()
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "unknown"
    _seconds_of(route, _method(), response.status_code).observe(seconds)
    log.info(
        "request",
        method=_method(),
        route=route,
        status=response.status_code,
        milliseconds=round(seconds * 1000, 1),
    )
    caller: Caller | None = g.get("caller")
    if (
        caller is not None
        and caller.actor.kind == "token"
        and caller.actor.id
        and tokens.is_use_due(caller.actor.id)
    ):
        response.call_on_close(functools.partial(tokens.note_use, db.engine, caller.actor))
    return response


@functools.cache
def _seconds_of(route: str, method: str, status: int) -> Histogram:
    return REQUEST_SECONDS.labels(route=route, method=method, status=str(status))


def _method() -> str:
    """One of the known methods: anybody can invent others, and each would be a metric of its own."""
    return request.method if request.method in {*READING, "POST", "PUT", "PATCH", "DELETE"} else "OTHER"


def _leave(_error: BaseException | None) -> None:
    scopes: ExitStack | None = g.pop("scopes", None)
    if scopes is not None:
        scopes.close()
    structlog.contextvars.clear_contextvars()
