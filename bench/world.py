"""The servers and databases of a benchmark run, in a state directory of their own, with fsync on."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench import dataset
from bench.http import Connection, get
from bench.processes import READY_SECONDS, Meter, Program
from bench.report import Report
from oppsera_host import embedded
from oppsera_host.db.bootstrap import libpq_url
from oppsera_host.embedded.services import Services
from oppsera_host.testing.databases import with_database

LODGE, LARGE, SMALL = "bench_lodge", "bench_large", "bench_small"
SETTINGS = {"track_commit_timestamp": "on", "shared_buffers": "2GB"}
"""Commit times are kept because the lag is read from them; the buffers are what 200 houses' server would have."""


@dataclass(frozen=True)
class Serving:
    """A running web server."""

    port: int
    pids: list[int]


class World:
    """Everything a measurement needs.

    Attributes:
        report: where figures go.
        sizes: the hotels of each database, by its name.
        postmaster: process id of the database server.
    """

    def __init__(self, folder: Path, report: Report, scale: float) -> None:
        self.report = report
        self._folder = folder
        size = dataset.large(scale)
        self.sizes = {LODGE: dataset.lodge(), LARGE: size, SMALL: dataset.hundredth(size)}
        self._services, self.postmaster = _start(folder)
        self._secret_key = secrets.token_urlsafe(48)

    def prepare(self, *names: str) -> None:
        """Make the databases that are missing."""
        for name in names:
            size = self.sizes[name]
            seconds = dataset.ensure(
                self._services.admin_database_url, self._services.migration_database_url, name, size
            )
            made = f"made in {seconds:.0f} s" if seconds else "kept from an earlier run"
            print(
                f"  {name}: {size.tenants} houses, {size.rooms} rooms, {size.weeks} weeks; {made}", flush=True
            )

    def admin(self, name: str) -> psycopg.Connection[Any]:
        """Return an autocommit connection to database ``name`` that sees every house."""
        return _connect(with_database(self._services.admin_database_url, name))

    def as_application(self, name: str) -> psycopg.Connection[Any]:
        """Return an autocommit connection as the role the product runs as, which plans as its reads do."""
        connection = _connect(with_database(self._services.database_url, name))
        connection.execute("set plan_cache_mode = force_generic_plan")
        return connection

    def environment(self, name: str) -> dict[str, str]:
        """Return the environment of a product process that works on database ``name``, as in production."""
        return {
            "APP_ENV": "production",
            "DATABASE_URL": with_database(self._services.database_url, name),
            "REDIS_URL": self._services.redis_url,
            "SECRET_KEY": self._secret_key,
            "OPPSERA_STATE_DIR": str(self._folder),
        }

    @contextmanager
    def serving(self, name: str) -> Iterator[Serving]:
        """Run the product's web server, one process, on database ``name``."""
        port = _free_port()
        command = ["-m", "bench.product", "serve", "--workers", "1", "--port", str(port)]
        with self._server(command, self.environment(name), port, "/healthz") as running:
            yield running

    @contextmanager
    def hello(self) -> Iterator[Serving]:
        """Run the same kind of server with nothing but Flask in it."""
        port = _free_port()
        command = ["-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4"]
        command += ["--http", "1", "--no-ws", "--port", str(port), "bench.hello:app"]
        with self._server(command, {}, port, "/hello") as running:
            yield running

    @contextmanager
    def working(self, name: str) -> Iterator[Program]:
        """Run the product's worker process on database ``name``."""
        program = Program(
            ["-m", "bench.product", "worker"], self.environment(name), self._folder / "worker.log"
        )
        try:
            program.wait_for_output("worker_ready")
            yield program
        finally:
            program.stop()

    @contextmanager
    def _server(
        self, command: list[str], environment: dict[str, str], port: int, path: str
    ) -> Iterator[Serving]:
        program = Program(command, environment, self._folder / f"server-{path.strip('/')}.log")
        deadline = time.monotonic() + READY_SECONDS
        try:
            while not _answers(port, path):
                program.give_up_after(deadline)
            yield Serving(port, program.processes())
        finally:
            program.stop()

    def meter(self, *servings: Serving) -> Meter:
        """Return a meter of the servers and the database."""
        return Meter(self.postmaster, [pid for serving in servings for pid in serving.pids])


def _start(folder: Path) -> tuple[Services, int]:
    """Start PostgreSQL and Valkey with ``SETTINGS``."""
    services = embedded.ensure(folder)
    with _connect(services.admin_database_url) as connection:
        wrong = [
            name for name, value in SETTINGS.items()
            if connection.execute("select current_setting(%s)", (name,)).fetchone() != (value,)
        ]  # fmt: skip
        for name in wrong:
            setting, value = sql.Identifier(name), sql.Literal(SETTINGS[name])
            connection.execute(sql.SQL("alter system set {} = {}").format(setting, value))
    if wrong:
        os.kill(_pids(folder)["supervisor"], signal.SIGTERM)
        while (folder / "services.json").exists():
            time.sleep(0.05)
        services = embedded.ensure(folder)
    return services, _pids(folder)["postgres"]


def _pids(folder: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((folder / "services.json").read_text(encoding="utf-8"))["pids"]
    return found


def _connect(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(libpq_url(url), autocommit=True, prepare_threshold=0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int, path: str) -> bool:
    try:
        connection = Connection(port)
        answer = connection.send(get(path, {}))
        connection.close()
    except (ConnectionError, TimeoutError):
        return False
    return answer.status == 200  # noqa: PLR2004
