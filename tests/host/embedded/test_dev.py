"""``oppsera dev`` as a developer meets it: started, crashed, stopped, and gone without a trace."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from oppsera_host.testing.processes import free_port
from tests.support.waiting import wait_until

OPPSERA = "import sys; from oppsera_host.cli import main; sys.exit(main())"
DEADLINE_SECONDS = 90

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc to find what is left running"),
]


class Command:
    """A running ``oppsera`` command whose processes are known by their state directory."""

    def __init__(self, state_dir: Path, *arguments: str, **environment: str) -> None:
        self._state_dir = os.fsencode(state_dir)
        self._output = state_dir / "output.txt"
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", OPPSERA, *arguments],
                env={**os.environ, "LOG_LEVEL": "INFO", **environment, "OPPSERA_STATE_DIR": str(state_dir)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def printed(self) -> str:
        return self._output.read_text()

    def wait_for(self, text: str) -> None:
        wait_until(lambda: text in self.printed() or self.process.poll() is not None, text, DEADLINE_SECONDS)
        assert text in self.printed(), self.printed()

    def all_processes(self) -> dict[int, str]:
        """Return pid → command line of everything that belongs to the state directory."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if self._state_dir in command + environment:
                found[int(folder.name)] = command.replace(b"\0", b" ").decode()
        return found

    def pid_of(self, what: str) -> int:
        return min(pid for pid, command in self.all_processes().items() if re.search(what, command))

    def wait_until_gone(self) -> None:
        wait_until(lambda: not self.all_processes(), f"end of {self.all_processes()}", DEADLINE_SECONDS)


@pytest.fixture
def run(house):
    """Start a command on the house; whatever becomes of the test, the command and its children are ended."""
    started = []

    def start(*arguments: str, **environment: str) -> Command:
        started.append(Command(house.state_dir, *arguments, **environment))
        return started[-1]

    yield start
    for command in started:
        if command.process.poll() is None:
            command.process.kill()
            command.process.wait()


@pytest.fixture
def dev(run):
    started = []

    def start(*arguments: str) -> Command:
        started.append(run("dev", "--no-demo", *arguments, PORT=str(free_port())))
        return started[-1]

    yield start
    for command in started:
        if command.process.poll() is None:
            command.process.kill()
            command.process.wait()
        command.wait_until_gone()


def test_it_announces_an_address_that_answers_and_stops_on_sigterm(dev):
    command = dev("--json")
    command.wait_for('{"url"')
    answer = json.loads(command.printed().splitlines()[-1])

    with urllib.request.urlopen(f"{answer['url']}/readyz", timeout=10) as ready:
        assert json.load(ready)["status"] == "ok"
    assert len(command.all_processes()) > 5  # control: the look-up sees web, worker and servers

    command.process.send_signal(signal.SIGTERM)

    assert command.process.wait(DEADLINE_SECONDS) == 0
    command.wait_until_gone()


def test_killed_it_leaves_nothing_running(dev):
    command = dev()
    command.wait_for("Open:")

    command.process.send_signal(signal.SIGKILL)
    command.process.wait()

    command.wait_until_gone()


def test_a_dead_worker_is_started_again(dev):
    command = dev()
    command.wait_for("Open:")
    worker = command.pid_of(r"main\(\)\) worker")

    os.kill(worker, signal.SIGKILL)

    command.wait_for("worker ended with status -9; started again.")
    wait_until(lambda: command.pid_of(r"main\(\)\) worker") != worker, "a new worker", DEADLINE_SECONDS)


def test_dead_servers_are_started_again(dev, house):
    command = dev()
    command.wait_for("Open:")
    before = house.running().pids

    os.kill(before["postgres"], signal.SIGKILL)

    wait_until(
        lambda: (
            house.layout.services_file.exists() and house.running().pids["postgres"] != before["postgres"]
        ),
        "a new postgres",
        DEADLINE_SECONDS,
    )


def test_a_taken_port_is_said_before_anything_starts(house, run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = run("dev", PORT=port)
        assert command.process.wait(DEADLINE_SECONDS) == 1
    assert f"PORT: {port} is taken" in command.printed()
    assert not house.layout.services_file.exists()


def test_several_workers_die_with_the_command_that_started_them(house, run):
    house.client("durable").services()
    command = run("db", "upgrade")
    assert command.process.wait(DEADLINE_SECONDS) == 0, command.printed()
    command = run("worker", "-n", "2")
    wait_until(lambda: command.printed().count("worker_ready") == 2, "two workers", DEADLINE_SECONDS)

    command.process.send_signal(signal.SIGKILL)
    command.process.wait()

    wait_until(
        lambda: not [line for line in command.all_processes().values() if "worker" in line.split()[-1:]],
        "the end of both workers",
        DEADLINE_SECONDS,
    )
