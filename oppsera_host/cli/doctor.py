"""``oppsera doctor``: what is wrong on this machine, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict

import click
import psycopg
from sqlalchemy.exc import SQLAlchemyError

from oppsera_host import embedded
from oppsera_host.cli.doctor_checks import Finding, Result, machine_checks, settings_of
from oppsera_host.cli.doctor_services import service_checks
from oppsera_host.cli.output import emit

_MARKS = {"ok": "ok     ", "warning": "warning", "failure": "FAILURE"}


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Check this machine, the settings and the services; exit with 1 when something cannot work."""
    findings = []
    for finding in _examine():
        findings.append(finding)
        click.echo(f"{_MARKS[finding.status]}  {finding.name}: {finding.found}")
        if finding.advice:
            click.echo(f"         → {finding.advice}")
    healthy = all(finding.status != "failure" for finding in findings)
    emit(
        {"ok": healthy, "checks": [asdict(finding) for finding in findings]},
        "All is well." if healthy else "Something needs attention; see above.",
    )
    context.exit(0 if healthy else 1)


def _examine() -> Iterator[Finding]:
    settings, finding = settings_of(dict(os.environ))
    yield finding
    if settings is None:
        return
    for name, check in machine_checks(settings):
        yield _outcome(name, check)
    try:
        for name, check in service_checks(settings):
            yield _outcome(name, check)
    except embedded.EmbeddedError as problem:
        yield Finding("Services", "failure", str(problem), "See the log named above.")


def _outcome(name: str, check: Callable[[], Result]) -> Finding:
    try:
        return Finding(name, *check())
    except (psycopg.Error, SQLAlchemyError) as problem:
        return Finding(name, "failure", f"could not be checked: {problem}", "Look at the database first.")
