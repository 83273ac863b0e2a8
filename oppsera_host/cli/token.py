"""``oppsera token``: keys for programmes."""

from __future__ import annotations

import click

from oppsera_host.addons.registry import registry_of
from oppsera_host.cli.context import with_application
from oppsera_host.cli.output import emit
from oppsera_host.db import unit_of_work
from oppsera_host.identity import tokens
from oppsera_host.identity.actor import system_actor
from oppsera_host.identity.tenants import find_tenant


@click.group()
def token() -> None:
    """Create API tokens."""


@token.command()
@click.option("--tenant", "slug", required=True, help="Slug of the tenant.")
@click.option("--role", required=True, help="What the token may do, e.g. pms_front_desk.")
@click.option("--name", default="command line", show_default=True, help="What the list of tokens calls it.")
@with_application
def create(slug: str, role: str, name: str) -> None:
    """Create a token and print it, alone, on standard output. It is never shown again."""
    actor = system_actor(find_tenant(slug), "oppsera token create")
    roles = registry_of().roles
    issued = unit_of_work.run(lambda uow: tokens.create(uow, name, role, roles), actor=actor)
    emit({"id": issued.row.id, "token": issued.text, "tenant": slug, "role": role, "name": name}, issued.text)
