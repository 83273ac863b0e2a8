"""Gzip: JSON answers at the level that costs next to nothing, stylesheets and scripts once per file."""

from __future__ import annotations

import functools
import gzip

from flask import Flask, request
from werkzeug.wrappers import Response

from oppsera_host.web.security_headers import is_static

SMALLEST = 1024
QUICK, THOROUGH = 1, 6
JSON = frozenset({"application/json", "application/problem+json"})
FILES = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
LARGEST_FILE = 4 * 1024 * 1024


def install(app: Flask) -> None:
    """Compress what ``app`` answers to callers that accept gzip."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Return ``response``, gzipped when that is worth it and nobody has done so before.

    Pages stay as they are: they hold a secret (the CSRF token) beside text others may choose, and the length
    of such a mixture, compressed, can give the secret away (BREACH).
    """
    is_file = is_static() and response.mimetype in FILES
    if not is_file and (response.mimetype not in JSON or response.is_streamed):
        return response
    if "Vary" in response.headers:
        response.vary.add("Accept-Encoding")
    else:
        response.headers["Vary"] = "Accept-Encoding"
    if response.status_code != 200 and is_file:  # noqa: PLR2004 - a 304 or a part of a file
        return response
    if "Content-Encoding" in response.headers or not _takes_gzip():
        return response
    return _compress_file(response) if is_file else _compress_json(response)


def _takes_gzip() -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "") and request.accept_encodings["gzip"] > 0


def _compress_json(response: Response) -> Response:
    body = response.get_data()
    if len(body) > SMALLEST:
        response.set_data(gzip.compress(body, QUICK, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _compress_file(response: Response) -> Response:
    length = response.content_length or 0
    if SMALLEST < length <= LARGEST_FILE:
        response.direct_passthrough = False
        response.set_data(_packed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        etag, _weak = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)
    return response


@functools.lru_cache(maxsize=64)
def _packed(content: bytes) -> bytes:
    """There are few files and they change with a release only."""
    return gzip.compress(content, THOROUGH, mtime=0)
