"""``oppsera worker``: runs background jobs and brings read models up to date."""

from __future__ import annotations

import os

import click

from oppsera_host.app import create_app_from_environment
from oppsera_host.cli.children import Child, ChildFailedError, Children
from oppsera_host.cli.context import refusals
from oppsera_host.cli.development import share_secret
from oppsera_host.cli.garbage import spare_application
from oppsera_host.cli.parent import follow_parent
from oppsera_host.jobs.worker import run_worker
from oppsera_host.settings import Settings


@click.command()
@click.option(
    "-n", "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Worker processes."
)
def worker(processes: int) -> None:
    """Work on background jobs until SIGTERM or Ctrl-C; the job in hand is finished first.

    Any number of workers may run, here and on other machines.
    """
    follow_parent()
    with refusals():
        share_secret(Settings.from_env(os.environ))
        if processes == 1:
            app = create_app_from_environment()
            spare_application()
            run_worker(app)
        else:
            _run_several(processes)


def _run_several(processes: int) -> None:
    """Run each worker in a process group of its own, so that one can be killed with all it started."""
    children = Children(
        [Child(f"worker {number + 1}", ["worker"], {}) for number in range(processes)],
        say=lambda sentence: click.echo(sentence, err=True),
    )
    try:
        children.start()
        children.stay()
    except ChildFailedError as problem:
        raise click.ClickException(str(problem)) from problem
    finally:
        children.stop()
