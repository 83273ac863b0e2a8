"""Event streams (HTML Living Standard, section 9.2): answers that go on while there is news.

Each holds a thread of its web process, so there are only so many, they end after a minute, and whoever listens comes
back with ``Last-Event-ID``: by then its sign-in is looked at again. When the server is asked to stop they end at once.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from oppsera_host.errors import AppError, unavailable
from oppsera_host.sentence import Sentence
from oppsera_host.telemetry import EVENT_STREAM_FAILURES, EVENT_STREAMS
from oppsera_host.tenancy.scope import tenant_scope

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_STREAMS = 32
"""How many each web process holds open; who comes later is asked to come back, and asks for the board meanwhile."""
MOST_OF_A_TENANT = 24
"""How many of them one tenant holds, so that its forgotten scripts take no live news from the others."""
LIFE_SECONDS = 60.0
LOOK_SECONDS = 0.25
BEAT_SECONDS = 3.0
"""A line now and then: only by writing does a server find out that nobody listens any more."""
AGAIN_MILLISECONDS = 1000
SERVING_VARIABLE = "OPPSERA_SERVING_FILE"
"""Names a file that is there until the server is asked to stop; its processes have no other way to hear of it."""
_lock = threading.Lock()
_held: Counter[UUID] = Counter()


class Message(NamedTuple):
    """One event: ``number`` is what a listener comes back with, ``data`` one line of JSON."""

    number: int
    name: str
    data: bytes


def last_number() -> int | None:
    """Return the number a listener comes back with; None when it is its first time or says nothing sensible."""
    text = request.headers.get("Last-Event-ID", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(2**63)) else None


def respond(tenant_id: UUID, begins: int, look: Callable[[], Message | None]) -> Response:
    """Answer with a stream of what ``look`` finds.

    Args:
        tenant_id: the tenant that is in scope for ``look``.
        begins: the number it goes on from, so that whoever comes back before any news has one to come back with.
        look: asked four times a second for the next message; None when there is no news.

    Raises:
        AppError: UNAVAILABLE while all places are taken, or all that one tenant may hold.
    """
    _take_place(tenant_id)
    place = ExitStack()
    place.callback(_give_place_back, tenant_id)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    response = Response(_lines(app, tenant_id, begins, look), mimetype="text/event-stream")
    response.call_on_close(place.close)  # also where nobody has read a line, and maybe twice
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def keep_threads_for_requests(application: WSGIApplication, most: int) -> WSGIApplication:
    """Let ``most`` requests run at once: a server with threads for streams has more than the database should meet."""
    places = threading.BoundedSemaphore(most)

    def limited(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with places:  # the lines of a stream are made after this
            return application(environ, start_response)

    return limited


def _lines(app: Flask, tenant_id: UUID, begins: int, look: Callable[[], Message | None]) -> Iterator[bytes]:
    yield b"retry: %d\nid: %d\n\n" % (AGAIN_MILLISECONDS, begins)
    begun = beat = now = time.monotonic()
    while True:
        try:
            with app.app_context(), tenant_scope(tenant_id):
                message = look()
        except (SQLAlchemyError, AppError):  # whoever listens comes back, and is told what is wrong
            EVENT_STREAM_FAILURES.inc()
            return
        if message is not None:
            beat = now
            yield b"id: %d\nevent: %s\ndata: %s\n\n" % (message.number, message.name.encode(), message.data)
        elif now - beat > BEAT_SECONDS:
            beat = now
            yield b":\n\n"
        if now - begun >= LIFE_SECONDS or _is_stopping():
            return
        if message is None:
            time.sleep(LOOK_SECONDS)
        now = time.monotonic()


def _is_stopping() -> bool:
    file = os.environ.get(SERVING_VARIABLE)
    return file is not None and not os.path.exists(file)  # noqa: PTH110 - asked four times a second for each


def _take_place(tenant_id: UUID) -> None:
    with _lock:
        if _held.total() >= MOST_STREAMS or _held[tenant_id] >= MOST_OF_A_TENANT:
            raise unavailable(Sentence("Too many people follow live news at once. Please try again later."))
        _held[tenant_id] += 1
    EVENT_STREAMS.inc()


def _give_place_back(tenant_id: UUID) -> None:
    with _lock:
        _held[tenant_id] -= 1
        if not _held[tenant_id]:
            del _held[tenant_id]
    EVENT_STREAMS.dec()
