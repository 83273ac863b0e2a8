"""What a second application in one process would leave behind, put back after each test."""

from __future__ import annotations

import logging

import pytest

from oppsera_host.outbox import subscribers, wake


@pytest.fixture(autouse=True)
def process_put_back():
    """Give subscribers, wake-ups and log level back to the application that had them."""
    kept = dict(subscribers._subscribers), list(subscribers._is_enabled), list(wake._sender)
    level = logging.getLogger().level
    yield
    subscribers._subscribers.clear()
    subscribers._subscribers.update(kept[0])
    subscribers._is_enabled[:] = kept[1]
    wake._sender[:] = kept[2]
    logging.getLogger().setLevel(level)
