"""Errors as people and programmes see them: RFC 9457 problem documents under /api, pages elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Flask, Response, redirect, request
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from oppsera_host.db.constraint_errors import translate
from oppsera_host.errors import AppError, not_found, unavailable, validation_error
from oppsera_host.logging import get_logger
from oppsera_host.sentence import Sentence
from oppsera_host.web.bodies import USUAL_LIMIT, too_large, unsupported_media_type
from oppsera_host.web.error_pages import error_page, login_url
from oppsera_host.web.languages import locale_tag
from oppsera_host.web.request_ids import correlation_id
from oppsera_host.web.sentences import spoken_json

log = get_logger(__name__)

TITLES = {
    400: Sentence("Bad request"),
    401: Sentence("Not signed in"),
    403: Sentence("Not allowed"),
    404: Sentence("Not found"),
    405: Sentence("Method not allowed"),
    409: Sentence("Conflict"),
    412: Sentence("Changed meanwhile"),
    413: Sentence("Too large"),
    415: Sentence("Unsupported media type"),
    422: Sentence("Not valid"),
    428: Sentence("Version required"),
    429: Sentence("Too many requests"),
    500: Sentence("Something went wrong"),
    503: Sentence("Not available"),
}
_REFUSED = Sentence("Refused")
_INTERNAL = Sentence("Something went wrong on our side. Please try again, or report the correlation id.")
_BUSY = Sentence("The server is very busy. Nothing was changed; please try again.")
_registry: dict[type[Exception], Callable[[Any], AppError]] = {}


def register(exception_class: type[Exception], to_app_error: Callable[[Any], AppError]) -> None:
    """Answer ``exception_class`` and subclasses with ``to_app_error(exception)``; the nearest class wins."""
    _registry[exception_class] = to_app_error


def problem_response(error: AppError) -> Response:
    """Return ``error`` as ``application/problem+json`` (RFC 9457), its sentences in the language of who asks."""
    body = {
        **error.facts,
        "type": f"urn:oppsera:problem:{error.code.lower().replace('_', '-')}",
        "title": TITLES.get(error.status, _REFUSED),
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "correlationId": correlation_id(),
    }
    written = spoken_json(body, otherwise=str)
    response = Response(written, error.status, mimetype="application/problem+json")
    response.content_language.add(locale_tag())
    response.headers.update(error.headers)
    return response


def install(app: Flask) -> None:
    """Make every error of ``app`` end here."""
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> BaseResponse:
    """Return the answer to any exception: a problem under /api, a page or the way to the login elsewhere."""
    if isinstance(error, HTTPException) and error.response is not None:
        return cast("BaseResponse", error.response)
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:  # noqa: PLR2004
        return error.get_response()
    refusal = to_app_error(error)
    if refusal.status in {401, 403}:
        log.info("access_denied", code=refusal.code, permission=refusal.facts.get("permission"))
    if wants_problem():
        return problem_response(refusal)
    if refusal.status == 401:  # noqa: PLR2004
        return redirect(login_url(), code=303)
    return error_page(refusal)


def wants_problem() -> bool:
    """Tell whether the running request came from a programme: anything under /api, or a JSON sender."""
    return (
        request.path == "/api" or request.path.startswith("/api/") or request.mimetype == "application/json"
    )


def to_app_error(error: Exception) -> AppError:
    """Return what to tell the caller about ``error``; faults of ours are logged and become a bare 500."""
    known: Exception | None = error
    for ancestor in type(error).__mro__:
        if ancestor in _registry:
            known = _registry[ancestor](error)
            break
    if isinstance(known, DBAPIError):
        known = translate(known) or known
    for kind, describe in _KINDS:
        if isinstance(known, kind):
            return describe(known)
    return _fault(error)


def flat_messages(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Flatten marshmallow's nested messages to ``{"guest.firstName": ["…"], "nights.0.price": ["…"]}``."""
    if isinstance(messages, dict):
        flat: dict[str, list[str]] = {}
        for key, value in messages.items():
            name = "" if key == "_schema" else str(key)
            flat.update(flat_messages(value, ".".join(part for part in (path, name) if part)))
        return flat
    sentences = messages if isinstance(messages, list) else [messages]
    return {path or "_": [each if isinstance(each, str) else str(each) for each in sentences]}


def _from_http(error: HTTPException) -> AppError:
    code = error.code or 500
    messages = getattr(error, "data", {}).get("messages")
    if code == 422 and messages:  # noqa: PLR2004
        return validation_error(flat_messages(_without_location(messages)))
    if code in _FROM_HTTP:
        return _FROM_HTTP[code](error)
    if code >= 500:  # noqa: PLR2004
        return _fault(error)
    return AppError("BAD_REQUEST", code, "The request could not be understood.")


def _method_not_allowed(error: Any) -> AppError:
    allowed = ", ".join(sorted(error.valid_methods or ()))
    return AppError(
        "METHOD_NOT_ALLOWED", 405, "This address does not take that method.", headers={"Allow": allowed}
    )


def _fault(error: Exception) -> AppError:
    log.error("unexpected_error", exc_info=error)
    return AppError("INTERNAL_ERROR", 500, _INTERNAL)


_FROM_HTTP: dict[int, Callable[[Any], AppError]] = {
    404: lambda _error: not_found(),
    405: _method_not_allowed,
    413: lambda _error: too_large(request.max_content_length or USUAL_LIMIT),
    415: lambda _error: unsupported_media_type(),
}
_KINDS: tuple[tuple[type[Exception], Callable[[Any], AppError]], ...] = (
    (AppError, lambda error: error),
    (HTTPException, _from_http),
    (ValidationError, lambda error: validation_error(flat_messages(error.normalized_messages()))),
    (PoolTimeoutError, lambda _error: unavailable(_BUSY)),
)


def _without_location(messages: Any) -> Any:
    """Drop webargs' outer level (``json``, ``query``, …): the caller knows where it put the field."""
    if isinstance(messages, dict) and set(messages) <= {"json", "query", "headers", "path", "form"}:
        merged: dict[str, Any] = {}
        for value in messages.values():
            merged.update(value if isinstance(value, dict) else {"_schema": value})
        return merged
    return messages
