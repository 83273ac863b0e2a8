"""Many callers at one moment, over real HTTP."""

from __future__ import annotations

import http.client
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from urllib.parse import urlsplit

import orjson

from oppsera_host.testing.processes import RunningProcess, free_port

T = TypeVar("T")
PATIENCE = 30
_SEED = "OPPSERA_TEST_SEED"


class NoAnswerError(Exception):
    """The connection broke: whether the command was carried out is unknown."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came over the wire; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.raw)

    @property
    def code(self) -> str:
        """The problem's code; empty for a success."""
        return "" if self.status < 400 else self.json["code"]


class Caller:
    """One client with one kept-alive connection; not shared between threads."""

    def __init__(self, url: str, token: str, seconds: float = PATIENCE) -> None:
        self._address = urlsplit(url)
        self._token = token
        self._seconds = seconds
        self._connection: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Send a request once; header names are written with ``_`` for ``-``.

        Raises:
            NoAnswerError: no whole answer came.
        """
        sent = {"Authorization": f"Bearer {self._token}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = None
        if body is not None:
            content, sent["Content-Type"] = orjson.dumps(body), "application/json"
        try:
            connection = self._open()
            connection.request(method, path, content, sent)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Reply(answer.status, headers, answer.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswerError(type(error).__name__) from error

    def get(self, path: str) -> Reply:
        return self.send("GET", path)

    def post(self, path: str, body: Any, **headers: str) -> Reply:
        return self.send("POST", path, body, **headers)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> http.client.HTTPConnection:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                self._address.hostname or "", self._address.port, timeout=self._seconds
            )
        return self._connection


def at_once(works: Sequence[Callable[[], T]]) -> list[T]:
    """Run ``works`` in a thread each, all let go at the same moment; return their results in order."""
    gate = threading.Barrier(len(works))
    return _gather([lambda work=work: _after(gate, work) for work in works])


def side_by_side(works: Sequence[Callable[[], T]]) -> list[T]:
    """Run ``works`` in a thread each; return their results in order."""
    return _gather(list(works))


def _after(gate: threading.Barrier, work: Callable[[], T]) -> T:
    gate.wait(PATIENCE)
    return work()


def _gather(works: list[Callable[[], T]]) -> list[T]:
    results: dict[int, T] = {}
    failures: list[BaseException] = []

    def run(number: int, work: Callable[[], T]) -> None:
        try:
            results[number] = work()
        except BaseException as error:  # noqa: BLE001 - raised again below, in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 300
    for thread in threads:
        thread.join(max(0.1, deadline - time.monotonic()))
    if failures:
        raise failures[0]
    assert len(results) == len(works), "a caller never came back"
    return [results[number] for number in range(len(works))]


def serve(
    environment: Mapping[str, str], log: Path, *, workers: int = 1, threads: int = 8, port: str = ""
) -> RunningProcess:
    """Start a web server and wait until it answers."""
    port = port or str(free_port())
    command = ["serve", "--workers", str(workers), "--threads", str(threads)]
    process = RunningProcess(command, {**environment, "PORT": port}, log, f"http://127.0.0.1:{port}")
    process.wait_until_ready()
    return process


def seeded() -> tuple[int, Random]:
    """Return the run's seed (``OPPSERA_TEST_SEED`` repeats one) and a generator made of it."""
    seed = int(os.environ.get(_SEED) or secrets.randbits(32))
    return seed, Random(seed)


@contextmanager
def timed(title: str, seed: int | None = None) -> Iterator[dict[str, Any]]:
    """Print ``title`` with its seed, what the block noted in the yielded dict, and how long it took."""
    notes: dict[str, Any] = {}
    started = time.monotonic()
    try:
        yield notes
    finally:
        facts = " ".join(f"{name}={value}" for name, value in notes.items())
        spent = time.monotonic() - started
        print(f"\n[{title}] seed={seed} {facts} seconds={spent:.1f}", flush=True)  # noqa: T201
