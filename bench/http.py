"""A keep-alive HTTP/1.1 connection that costs next to nothing beside what it measures."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from typing import NamedTuple

import orjson

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)


class Answer(NamedTuple):
    """Status, head and body as they came."""

    status: int
    head: bytes
    body: bytes

    @property
    def etag(self) -> str:
        """The ETag header, or empty."""
        found = _ETAG.search(self.head)
        return found[1].decode() if found else ""


class Connection:
    """One connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> Answer:
        """Send a request made by ``get`` or ``post`` and return the answer."""
        self._socket.sendall(request)
        data = self._socket.recv(1 << 20)
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head, body = data[:end], data[end + 4 :]
        length = _LENGTH.search(head)
        wanted = int(length[1]) if length and head[9:12] != b"304" else 0
        while len(body) < wanted:
            body += self._more()
        return Answer(int(head[9:12]), head, body)

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def _more(self) -> bytes:
        data = self._socket.recv(1 << 20)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


def get(path: str, headers: Mapping[str, str]) -> bytes:
    """Return the bytes of a GET request."""
    return _head(f"GET {path}", headers)


def post(path: str, headers: Mapping[str, str], body: object) -> bytes:
    """Return the bytes of a POST request with a JSON body."""
    content = orjson.dumps(body)
    lengths = {"Content-Type": "application/json", "Content-Length": str(len(content))}
    return _head(f"POST {path}", {**headers, **lengths}) + content


def _head(start: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{start} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
