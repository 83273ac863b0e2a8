"""``oppsera user``: people who sign in."""

from __future__ import annotations

import sys

import click

from oppsera_host.addons.registry import registry_of
from oppsera_host.cli.context import with_application
from oppsera_host.cli.output import emit
from oppsera_host.db import unit_of_work
from oppsera_host.identity import users
from oppsera_host.identity.actor import system_actor
from oppsera_host.identity.tenants import find_tenant


@click.group()
def user() -> None:
    """Create users and give them roles."""


@user.command()
@click.argument("email")
@click.option("--tenant", "slug", required=True, help="Slug of the tenant.")
@click.option("--role", required=True, help="Role in that tenant, e.g. host_admin.")
@click.option("--name", default="", help="How screens greet the person.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_application
def create(email: str, slug: str, role: str, name: str, password_stdin: bool) -> None:
    """Let EMAIL sign in to a tenant; an account that exists keeps its password."""
    password = _read_password(from_stdin=password_stdin)
    actor = system_actor(find_tenant(slug), "oppsera user create")
    roles = registry_of().roles
    member = unit_of_work.run(
        lambda uow: users.add_member(uow, email=email, name=name, role=role, password=password, roles=roles),
        actor=actor,
    )
    emit(
        {"id": member.id, "email": member.email, "tenant": slug, "roles": list(member.roles)},
        f"{member.email} may sign in to {slug} as {', '.join(member.roles)}.",
    )


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return answer
