"""Headers that tell browsers what not to do (OWASP ASVS 5.0 §3.4)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, g, request
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
YEAR = 31_536_000
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
STRICT = ("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
ABSENT = "absent"
"""Mark of a static file that is not there (yet); its address is never kept."""


def csp_nonce() -> str:
    """Return the nonce that lets this answer's own inline scripts run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def install(app: Flask, *, production: bool) -> None:
    """Put the headers on every answer of ``app``, errors included."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    always = (*ALWAYS, STRICT) if production else ALWAYS

    def add_headers(response: Response) -> Response:
        headers = response.headers
        if "Content-Security-Policy" not in headers:
            headers["Content-Security-Policy"] = _policy(response)
        if _is_fingerprinted():
            headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        elif "Cache-Control" not in headers and not is_static():
            headers["Cache-Control"] = "no-store"
        return response

    app.after_request(add_headers)
    app.wsgi_app = _with(always, app.wsgi_app)  # type: ignore[assignment, method-assign]


def _with(always: tuple[tuple[str, str], ...], application: WSGIApplication) -> WSGIApplication:
    """Put constant headers on what ``application`` answers: here, where the list is final and needs no checks."""

    def with_headers(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            given = {name.lower() for name, _ in headers}
            return start_response(
                status, headers + [pair for pair in always if pair[0].lower() not in given], *error
            )

        return application(environ, start)

    return with_headers


def _policy(response: Response) -> str:
    if response.mimetype in {"application/json", "application/problem+json"}:
        return API_POLICY
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{csp_nonce()}'; img-src 'self' data:;"
        " font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    )


def is_static() -> bool:
    """Tell whether the running request is for a file of the host or an addon."""
    endpoint = request.endpoint or ""
    return endpoint == "static" or endpoint.endswith(".static")


def _is_fingerprinted() -> bool:
    """Addresses made by ``asset()`` carry the file's own mark, so what they name never changes."""
    return is_static() and request.args.get("v", ABSENT) != ABSENT
