"""A Redis that comes and goes during a test."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from redis import Redis, RedisError

from oppsera_host.embedded.binaries import find
from tests.support.waiting import wait_until


class LateRedis:
    """Not there until ``start()``; ``stop()`` kills it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{folder / 'late.sock'}"

    def start(self) -> None:
        command = [str(find().redis_server), "--port", "0", "--unixsocket", "late.sock", "--save", ""]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self._folder)
        wait_until(self.answers, "the late Redis answering")

    def answers(self) -> bool:
        try:
            return Redis.from_url(self.url).ping()
        except RedisError:
            return False

    def stop(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None


@pytest.fixture(name="late_redis")
def late_redis_fixture(tmp_path_factory):
    """A Redis that is not there yet."""
    late = LateRedis(tmp_path_factory.mktemp("late"))
    yield late
    late.stop()
