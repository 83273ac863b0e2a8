"""The correlation id: one per request, taken from the caller when it is harmless, else made here."""

from __future__ import annotations

import re

from flask import g, has_request_context, request

from oppsera_host.ids import new_id

HEADER = "X-Correlation-Id"
_HARMLESS = re.compile(r"[A-Za-z0-9._-]{1,64}")


def correlation_id() -> str:
    """Return the correlation id of the running request; empty outside any."""
    if not has_request_context():
        return ""
    if "correlation_id" not in g:
        given = request.headers.get(HEADER, "")
        g.correlation_id = given if _HARMLESS.fullmatch(given) else str(new_id())
    held: str = g.correlation_id
    return held
