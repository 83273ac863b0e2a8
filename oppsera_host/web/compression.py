"""Gzip for JSON answers, at the level that costs next to nothing."""

from __future__ import annotations

import gzip

from flask import Flask, request
from werkzeug.wrappers import Response

SMALLEST = 1024
LEVEL = 1
TYPES = frozenset({"application/json", "application/problem+json"})


def install(app: Flask) -> None:
    """Compress ``app``'s JSON answers for callers that accept gzip."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Return ``response``, gzipped when that is worth it and nobody has done so before."""
    if response.mimetype not in TYPES or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if "Content-Encoding" in response.headers or not request.accept_encodings["gzip"] > 0:
        return response
    body = response.get_data()
    if len(body) > SMALLEST:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
