"""Streams go on while there is news, and take neither threads nor the database from requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event as Signal
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from oppsera_host.errors import AppError
from oppsera_host.identity.models import Tenant
from oppsera_host.telemetry import EVENT_STREAM_FAILURES, EVENT_STREAMS
from oppsera_host.tenancy.scope import current_tenant
from oppsera_host.web import event_streams
from oppsera_host.web.event_streams import Message, keep_threads_for_requests, respond

OPENING = b"retry: 1000\nid: 5\n\n"


@pytest.fixture
def follow(
    app: Flask, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., list[bytes]]]:
    """``follow(look)`` returns all lines of a stream that ends once ``look`` finds nothing more."""
    monkeypatch.setattr(event_streams, "LOOK_SECONDS", 0.0)
    before = EVENT_STREAMS._value.get()

    def lines(look: Callable[[], Message | None]) -> list[bytes]:
        with app.test_request_context():
            response = respond(tenant.id, 5, look)
        try:
            return list(response.response)  # type: ignore[arg-type]
        finally:
            response.close()

    yield lines
    assert EVENT_STREAMS._value.get() == before


def test_messages_carry_number_name_and_data(follow, tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Message(7, "segments", b'{"seq":7}'), Message(9, "board", b"{}"), None]

    def look() -> Message | None:
        assert current_tenant() == tenant.id
        message = found.pop(0)
        if not found:
            monkeypatch.setattr(event_streams, "LIFE_SECONDS", 0.0)
        return message

    assert follow(look) == [
        OPENING,
        b'id: 7\nevent: segments\ndata: {"seq":7}\n\n',
        b"id: 9\nevent: board\ndata: {}\n\n",
    ]


def test_a_quiet_stream_writes_now_and_then(follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_streams, "BEAT_SECONDS", -1.0)
    looks = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            monkeypatch.setattr(event_streams, "LIFE_SECONDS", 0.0)

    assert follow(look) == [OPENING, b":\n\n", b":\n\n", b":\n\n"]


def test_it_ends_when_the_server_is_asked_to_stop(
    follow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    serving = tmp_path / "serving"
    serving.touch()
    monkeypatch.setenv(event_streams.SERVING_VARIABLE, str(serving))
    looks = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            serving.unlink()

    assert follow(look) == [OPENING]
    assert len(looks) == 3


def test_without_a_database_it_ends_and_is_counted(follow) -> None:
    before = EVENT_STREAM_FAILURES._value.get()

    def look() -> None:
        raise OperationalError("", None, Exception("away"))

    assert follow(look) == [OPENING]
    assert EVENT_STREAM_FAILURES._value.get() == before + 1


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("", None), ("x", None), ("-1", None), ("٣", None), ("9" * 20, None)]
)
def test_who_comes_back_says_a_number_or_nothing(app: Flask, text: str, number: int | None) -> None:
    with app.test_request_context(headers={"Last-Event-ID": text}):
        assert event_streams.last_number() == number


def test_one_tenant_leaves_places_to_others(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_streams, "MOST_STREAMS", 5)
    monkeypatch.setattr(event_streams, "MOST_OF_A_TENANT", 3)
    monkeypatch.setattr(event_streams, "_held", Counter())
    before = EVENT_STREAMS._value.get()
    greedy, modest = uuid4(), uuid4()
    with app.test_request_context():
        held = [respond(greedy, 1, lambda: None) for _ in range(3)]
        with pytest.raises(AppError, match="Too many people"):
            respond(greedy, 1, lambda: None)
        held += [respond(modest, 1, lambda: None) for _ in range(2)]
        with pytest.raises(AppError, match="Too many people"):
            respond(uuid4(), 1, lambda: None)
        assert EVENT_STREAMS._value.get() == before + 5
        held.pop(0).close()
        held.append(respond(greedy, 1, lambda: None))
        for response in held:
            response.close()
            response.close()
    assert EVENT_STREAMS._value.get() == before
    assert not event_streams._held


def test_requests_run_no_more_than_so_many_at_once(app: Flask) -> None:
    del app
    running, done = [Signal(), Signal(), Signal()], Signal()

    def application(environ: dict[str, Any], _start: Any) -> list[bytes]:
        running[environ["number"]].set()
        assert done.wait(60)
        return [b""]

    limited = keep_threads_for_requests(application, 2)  # type: ignore[arg-type]
    with ThreadPoolExecutor(3) as threads:
        answers = [threads.submit(limited, {"number": number}, None) for number in (0, 1)]
        assert running[0].wait(60)
        assert running[1].wait(60)
        answers.append(threads.submit(limited, {"number": 2}, None))
        assert not running[2].wait(0.05)
        done.set()
        assert [answer.result() for answer in answers] == [[b""]] * 3
