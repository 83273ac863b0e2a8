"""``python -m replay``: the whole season, in a database of its own or at a running server."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import psycopg
from psycopg import sql

from oppsera_host.addons.registry import registry_of
from oppsera_host.app import create_app
from oppsera_host.db import migrate
from oppsera_host.db.base import db
from oppsera_host.db.bootstrap import bootstrap, libpq_url
from oppsera_host.settings import Settings
from oppsera_host.testing import databases
from oppsera_host.testing.client import FreshClient, RoleClient
from oppsera_host.testing.tenants import make_tenant, make_token
from replay.desk import Desk, OverHttp
from replay.in_process import InProcess, behind
from replay.program import EVE, LAST_DAY, Behind, Outcome, replay

_ROOT = Path(__file__).parents[1]
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--url", help="A running server; without one, everything runs in this process.")
@click.option("--token", envvar="OPPSERA_TOKEN", help="For the server: a pms_manager's, of an empty tenant.")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=_ROOT.parent / "shared" / "data" / "booking-demand",
    show_default=True,
    help="The bookings, with their truth/ beside them.",
)
@click.option(
    "--opening", type=_DAY, default=str(EVE), show_default=True, help="First day; 2013-06-24 has it all."
)
@click.option("--until", type=_DAY, default=str(LAST_DAY), show_default=True, help="Last day.")
def main(url: str | None, token: str | None, data: Path, opening: datetime, until: datetime) -> None:
    """Live a season of real bookings at the desk and compare with what is known of it."""
    days = {"opening": opening.date(), "until": until.date()}
    if url is None:
        with _own_house() as (desk, hands):
            outcome = replay(desk, data, hands, **days)
    else:
        outcome = replay(Desk(OverHttp(url, token or "")), data, Behind(), **days)
    _report(outcome)
    raise SystemExit(0 if outcome.clean else 1)


@contextmanager
def _own_house() -> Iterator[tuple[Desk, Behind]]:
    """Make a database and a tenant for this run, and take the database away afterwards."""
    folder = _ROOT / "var" / "replay"
    folder.mkdir(parents=True, exist_ok=True)
    servers = databases.find_servers(folder, None, None)
    name = f"replay_{secrets.token_hex(4)}"
    bootstrap(servers.admin_url, name)
    migration_url = databases.with_database(servers.migration_url, name)
    migrate.upgrade(migration_url)
    settings = {
        "APP_ENV": "test",
        "DATABASE_URL": databases.with_database(servers.app_url, name),
        "MIGRATION_DATABASE_URL": migration_url,
        "REDIS_URL": servers.redis_url,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "OPPSERA_STATE_DIR": str(folder / "state"),
    }
    app = create_app(Settings.from_env(settings))
    logging.getLogger().setLevel(logging.WARNING)
    try:
        with app.app_context():
            tenant = make_tenant(registry_of(app).names, "Replay")
            client = RoleClient(FreshClient(app, app.response_class), make_token(tenant, "pms_manager"))
            yield Desk(InProcess(client)), behind(tenant.id)
            db.engine.dispose()
    finally:
        with psycopg.connect(libpq_url(servers.admin_url), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _report(outcome: Outcome) -> None:
    for part, seconds in outcome.seconds.items():
        click.echo(f"{part}: {seconds:.0f} s")
    answers = ", ".join(f"{count} x {status}" for status, count in sorted(outcome.statuses.items()))
    click.echo(f"answers: {answers}")
    for each in outcome.differences:
        click.echo(f"differs: {each.where}: expected {each.expected}, found {each.found}")
    for drift in outcome.drift:
        click.echo(f"drift: {drift}")
    click.echo("Everything is as it was." if outcome.clean else "Something is not as it was.")


if __name__ == "__main__":
    main()
