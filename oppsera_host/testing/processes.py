"""Real server and worker processes against the test's database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

START_SECONDS = 30
STOP_SECONDS = 30
_OPPSERA = "import sys; from oppsera_host.cli import main; sys.exit(main())"


class ProcessFailedError(AssertionError):
    """A process did not start, or ended before it should."""


class RunningProcess:
    """An ``oppsera`` command in a process group of its own.

    Attributes:
        log: file with all it printed.
        url: base address, for a web server.
    """

    def __init__(
        self, arguments: list[str], environment: Mapping[str, str], log: Path, url: str = ""
    ) -> None:
        self.log = log
        self.url = url
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                [sys.executable, "-c", _OPPSERA, *arguments],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Process id, which is also the id of its process group."""
        return self._process.pid

    def running(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def printed(self) -> str:
        """Return all it printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for_output(self, text: str) -> None:
        """Wait until ``text`` is printed.

        Raises:
            ProcessFailedError: it ended, or said nothing of the kind in time.
        """
        deadline = time.monotonic() + START_SECONDS
        while text not in self.printed():
            self._give_up_after(deadline, f"never printed {text!r}")

    def wait_until_ready(self, path: str = "/healthz") -> None:
        """Wait until the web server answers ``path`` with 200.

        Raises:
            ProcessFailedError: it ended, or did not answer in time.
        """
        deadline = time.monotonic() + START_SECONDS
        while not _answers(self.url + path):
            self._give_up_after(deadline, f"never answered {path}")

    def stop(self) -> int:
        """Ask it to end (SIGTERM), wait, and return its exit status; kill what does not listen."""
        if self.running():
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise ProcessFailedError(f"did not stop in {STOP_SECONDS} s\n{self._last_words()}") from None
        self._kill_group()
        return self._process.returncode

    def kill(self) -> None:
        """End it and its children at once, as a crash would (SIGKILL)."""
        self._kill_group()
        self._process.wait(STOP_SECONDS)

    def _kill_group(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def _give_up_after(self, deadline: float, complaint: str) -> None:
        if not self.running():
            raise ProcessFailedError(f"ended with status {self._process.returncode}\n{self._last_words()}")
        if time.monotonic() > deadline:
            raise ProcessFailedError(f"{complaint}\n{self._last_words()}")
        time.sleep(0.05)

    def _last_words(self) -> str:
        return "\n".join(self.printed().splitlines()[-40:])


def free_port() -> int:
    """Return a TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
