"""``oppsera db``: the tables of the host and of every installed addon."""

from __future__ import annotations

import os

import click

from oppsera_host.addons.discovery import installed_addons
from oppsera_host.app import with_services
from oppsera_host.cli.context import refusals
from oppsera_host.cli.output import emit, fail
from oppsera_host.db import migrate
from oppsera_host.settings import Settings, SettingsError


@click.group("db")
def database() -> None:
    """Bring the database up, down, or tell where it stands."""


@database.command()
def upgrade() -> None:
    """Bring every line of migrations to its head."""
    with refusals():
        url = _migration_url()
        migrate.upgrade(url)
        revisions = migrate.current(url)
    emit({"revisions": revisions}, f"The database is up to date: {', '.join(revisions)}.")


@database.command()
@click.argument("line")
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(line: str, yes: bool) -> None:
    """Remove the tables of LINE (host, or an addon's name), its data included, and of what depends on it."""
    with refusals():
        lines = ["host", *(addon.manifest.line for addon in installed_addons())]
        if line not in lines:
            raise fail("NOT_FOUND", f"There is no line called {line!r}. Lines are: {', '.join(lines)}.")
        url = _migration_url()
        along = migrate.dependents(url, line)
        question = f"Remove all tables and data of {', '.join([line, *along])}?"
        if not yes and not click.confirm(question, err=True):
            raise fail("NOT_CONFIRMED", "Nothing was removed.")
        migrate.downgrade(url, line)
        revisions = migrate.current(url)
    emit({"removed": [line, *along], "revisions": revisions}, f"Removed {', '.join([line, *along])}.")


@database.command()
def current() -> None:
    """Show which revisions the database stands at, and whether that is what the code wants."""
    with refusals():
        url = _migration_url()
        revisions, wanted = migrate.current(url), migrate.heads(url)
    complete = set(wanted) <= set(revisions)
    state = "up to date" if complete else "not up to date; run: oppsera db upgrade"
    emit(
        {"revisions": revisions, "heads": wanted, "upToDate": complete},
        f"{', '.join(revisions) or 'empty'} ({state})",
    )


def _migration_url() -> str:
    """Return where migrations connect.

    Raises:
        SettingsError: in production without ``MIGRATION_DATABASE_URL``; its own role changes no tables.
    """
    settings = with_services(Settings.from_env(os.environ))
    url = settings.migration_database_url
    if url is None and not settings.production:
        url = settings.database_url
    if url is None:
        raise SettingsError("MIGRATION_DATABASE_URL", "is required for migrations in production.")
    return url
