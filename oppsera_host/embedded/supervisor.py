"""The process that runs both servers as its children and stops them when nobody uses them any more.

Started by :func:`oppsera_host.embedded.ensure` as ``python -m oppsera_host.embedded.supervisor``; its
messages go to ``supervisor.log`` in the state directory.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from oppsera_host.db.bootstrap import BootstrapError, bootstrap
from oppsera_host.embedded import account, binaries, processes, programs
from oppsera_host.embedded.errors import EmbeddedError
from oppsera_host.embedded.layout import Layout, remove_left_behind
from oppsera_host.embedded.locks import FileLock
from oppsera_host.embedded.postgres import STOP_SECONDS, Postgres
from oppsera_host.embedded.services import DATABASE, Running, services_at
from oppsera_host.embedded.valkey import Valkey

TICK_SECONDS = 0.2
IDLE_SECONDS = 2.0
REFUSED = 3


class Supervisor:
    """Both servers from start to stop."""

    def __init__(self, layout: Layout, *, durable: bool) -> None:
        self._layout = layout
        self._durable = durable
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._sockets = Path()
        self._asked_to_stop = False

    def run(self) -> None:
        """Start both servers, stay while anybody uses them, stop both."""
        for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(asked, self._on_signal)
        try:
            self._start()
            self._stay()
        finally:
            self._stop()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        _say(f"signal {number}: stopping")
        self._asked_to_stop = True

    def _start(self) -> None:
        layout = self._layout
        layout.services_file.unlink(missing_ok=True)
        who = account.choose(layout.existing_data())
        found = programs.runnable(binaries.find(), who, layout)
        data = layout.data_folder(who)
        self._sockets = layout.socket_folder(who)
        remove_left_behind()
        if not self._durable:
            layout.mark_disposable()
        _say(f"data in {data}, sockets in {self._sockets}, programs in {found.postgres_folder}")
        postgres = Postgres(
            found.postgres_folder,
            found.postgres_major(),
            data,
            self._sockets,
            who,
            layout.postgres_log,
            self._durable,
        )
        postgres.create()
        self._children["postgres"] = postgres.start()
        valkey = Valkey(found.redis_server, data, self._sockets, who, layout.valkey_log, self._durable)
        self._children["valkey"] = valkey.start()
        services = services_at(self._sockets)
        bootstrap(services.admin_database_url, DATABASE)
        pids = {name: child.pid for name, child in self._children.items()}
        Running(services, self._sockets, self._durable, {"supervisor": os.getpid(), **pids}).write(
            layout.services_file
        )
        _say(f"ready: {pids}")

    def _stay(self) -> None:
        """Return when a server ended, a signal came, or nobody has held ``users.lock`` for a while.

        Returning for want of users, both locks stay held until this process ends, so that a newcomer waits
        for the end of the stop instead of being handed servers on their way out.
        """
        users, start = FileLock(self._layout.users_lock), FileLock(self._layout.start_lock)
        last_used = time.monotonic()
        while not self._asked_to_stop and not self._lost_something():
            if not users.try_exclusive():
                last_used = time.monotonic()
            elif time.monotonic() - last_used < IDLE_SECONDS:
                users.release()
            elif start.try_exclusive():
                _say("nobody is left: stopping")
                return
            else:
                users.release()
            time.sleep(TICK_SECONDS)

    def _lost_something(self) -> bool:
        for name, child in self._children.items():
            if child.poll() is not None:
                _say(f"{name} ended with code {child.returncode}: stopping, the next user starts both again")
                return True
        if not self._sockets.is_dir():
            _say(f"{self._sockets} is gone: stopping, the next user starts both again")
            return True
        return False

    def _stop(self) -> None:
        self._layout.services_file.unlink(missing_ok=True)
        asked = {"valkey": signal.SIGTERM, "postgres": signal.SIGINT}
        for name, child in reversed(self._children.items()):
            processes.stop(child, asked[name], STOP_SECONDS)
            _say(f"{name} stopped")
        if self._children and self._sockets.is_dir() and not any(self._sockets.iterdir()):
            self._sockets.rmdir()


def main() -> int:
    """Run as a program; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state_folder", type=Path)
    parser.add_argument("--fast", action="store_true", help="trade durability for speed, for tests")
    arguments = parser.parse_args()
    layout = Layout(arguments.state_folder)
    lock = FileLock(layout.supervisor_lock)
    if not lock.try_exclusive():
        _say(f"another supervisor already serves {layout.state}")
        return REFUSED
    try:
        Supervisor(layout, durable=not arguments.fast).run()
    except (EmbeddedError, BootstrapError, OSError) as problem:
        _say(f"failed: {problem}")
        return 1
    return 0


def _say(sentence: str) -> None:
    print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), sentence, flush=True)  # noqa: T201 - its log


if __name__ == "__main__":
    sys.exit(main())
