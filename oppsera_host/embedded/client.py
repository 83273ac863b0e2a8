"""What the rest of the system calls: make sure the services run, and keep them for as long as we live."""
# ruff: noqa: S603 - only programs this package found itself, never through a shell

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from oppsera_host.embedded import processes
from oppsera_host.embedded.errors import EmbeddedError
from oppsera_host.embedded.layout import Layout
from oppsera_host.embedded.locks import FileLock, is_held
from oppsera_host.embedded.services import Running, Services, read

START_SECONDS = 150.0
_POLL_SECONDS = 0.02
_PROJECT = Path(__file__).resolve().parents[2]

_held: dict[Path, FileLock] = {}
"""The shared users' locks of this process; only its end lets go of them."""
_supervisors: list[subprocess.Popen[bytes]] = []
"""Supervisors started here; kept so that one that has ended can be reaped."""


def ensure(state_dir: Path, *, durable: bool = True) -> Services:
    """Return the addresses of running services, starting them when nobody has.

    The services stay for as long as any process that called this (or was forked from one) lives, however it
    ends, and stop by themselves two seconds later.

    Args:
        state_dir: where data, logs, locks and ``services.json`` live; made if missing. One pair of
            servers per folder.
        durable: False trades safety against power loss for speed; for tests, never for anything to keep.

    Raises:
        EmbeddedError: the services cannot run here; the message says why and what to do.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    layout = Layout(state_dir)
    starting = FileLock(layout.start_lock)
    try:
        starting.wait_exclusive(START_SECONDS)
        _register_as_user(layout)
        running = _find_or_start(layout, durable=durable)
    finally:
        starting.close()
    if running.durable != durable:
        kind = "durable" if running.durable else "fast but unsafe"
        raise EmbeddedError(
            f"The services of {layout.state} already run in {kind} mode. Use another state directory."
        )
    return running.services


def _register_as_user(layout: Layout) -> None:
    if layout.state not in _held:
        lock = FileLock(layout.users_lock)
        lock.wait_shared(START_SECONDS)
        _held[layout.state] = lock


def _find_or_start(layout: Layout, *, durable: bool) -> Running:
    """Wait for a supervisor that is already there; start one when there is none."""
    deadline = time.monotonic() + START_SECONDS
    started: subprocess.Popen[bytes] | None = None
    while time.monotonic() < deadline:
        running = read(layout.services_file)
        supervised = is_held(layout.supervisor_lock)
        if running and supervised and running.answers():
            return running
        if started is not None and started.poll() is not None:
            raise EmbeddedError(f"The embedded services did not start.\n{_last_words(layout)}")
        if started is None and not supervised:
            started = _start_supervisor(layout, durable=durable)
        time.sleep(_POLL_SECONDS)
    raise EmbeddedError(f"The embedded services did not start in time.\n{_last_words(layout)}")


def _start_supervisor(layout: Layout, *, durable: bool) -> subprocess.Popen[bytes]:
    for log in (layout.supervisor_log, layout.postgres_log, layout.valkey_log):
        processes.keep_small(log)
    command = [sys.executable, "-m", "oppsera_host.embedded.supervisor", str(layout.state)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(_import_path())}
    with layout.supervisor_log.open("ab") as messages:
        process = subprocess.Popen(
            command if durable else [*command, "--fast"],
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=messages,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _supervisors.append(process)
    return process


def _import_path() -> list[str]:
    inherited = os.environ.get("PYTHONPATH")
    return [str(_PROJECT), *([inherited] if inherited else [])]


def _last_words(layout: Layout) -> str:
    lines = layout.supervisor_log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    return "\n".join([*lines, f"(from {layout.supervisor_log})"])
