"""Child processes of a command: started together, restarted when one dies, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from oppsera_host.cli.parent import PARENT_VARIABLE

STOP_SECONDS = 30.0
_POLL_SECONDS = 0.1
_RESTARTS_ALLOWED = 5
_RESTARTS_WITHIN_SECONDS = 60.0
_OPPSERA = (sys.executable, "-c", "import sys; from oppsera_host.cli import main; sys.exit(main())")


class ChildFailedError(RuntimeError):
    """A child does not start or keeps dying; the message names it and ends with its last words."""


class Child:
    """One ``oppsera`` command run as a child in a process group of its own.

    Args:
        name: what people call it, e.g. ``web``.
        arguments: the command line after ``oppsera``.
        environment: variables beside the inherited ones.
        log: file for its output; None shares ours.
    """

    def __init__(
        self, name: str, arguments: list[str], environment: Mapping[str, str], log: Path | None = None
    ) -> None:
        self.name = name
        self.log = log
        self._arguments = arguments
        self._environment = environment
        self._restarts: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Process id, which is also the id of its process group."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it; it ends with us, even if we are killed."""
        output = self.log.open("ab") if self.log else None
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                [*_OPPSERA, *self._arguments],
                env={**os.environ, **self._environment, PARENT_VARIABLE: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                process_group=0,
            )
        finally:
            if output:
                output.close()

    def exit_status(self) -> int | None:
        """Return how it ended, or None while it runs."""
        return self._process.poll() if self._process else None

    def restart(self) -> None:
        """Start it again.

        Raises:
            ChildFailedError: it was restarted five times within the last minute.
        """
        now = time.monotonic()
        self._restarts = [at for at in self._restarts if now - at < _RESTARTS_WITHIN_SECONDS]
        if len(self._restarts) >= _RESTARTS_ALLOWED:
            raise ChildFailedError(
                f"{self.name} died {_RESTARTS_ALLOWED + 1} times within a minute, last with status "
                f"{self.exit_status()}.{self.last_words()}"
            )
        self._restarts.append(now)
        self.start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM, the sign to finish what is in hand."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait_for_end(self, seconds: float) -> None:
        """Wait for the end, then kill what is left of its process group."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(seconds, 0))
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self._process.wait()

    def last_words(self) -> str:
        """Return the end of its log, as lines to append to a message."""
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
        return "\n" + "\n".join([*(f"    {line}" for line in lines), f"    (from {self.log})"])


class Children:
    """All children of a command."""

    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self._children = children
        self._say = say
        self._asked_to_stop = False

    def start(self) -> None:
        """Start all of them, and from now on take SIGINT, SIGTERM and SIGHUP as the wish to stop."""
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, self._on_signal)
        for child in self._children:
            child.start()

    def stay(self, each_round: Callable[[], object] = lambda: None) -> None:
        """Restart whatever dies until we are asked to stop; ``each_round`` is called again and again.

        Raises:
            ChildFailedError: one child keeps dying.
        """
        while not self._asked_to_stop:
            for child in self._children:
                status = child.exit_status()
                if status is not None and not self._asked_to_stop:
                    child.restart()
                    self._say(f"{child.name} ended with status {status}; started again.")
            each_round()
            time.sleep(_POLL_SECONDS)

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until ``ready()``, or until we are asked to stop.

        Raises:
            ChildFailedError: a child ended, or the time is over.
        """
        deadline = time.monotonic() + seconds
        while not ready() and not self._asked_to_stop:
            for child in self._children:
                if child.exit_status() is not None:
                    raise ChildFailedError(f"{child.name} did not start.{child.last_words()}")
            if time.monotonic() > deadline:
                words = "".join(child.last_words() for child in self._children)
                raise ChildFailedError(f"Not ready after {seconds:.0f} seconds.{words}")
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """Stop all of them; whatever takes longer than its time is killed with all it started."""
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.wait_for_end(deadline - time.monotonic())

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True
