"""File locks. The kernel drops them however a process ends, so nothing here can go stale."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from oppsera_host.embedded.errors import EmbeddedError


class FileLock:
    """An open lock file. A forked child shares what its parent holds; a program started by exec does not."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def try_exclusive(self) -> bool:
        """Take the lock alone, or return False at once when anybody else holds it."""
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        """Take the lock beside other sharers, or return False at once when somebody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def wait_exclusive(self, seconds: float) -> None:
        """Take the lock alone within ``seconds``.

        Raises:
            EmbeddedError: when the time is over.
        """
        self._wait(fcntl.LOCK_EX, seconds)

    def wait_shared(self, seconds: float) -> None:
        """Take the lock beside other sharers within ``seconds``; raises like :meth:`wait_exclusive`."""
        self._wait(fcntl.LOCK_SH, seconds)

    def release(self) -> None:
        """Let go of the lock and keep the file open."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the lock and of the file."""
        os.close(self._descriptor)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait(self, kind: int, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._try(kind):
            if time.monotonic() > deadline:
                raise EmbeddedError(f"Another process held {self._path} for more than {seconds:.0f} s.")
            time.sleep(0.02)


def is_held(path: Path) -> bool:
    """Tell whether any process holds the lock at ``path``."""
    if not path.exists():
        return False
    probe = FileLock(path)
    try:
        return not probe.try_exclusive()
    finally:
        probe.close()
