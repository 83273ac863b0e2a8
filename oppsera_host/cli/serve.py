"""``oppsera serve``: the web server."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.server.mp import MPServer

from oppsera_host.app import create_app_from_environment
from oppsera_host.cli.context import refusals
from oppsera_host.cli.development import share_secret
from oppsera_host.cli.garbage import spare_application
from oppsera_host.cli.parent import PARENT_VARIABLE, follow_parent
from oppsera_host.cli.ports import require_free_port
from oppsera_host.settings import Settings
from oppsera_host.web.event_streams import MOST_STREAMS, SERVING_VARIABLE, keep_threads_for_requests

BLOCKING_THREADS = 4
_THREADS_VARIABLE = "OPPSERA_REQUEST_THREADS"
GRACE_SECONDS = 10


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.  [default: PORT or 8000]")
@click.option("--workers", type=click.IntRange(1), help="Web processes.  [default: one per core]")
@click.option(
    "--threads",
    type=click.IntRange(1),
    default=BLOCKING_THREADS,
    show_default=True,
    help="Requests each web process works on at once.",
)
@click.option(
    "--grace",
    type=click.IntRange(1),
    default=GRACE_SECONDS,
    show_default=True,
    help="Seconds that requests in hand get when the server stops.",
)
def serve(host: str, port: int | None, workers: int | None, threads: int, grace: int) -> None:
    """Serve the application over HTTP until SIGTERM or Ctrl-C.

    Outside production, services whose address is not set are started. Migrations are not run here: see
    `oppsera db upgrade`.
    """
    follow_parent()
    with refusals():
        settings = Settings.from_env(os.environ)
        require_free_port(host, port or settings.port)
    share_secret(settings)
    os.environ[PARENT_VARIABLE] = str(os.getpid())
    os.environ[_THREADS_VARIABLE] = str(threads)
    _Server(
        f"{__name__}:create_application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port or settings.port,
        workers=workers or os.cpu_count() or 1,
        blocking_threads=threads + MOST_STREAMS,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=grace,
    ).serve()


class _Server(MPServer):
    """Tells its processes that it was asked to stop: they wait for requests in hand, and streams would go on."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        number, self._serving_file = tempfile.mkstemp(prefix="oppsera-serving-")
        os.close(number)
        os.environ[SERVING_VARIABLE] = self._serving_file

    def signal_handler_interrupt(self, *args: Any, **options: Any) -> None:
        """Stop; called in the main thread's signal handler."""
        Path(self._serving_file).unlink(missing_ok=True)
        super().signal_handler_interrupt(*args, **options)  # type: ignore[no-untyped-call]


def create_application() -> Flask:
    """Return the application inside a web process, which ends at once when its server was killed."""
    follow_parent(signal.SIGKILL)
    try:
        with refusals():
            app = create_app_from_environment()
    except click.exceptions.Exit as refusal:
        sys.exit(refusal.exit_code)
    most = int(os.environ[_THREADS_VARIABLE])
    app.wsgi_app = keep_threads_for_requests(app.wsgi_app, most)  # type: ignore[assignment, method-assign]
    spare_application()
    return app
