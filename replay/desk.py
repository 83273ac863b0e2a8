"""The desk's end of the API: sends, counts what comes back, and stops at an answer nobody expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPSConnection
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

import orjson

_OK = range(200, 300)


class Transport(Protocol):
    """Carries one request."""

    def send(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, bytes]:
        """Return status and body of the answer."""


class UnexpectedAnswerError(AssertionError):
    """The API answered something else than the step needs."""


class Desk:
    """A clerk at the API; ``statuses`` counts the answers by status, ``seq`` is the last event of a write."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.statuses: Counter[int] = Counter()
        self.seq = 0

    def get(self, path: str, **query: object) -> dict[str, Any]:
        """Read ``/api`` + ``path``."""
        return self._send("GET", f"{path}?{urlencode(query)}" if query else path, None)

    def post(self, path: str, **body: object) -> dict[str, Any]:
        """Send a command."""
        return self._send("POST", path, body)

    def patch(self, path: str, **body: object) -> dict[str, Any]:
        """Change something."""
        return self._send("PATCH", path, body)

    def pages(self, path: str, **query: object) -> Iterator[dict[str, Any]]:
        """Read a list to its end."""
        cursor: dict[str, str] = {}
        while True:
            page = self.get(path, limit=200, **query, **cursor)
            yield from page["items"]
            if page["nextCursor"] is None:
                return
            cursor = {"cursor": page["nextCursor"]}

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        status, content = self._transport.send(method, f"/api{path}", body)
        self.statuses[status] += 1
        if status not in _OK:
            raise UnexpectedAnswerError(
                f"{method} {path} answered {status}: {content.decode(errors='replace')}"
            )
        answer: dict[str, Any] = orjson.loads(content)
        if method != "GET":
            self.seq = max(self.seq, answer.get("seq") or 0)
        return answer


class OverHttp:
    """Sends to a running server, on one connection."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}"}

    def send(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, bytes]:
        """Return status and body of the answer."""
        content = None if body is None else orjson.dumps(body)
        headers = self._headers if body is None else {**self._headers, "Content-Type": "application/json"}
        self._connection.request(method, path, content, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()
