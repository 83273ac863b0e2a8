"""Starting children that die with us, and finding out about processes somebody left behind."""
# ruff: noqa: S603 - only programs this package found itself, never through a shell

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from oppsera_host.embedded.account import Account

_PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 10_000_000


def start(
    command: list[str], *, account: Account, death_signal: signal.Signals, log: Path
) -> subprocess.Popen[bytes]:
    """Start a server as a direct child, its output appended to ``log``.

    On Linux the kernel sends it ``death_signal`` when this process ends in any way. The wish is made after
    the change of user, which would clear it, and it follows the calling thread: call from the main thread.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd="/",
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(death_signal),  # noqa: PLW1509 - callers have one thread
            **account.popen_arguments(),
        )


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """Return a ``preexec_fn`` that ties a child's life to ours, or None where the kernel cannot."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # it ended before the wish was made
            os._exit(1)

    return tie


def clean_environment() -> dict[str, str]:
    """Return our environment without the variables that steer PostgreSQL programs or their language."""
    unwanted = ("PG", "LC_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, "LANG": "C", "TZ": "UTC"}


def stop(process: subprocess.Popen[bytes], asked: signal.Signals, patience: float) -> None:
    """Ask a child to stop with ``asked`` and kill it when ``patience`` seconds are over."""
    if process.poll() is None:
        process.send_signal(asked)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def command_line(pid: int) -> str | None:
    """Return the command line of a live process, or None for one that is gone or only a zombie."""
    if sys.platform == "linux":
        try:
            status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return None
        state = status.rpartition(")")[2].split()[0]
        return None if state == "Z" else raw.replace(b"\0", b" ").decode(errors="replace")
    answer = subprocess.run(
        ["/bin/ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, command = answer.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else command


def stop_left_behind(pid: int, mark: str, signals: tuple[signal.Signals, ...], patience: float) -> None:
    """Stop a server of an earlier supervisor: process ``pid``, if its command line still holds ``mark``.

    Args:
        pid: the process id that was written down.
        mark: what its command line must contain, so that a number given to another process is left alone.
        signals: sent in turn, ``patience`` seconds apart, until the process is gone.
        patience: seconds.
    """
    for asked in signals:
        found = command_line(pid)
        if found is None or mark not in found:
            return
        os.kill(pid, asked)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and mark in (command_line(pid) or ""):
            time.sleep(0.05)


def keep_small(log: Path) -> None:
    """Put a log that has grown past the limit aside, as ``<name>.1``."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(log.name + ".1"))
