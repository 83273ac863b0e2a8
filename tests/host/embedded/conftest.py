"""Embedded servers of our own for each test, used by client processes that can be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from oppsera_host.embedded.layout import Layout
from oppsera_host.embedded.locks import is_held
from oppsera_host.embedded.services import Running, Services, read
from tests.support.waiting import wait_until

DEADLINE_SECONDS = 60.0
_CLIENT = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from oppsera_host.embedded import ensure
services = ensure(Path(sys.argv[1]), durable=sys.argv[2] == "durable")
print(json.dumps(asdict(services)), flush=True)
sys.stdin.read()
"""


def eventually(condition: Callable[[], object], what: str) -> None:
    wait_until(condition, what, DEADLINE_SECONDS)


@dataclass
class Client:
    """A process that called ``ensure`` and stays until it is told to leave or killed."""

    process: subprocess.Popen[str]

    def services(self) -> Services:
        line = self.process.stdout.readline()
        assert line, f"the client ended: {self.process.communicate()[1]}"
        return Services(**json.loads(line))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class House:
    """One state directory and everything that lives off it."""

    def __init__(self, state_dir: Path, environment: dict[str, str] | None = None) -> None:
        self.state_dir = state_dir
        self._environment = {**os.environ, **(environment or {})}
        self._clients: list[Client] = []

    @property
    def layout(self) -> Layout:
        return Layout(self.state_dir)

    def client(self, mode: str = "fast") -> Client:
        process = subprocess.Popen(
            [sys.executable, "-c", _CLIENT, str(self.state_dir), mode],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._clients.append(Client(process))
        return self._clients[-1]

    def running(self) -> Running:
        found = read(self.layout.services_file)
        assert found is not None
        return found

    def supervised(self) -> bool:
        return is_held(self.layout.supervisor_lock)

    def log(self) -> str:
        return self.layout.supervisor_log.read_text()

    def close(self) -> None:
        for client in self._clients:
            client.kill()
            client.process.communicate()
        self.stop()
        shutil.rmtree(self.layout.away, ignore_errors=True)
        shutil.rmtree(self.state_dir, ignore_errors=True)

    def stop(self) -> None:
        running = read(self.layout.services_file)
        if running and self.supervised():
            os.kill(running.pids["supervisor"], signal.SIGTERM)
        eventually(lambda: not self.supervised(), "the end of the supervisor")
        if running:
            shutil.rmtree(running.sockets, ignore_errors=True)


@pytest.fixture
def house() -> Iterator[House]:
    """A state directory that every account may enter, as in a checkout outside of closed homes."""
    folder = Path(tempfile.mkdtemp(prefix="oppsera-test-"))
    folder.chmod(0o755)
    made = House(folder)
    yield made
    made.close()


@pytest.fixture
def closed_house() -> Iterator[House]:
    """A state directory under a folder of mode 0700, as in root's home."""
    outside = Path(tempfile.mkdtemp(prefix="oppsera-test-"))
    made = House(outside / "var")
    made.state_dir.mkdir()
    yield made
    made.close()
    shutil.rmtree(outside)
