"""``oppsera dev``: everything a developer needs, in one command."""

from __future__ import annotations

import dataclasses
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from oppsera_host import embedded
from oppsera_host.app import create_app, with_services
from oppsera_host.cli.children import Child, ChildFailedError, Children
from oppsera_host.cli.context import refusals
from oppsera_host.cli.demo import DemoLogin, ensure_demo
from oppsera_host.cli.development import share_secret
from oppsera_host.cli.output import emit
from oppsera_host.cli.ports import require_free_port
from oppsera_host.db import migrate
from oppsera_host.db.bootstrap import bootstrap
from oppsera_host.embedded.processes import keep_small
from oppsera_host.embedded.services import DATABASE
from oppsera_host.settings import Settings, SettingsError

WEB_PROCESSES = 2
GRACE_SECONDS = 2
READY_SECONDS = 60.0
SERVICES_CHECK_SECONDS = 2.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--demo/--no-demo", default=True, show_default=True, help="Make the demo hotel if it is missing."
)
def dev(host: str, demo: bool) -> None:
    """Start servers, database, demo hotel, web and worker; Ctrl-C stops all of it.

    Variables: PORT, DATABASE_URL, REDIS_URL, OPPSERA_STATE_DIR.
    """
    with refusals():
        settings = Settings.from_env(os.environ)
        _refuse_production(settings)
        require_free_port(host, settings.port)
        share_secret(settings)
        keep_alive = _start_services(settings)
        with _step("Migrations"):
            ready = with_services(settings)
            migrate.upgrade(ready.migration_database_url or str(ready.database_url))
        login = _make_demo(ready) if demo else None
        try:
            _run(settings, host, login, keep_alive)
        except ChildFailedError as failure:
            raise click.ClickException(str(failure)) from failure


def _refuse_production(settings: Settings) -> None:
    if settings.production:
        raise SettingsError("APP_ENV", "is production; use oppsera serve and oppsera worker there.")


def _start_services(settings: Settings) -> Callable[[], object]:
    """Start what has no address; return what starts it again should it die, to be called again and again."""
    if settings.database_url is not None and settings.redis_url is not None:
        return lambda: None
    with _step("PostgreSQL and Valkey"):
        services = embedded.ensure(settings.state_dir)
    if settings.database_url is None:
        with _step("Roles and database"):
            bootstrap(services.admin_database_url, DATABASE)
    return _now_and_then(lambda: embedded.ensure(settings.state_dir))


def _make_demo(settings: Settings) -> DemoLogin | None:
    """Make the demo hotel if it is missing, with the log kept out of the terminal; return its login."""
    with _step("Demo hotel"):
        return ensure_demo(create_app(dataclasses.replace(settings, log_level="WARNING")))


def _run(settings: Settings, host: str, login: DemoLogin | None, keep_alive: Callable[[], object]) -> None:
    arguments = {"web": _serve_arguments(settings, host), "worker": ["worker"]}
    level = {"LOG_LEVEL": settings.log_level}
    logs = [settings.state_dir / f"{name}.log" for name in arguments]
    children = Children(
        [Child(name, arguments[name], level, log) for name, log in zip(arguments, logs, strict=True)],
        say=click.echo,
    )
    url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{settings.port}"  # noqa: S104 - compared only
    for log in logs:
        keep_small(log)
    try:
        children.start()
        with _step("Web and worker"):
            children.wait_until(lambda: _answers(f"{url}/healthz"), READY_SECONDS)
        _announce(url, login, logs)
        children.stay(keep_alive)
        click.echo("\nStopping.")
    finally:
        children.stop()


def _serve_arguments(settings: Settings, host: str) -> list[str]:
    options = {"host": host, "port": settings.port, "workers": WEB_PROCESSES, "grace": GRACE_SECONDS}
    return ["serve", *(f"--{name}={value}" for name, value in options.items())]


def _announce(url: str, login: DemoLogin | None, logs: list[Path]) -> None:
    lines = ["", f"Logs:  {' and '.join(map(str, logs))}; Ctrl-C stops everything.", f"Open:  {url}"]
    answer: dict[str, Any] = {"url": url}
    if login is not None:
        lines.append(f"Login: {login.email}   password: {login.password}")
        answer["login"] = {"email": login.email, "password": login.password}
    emit(answer, "\n".join(lines))


@contextmanager
def _step(title: str) -> Iterator[None]:
    click.echo(f"{title} … ", nl=False)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        click.echo("failed")
        raise
    click.echo(f"{time.monotonic() - began:.1f} s")


def _now_and_then(work: Callable[[], object]) -> Callable[[], None]:
    last = time.monotonic()

    def run() -> None:
        nonlocal last
        if time.monotonic() - last > SERVICES_CHECK_SECONDS:
            work()
            last = time.monotonic()

    return run


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
