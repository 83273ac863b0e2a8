"""Ends servers as a crash would, and brings them back."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import psutil

from oppsera_host import embedded
from oppsera_host.testing.processes import RunningProcess, free_port
from tests.support.race import serve
from tests.support.waiting import wait_until


class Site:
    """Postgres, Valkey, a web server and workers of one installation, all killable.

    Args:
        environment: beside addresses; ``OPPSERA_STATE_DIR`` and the database are the site's own.
        folder: of data and logs.
    """

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._state = folder / "state"
        self._folder = folder
        self._services = embedded.ensure(self._state, durable=True)
        self._port = str(free_port())
        self.environment = environment | {
            "DATABASE_URL": self._services.database_url,
            "MIGRATION_DATABASE_URL": self._services.migration_database_url,
            "REDIS_URL": self._services.redis_url,
            "OPPSERA_STATE_DIR": str(self._state),
        }
        self.admin_url = self._services.admin_database_url
        self.url = f"http://127.0.0.1:{self._port}"
        self._web: RunningProcess | None = None
        self._workers: RunningProcess | None = None

    def start(self) -> None:
        """Start web server and workers."""
        self.start_web()
        self.start_workers()

    def start_web(self) -> None:
        log = self._folder / "web.log"
        self._web = serve(self.environment | {"PORT": self._port}, log, workers=2, threads=4, port=self._port)

    def start_workers(self) -> None:
        self._workers = RunningProcess(["worker"], self.environment, self._folder / "worker.log")

    def kill_web(self) -> None:
        """End server and web processes in the middle of whatever they do."""
        assert self._web is not None
        self._web.kill()
        self.start_web()

    def kill_a_web_process(self) -> None:
        """End one web process; the server starts another."""
        assert self._web is not None
        children = psutil.Process(self._web.pid).children()
        workers = [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]
        os.kill(workers[0].pid, signal.SIGKILL)

    def kill_workers(self) -> None:
        assert self._workers is not None
        self._workers.kill()
        self.start_workers()

    def kill_postgres(self) -> None:
        """End all of Postgres; its supervisor then stops, and whoever asks next starts both servers again."""
        running = json.loads((self._state / "services.json").read_text(encoding="utf-8"))
        postmaster = psutil.Process(running["pids"]["postgres"])
        victims = [postmaster, *postmaster.children(recursive=True)]
        for victim in victims:
            victim.kill()
        wait_until(lambda: not (self._state / "services.json").exists(), "the end of its supervisor")
        assert embedded.ensure(self._state, durable=True) == self._services

    def stop(self) -> None:
        """Stop what runs; the embedded servers stop by themselves when nobody uses them."""
        for process in (self._web, self._workers):
            if process is not None:
                process.kill()
