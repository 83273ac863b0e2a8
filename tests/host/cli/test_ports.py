"""Two servers never share a port."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from oppsera_host.cli import ports
from oppsera_host.cli.ports import require_free_port
from oppsera_host.settings import SettingsError


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port that a web server listens on, ready to share it as ours are."""
    monkeypatch.setattr(ports, "PATIENCE_SECONDS", 0.0)
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_refused(taken: int):
    with pytest.raises(SettingsError, match=f"{taken} is taken"):
        require_free_port("127.0.0.1", taken)


def test_the_web_server_asks_before_it_listens(taken: int, oppsera):
    result = oppsera("serve", "--port", str(taken), "--workers", "1")
    assert result.exit_code != 0
    assert "is taken" in result.stderr


def test_a_free_port_is_accepted(taken: int):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert free != taken
    require_free_port("127.0.0.1", free)
