"""``oppsera tenant``: the customers of the house."""

from __future__ import annotations

import click
from sqlalchemy import select

from oppsera_host.addons import activation
from oppsera_host.addons.registry import registry_of
from oppsera_host.cli.context import with_application
from oppsera_host.cli.output import emit
from oppsera_host.db.base import db
from oppsera_host.identity import tenants
from oppsera_host.identity.actor import system_actor
from oppsera_host.identity.models import Tenant


@click.group()
def tenant() -> None:
    """Create and list tenants."""


@tenant.command()
@click.argument("slug")
@click.option("--name", required=True, help="Name for people.")
@click.option(
    "--addon",
    "addons",
    multiple=True,
    help="Addon to switch on; may be repeated.  [default: those that need no other]",
)
@click.option("--without-addons", is_flag=True, help="Switch nothing on.")
@with_application
def create(slug: str, name: str, addons: tuple[str, ...], without_addons: bool) -> None:
    """Create the tenant SLUG and switch addons on for it."""
    tenant_id = tenants.create_tenant(slug, name)
    registry = registry_of()
    wanted = addons or tuple(addon.name for addon in registry.addons if not addon.manifest.depends)
    actor = system_actor(tenant_id, "oppsera tenant create")
    switched: list[str] = []
    for each in () if without_addons else wanted:
        switched.extend(activation.enable(registry, each, actor=actor))
    emit(
        {"id": tenant_id, "slug": slug, "name": name.strip(), "addons": switched},
        f"Created tenant {slug} ({tenant_id}) with {', '.join(switched) or 'no addons'}.",
    )


@tenant.command("list")
@with_application
def list_tenants() -> None:
    """List all tenants."""
    with db.engine.begin() as connection:
        rows = connection.execute(select(Tenant).order_by(Tenant.slug)).all()
    items = [{"id": row.id, "slug": row.slug, "name": row.name} for row in rows]
    emit(
        {"items": items}, "\n".join(f"{row.slug}  {row.name}  {row.id}" for row in rows) or "No tenants yet."
    )
