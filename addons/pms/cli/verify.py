"""``oppsera pms verify``: recompute what is kept twice and show what differs."""

from __future__ import annotations

import click

from addons.pms.services.hotel_tenants import hotel_tenants
from addons.pms.services.verify import verify
from oppsera_host.cli.context import with_application
from oppsera_host.cli.output import emit

_SHOWN = 20


@click.command("verify")
@click.option(
    "--tenant", "slug", metavar="SLUG", help="One tenant alone.  [default: every tenant with the hotel on]"
)
@with_application
def command(slug: str | None) -> None:
    """Compare stock, read models, audit chain and event sequence with a recount; exit 1 if anything differs."""
    found = {tenant: verify(tenant_id) for tenant, tenant_id in hotel_tenants(slug)}
    lines: list[str] = []
    for tenant, drift in found.items():
        lines.append(f"{tenant}: {'everything agrees' if not drift else f'{len(drift)} differences'}")
        lines += [f"  {each.check}: {each.detail}" for each in drift[:_SHOWN]]
    answer = {
        "drift": [
            {"tenant": tenant, **each.to_payload()} for tenant, drift in found.items() for each in drift
        ],
        "tenants": list(found),
    }
    emit(answer, "\n".join(lines) or "No tenant has the hotel on.")
    if answer["drift"]:
        raise click.exceptions.Exit(1)
