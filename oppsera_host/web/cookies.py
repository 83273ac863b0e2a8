"""Cookies as this application sets them: sent to us alone, out of the reach of scripts."""

from __future__ import annotations

from datetime import timedelta

from werkzeug.wrappers import Response

from oppsera_host.web.request_context import settings


def set_cookie(answer: Response, name: str, value: str, keep: timedelta, *, path: str = "/") -> None:
    """Have the browser keep ``value`` for ``keep`` and send it with requests under ``path``."""
    answer.set_cookie(
        name,
        value,
        max_age=keep,
        path=path,
        secure=settings().cookie_secure,
        httponly=True,
        samesite="Lax",
    )
