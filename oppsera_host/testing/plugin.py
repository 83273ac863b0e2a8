"""Fixtures for addon authors: ``pytest_plugins = ["oppsera_host.testing.plugin"]``.

Tests run on a real, migrated PostgreSQL as the application's own role. Nothing is rolled back or emptied;
each test gets a tenant of its own, and row-level security keeps tenants apart. Set ``DATABASE_URL`` (as an
administrator) and ``REDIS_URL`` to use your own servers; otherwise embedded ones are started.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from flask import Flask

from oppsera_host.addons.registry import registry_of
from oppsera_host.app import create_app
from oppsera_host.db.base import db
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.models import Tenant
from oppsera_host.settings import Settings
from oppsera_host.testing import databases, queries
from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.clock import TestClock
from oppsera_host.testing.databases import Database
from oppsera_host.testing.outbox import drain
from oppsera_host.testing.processes import RunningProcess, free_port
from oppsera_host.testing.queries import Queries
from oppsera_host.testing.tenants import make_tenant, make_token

StartProcess = Callable[..., RunningProcess]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The test process's own migrated database: name and URLs for each role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if worker else base) / "oppsera"
    folder.mkdir(exist_ok=True)
    servers = databases.find_servers(folder, os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL"))
    number = int(worker.removeprefix("gw") or 0)
    made = databases.make_database(servers, folder, worker or "main", number)
    yield made
    if os.environ.get("DATABASE_URL"):
        databases.drop_database(servers.admin_url, folder, made.name)


@pytest.fixture(scope="session")
def environment(database: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that works on the test's database."""
    return {
        "APP_ENV": "test",
        "DATABASE_URL": database.app_url,
        "MIGRATION_DATABASE_URL": database.migration_url,
        "REDIS_URL": database.redis_url,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "OPPSERA_STATE_DIR": str(tmp_path_factory.mktemp("state")),
    }


@pytest.fixture(scope="session")
def application(environment: dict[str, str]) -> Flask:
    """The application, built once per test process; tests use ``app``."""
    return create_app(Settings.from_env(environment))


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application, with its context pushed so that services can be called directly."""
    with application.app_context():
        yield application


@pytest.fixture
def enabled_addons(app: Flask) -> tuple[str, ...]:
    """Which addons are on for the test's tenants; redefine it in a module to have fewer."""
    return registry_of(app).names


@pytest.fixture
def tenant(app: Flask, enabled_addons: tuple[str, ...]) -> Tenant:
    """A tenant that only this test knows, with its addons on."""
    del app  # its context must be there
    return make_tenant(enabled_addons)


@pytest.fixture
def other_tenant(app: Flask, enabled_addons: tuple[str, ...]) -> Tenant:
    """A second tenant, for what must not leak."""
    del app  # its context must be there
    return make_tenant(enabled_addons, "Other house")


@pytest.fixture
def actor(tenant: Tenant) -> Actor:
    """An actor of the tenant that may do everything."""
    return system_actor(tenant.id, "test")


@pytest.fixture
def token_for(tenant: Tenant) -> Callable[..., str]:
    """``token_for("pms_front_desk")`` makes a bearer token; a second argument names another tenant."""

    def make(role: str, wanted: Tenant | None = None) -> str:
        return make_token(wanted or tenant, role)

    return make


@pytest.fixture
def client(app: Flask, token_for: Callable[..., str]) -> FreshClient:
    """An HTTP client in process; ``client.as_role("pms_manager").get(path)`` is signed in by token."""
    made = FreshClient(app, app.response_class)
    made.token_for = token_for
    return made


@pytest.fixture
def clock() -> Iterator[TestClock]:
    """The process's clock: ``clock.stop_at(instant)``, ``clock.advance(timedelta)``."""
    with ExitStack() as stack:
        yield TestClock(stack)


@pytest.fixture
def drain_outbox(tenant: Tenant) -> Callable[..., int]:
    """``drain_outbox()`` brings every subscriber of the tenant (or of the one given) up to date."""

    def run(wanted: Tenant | None = None) -> int:
        return drain((wanted or tenant).id)

    return run


@pytest.fixture
def query_counter(app: Flask) -> Callable[[], AbstractContextManager[Queries]]:
    """Collects the statements sent inside a ``with`` block; ``len`` of what it yields is their number."""
    del app  # its context must be there
    return lambda: queries.counting(db.engine)


@pytest.fixture
def start_server(environment: dict[str, str], tmp_path: Path) -> Iterator[StartProcess]:
    """Starts a web server and waits until it answers; ``start_server(NAME="value")`` adds settings."""
    started: list[RunningProcess] = []

    def start(**settings: str) -> RunningProcess:
        process = _start_server({**environment, **settings}, tmp_path / f"server-{len(started)}.log")
        started.append(process)
        process.wait_until_ready()
        return process

    yield start
    _stop_all(started)


@pytest.fixture
def start_worker(environment: dict[str, str], tmp_path: Path) -> Iterator[StartProcess]:
    """Starts a worker process and waits until it works; ``start_worker(NAME="value")`` adds settings."""
    started: list[RunningProcess] = []

    def start(**settings: str) -> RunningProcess:
        log = tmp_path / f"worker-{len(started)}.log"
        process = RunningProcess(["worker"], {**environment, **settings}, log)
        started.append(process)
        process.wait_for_output("worker_ready")
        return process

    yield start
    _stop_all(started)


@pytest.fixture(scope="session")
def live_server(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningProcess]:
    """A web server shared by the tests of this process; ``live_server.url`` is its address."""
    process = _start_server(environment, tmp_path_factory.mktemp("server") / "server.log")
    process.wait_until_ready()
    yield process
    process.stop()


@pytest.fixture
def worker(start_worker: StartProcess) -> RunningProcess:
    """A worker process for the length of the test."""
    return start_worker()


def _start_server(environment: dict[str, str], log: Path) -> RunningProcess:
    port = free_port()
    return RunningProcess(
        ["serve", "--workers", "1"], {**environment, "PORT": str(port)}, log, f"http://127.0.0.1:{port}"
    )


def _stop_all(processes: list[RunningProcess]) -> None:
    for process in processes:
        process.stop()
