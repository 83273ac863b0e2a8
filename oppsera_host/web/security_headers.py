"""Headers that tell browsers what not to do (OWASP ASVS 5.0 §3.4)."""

from __future__ import annotations

import secrets

from flask import Flask, g, request
from werkzeug.wrappers import Response

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
        given = {name.lower() for name in headers.keys()}  # noqa: SIM118 - not a mapping
        if "content-security-policy" not in given:
            headers.add("Content-Security-Policy", _policy(response))
        for name, value in always:
            if name.lower() not in given:
                headers.add(name, value)
        if _is_fingerprinted():
            headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        elif "cache-control" not in given and not is_static():
            headers.add("Cache-Control", "no-store")
        return response

    app.after_request(add_headers)


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
