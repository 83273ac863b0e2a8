"""Versions where a caller may leave them out: a word about a room, prices written over others."""

from __future__ import annotations

from typing import Any

from flask import request

from addons.pms.web.preconditions import expected_version


def optional_version(body: dict[str, Any]) -> int | None:
    """Return the version the caller expects, None when it does not matter to them."""
    if "If-Match" not in request.headers and "expected_version" not in body:
        return None
    return expected_version(body)
