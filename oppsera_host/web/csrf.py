"""Forged requests: a browser that is signed in may change things only from our own pages.

Three guards for requests authenticated by the session cookie (OWASP CSRF Prevention Cheat Sheet): the
browser's own word on where the request came from, JSON bodies only, and a token bound to the session.
"""

from __future__ import annotations

import hmac

from flask import Request

from oppsera_host.errors import AppError
from oppsera_host.identity.sessions import BrowserSession

HEADER = "X-CSRF-Token"


def check(request: Request, session: BrowserSession) -> None:
    """Refuse a changing request that may come from a foreign page.

    Raises:
        AppError: FORBIDDEN.
    """
    check_origin(request)
    sent = request.headers.get(HEADER, "")
    if not hmac.compare_digest(sent.encode(), session.csrf_token.encode()):
        raise AppError("FORBIDDEN", 403, "This page is out of date. Please reload it and try again.")


def check_origin_if_told(request: Request) -> None:
    """Refuse a sign-in that the browser says comes from elsewhere; programmes that say nothing may sign in.

    Raises:
        AppError: FORBIDDEN.
    """
    if "Sec-Fetch-Site" in request.headers or "Origin" in request.headers:
        check_origin(request)


def check_origin(request: Request) -> None:
    """Refuse a request that the browser says was made by another site.

    Raises:
        AppError: FORBIDDEN.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        ours = site in {"same-origin", "none"}
    else:
        ours = request.headers.get("Origin") == request.host_url.rstrip("/")
    if not ours:
        raise AppError("FORBIDDEN", 403, "This request did not come from one of our own pages.")
