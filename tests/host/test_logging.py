"""Log lines are JSON objects of listed fields only."""

from __future__ import annotations

import json
import logging

import pytest

from oppsera_host import logging as host_logging
from tests.support.process_state import process_put_back  # noqa: F401 - used by every test here


@pytest.fixture
def lines(capsys):
    host_logging.configure("INFO")
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_has_its_listed_fields(lines):
    host_logging.get_logger("a.test").info("request", status=200, correlation_id="c", milliseconds=1.5)

    (line,) = lines()
    assert line["event"] == "request"
    assert (line["status"], line["correlation_id"], line["level"]) == (200, "c", "info")
    assert line["timestamp"].endswith("Z")


def test_other_fields_are_dropped(lines):
    planted = {
        "guest_name": "Ada",
        "email": "a@example.com",
        "password": "p",
        "token": "opp_x",
        "body": {"x": 1},
    }
    host_logging.get_logger("a.test").info("event", **planted)

    (line,) = lines()
    assert not planted.keys() & line.keys()


def test_exceptions_lose_their_message(lines):
    try:
        raise ValueError("Ada Lovelace, 4111 1111 1111 1111")  # noqa: TRY301
    except ValueError:
        host_logging.get_logger("a.test").exception("failed")

    (line,) = lines()
    assert "Lovelace" not in json.dumps(line)
    assert line["error"] == "builtins.ValueError"
    assert any("test_exceptions_lose_their_message" in frame for frame in line["trace"])


def test_the_standard_library_speaks_json_too(lines):
    logging.getLogger("library").warning("something happened")

    (line,) = lines()
    assert (line["event"], line["logger"]) == ("something happened", "library")


def test_a_newline_cannot_forge_a_line(lines):
    host_logging.get_logger("a.test").info('x\n{"event": "forged"}')

    assert len(lines()) == 1


def test_configuring_twice_doubles_nothing(lines):
    host_logging.configure("INFO")
    host_logging.get_logger("a.test").info("once")

    assert len(lines()) == 1


def test_a_value_json_does_not_have_never_fails_whoever_writes_the_line(lines):
    host_logging.get_logger("a.test").info("half a character", reason="\ud83d", count=2**70)
    # Handed to the handler itself: pytest keeps what a logger hears, and cannot pass on half a character.
    (handler,) = (held for held in logging.getLogger().handlers if held.name == host_logging.HANDLER)
    handler.handle(logging.makeLogRecord({"levelname": "WARNING", "msg": "half \ud83d"}))

    assert [line["event"][:4] for line in lines()] == ["half", "half"]
