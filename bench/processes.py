"""Child processes of the benchmark, and the processor time that they and the database's backends use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

READY_SECONDS = 60


class Program:
    """A command in a process group of its own; only that group is ever signalled."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for_output(self, text: str) -> None:
        """Wait until ``text`` stands in the log."""
        deadline = time.monotonic() + READY_SECONDS
        while text not in self.log.read_text(encoding="utf-8", errors="replace"):
            self.give_up_after(deadline)

    def give_up_after(self, deadline: float) -> None:
        """Pause a moment; raise when the process ended or the time is over."""
        if self._process.poll() is not None or time.monotonic() > deadline:
            words = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"a process did not get ready:\n{words}")
        time.sleep(0.05)

    def processes(self) -> list[int]:
        """Return the process ids of the group."""
        return [pid for pid in _all_processes() if _group_of(pid) == self._process.pid]

    def stop(self) -> None:
        """End the group."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, number)
                self._process.wait(20)
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                continue


class Meter:
    """Processor time of some processes and of everything the database server runs for clients.

    Args:
        postmaster: process id of the database server.
        pids: further processes, e.g. of a web server.
    """

    def __init__(self, postmaster: int, pids: list[int]) -> None:
        self._postmaster = postmaster
        self._pids = pids
        self._titles: dict[int, bool] = {}

    def read(self) -> tuple[dict[int, int], dict[int, int]]:
        """Return nanoseconds so far, by process: the processes', the database's."""
        return _clocks(self._pids), _clocks(self._backends())

    def since(self, before: tuple[dict[int, int], dict[int, int]]) -> tuple[float, float]:
        """Return the microseconds used since ``before``: by the processes, by the database."""
        now = self.read()
        spent = [
            sum(value - earlier.get(pid, 0) for pid, value in later.items()) / 1000
            for earlier, later in zip(before, now, strict=True)
        ]
        return spent[0], spent[1]

    def _backends(self) -> list[int]:
        """Client backends and input/output workers; not the checkpointer and its like."""
        listed = Path(f"/proc/{self._postmaster}/task/{self._postmaster}/children").read_text(
            encoding="ascii"
        )
        children = [int(word) for word in listed.split()]
        for pid in set(children) - self._titles.keys():
            title = _title(pid)
            self._titles[pid] = "[local]" in title or "io worker" in title
        return [pid for pid in children if self._titles[pid]]


def own_cpu() -> float:
    """Return the microseconds this process has used."""
    return time.process_time_ns() / 1000


def _clocks(pids: list[int]) -> dict[int, int]:
    found = {}
    for pid in pids:
        try:
            # The kernel's clock of another process (clock_getcpuclockid): exact, and counts ended threads too.
            found[pid] = time.clock_gettime_ns((~pid << 3) | 2)
        except OSError:
            continue
    return found


def _all_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
