"""The demo tenant that ``oppsera dev`` opens with; what is in it comes from the addons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from oppsera_host.addons import activation
from oppsera_host.addons.registry import AddonRegistry, registry_of
from oppsera_host.db import unit_of_work
from oppsera_host.db.base import db
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.hookspecs.lifecycle import DemoUser
from oppsera_host.identity import tenants, users
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.models import Tenant
from oppsera_host.outbox.runner import run_subscriber
from oppsera_host.outbox.subscribers import all_subscribers
from oppsera_host.settings import Settings, SettingsError

SLUG, NAME = "demo", "Demo house"
PASSWORD = "welcome-to-the-lodge"  # noqa: S105 - printed by the program; refused in production
ADMINISTRATOR = DemoUser("admin@demo.example", "Ada Admin", ("host_admin",))


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """How to get into the demo tenant."""

    email: str
    password: str


def ensure_demo(app: Flask) -> DemoLogin | None:
    """Make the demo tenant if it is missing; a second call adds nothing.

    Args:
        app: the application; its addons fill the tenant.

    Returns:
        The login to show: of the first user an addon names, or of the administrator.

    Raises:
        SettingsError: in production, where an account with a known password must not exist.
    """
    settings: Settings = app.extensions["oppsera_settings"]
    if settings.production:
        raise SettingsError("APP_ENV", "is production; the demo house and its known password stay out of it.")
    with app.app_context():
        tenant_id = _tenant()
        actor = system_actor(tenant_id, "oppsera dev")
        with unit_of_work.reading(actor) as session:
            members = users.list_members(session, tenant_id)
        # The administrator is made last: once there, everything is.
        if ADMINISTRATOR.email not in {member.email for member in members}:
            _fill(registry_of(), actor)
            with unit_of_work.reading(actor) as session:
                members = users.list_members(session, tenant_id)
    others = sorted((member for member in members if member.email != ADMINISTRATOR.email), key=lambda m: m.id)
    return DemoLogin(others[0].email if others else ADMINISTRATOR.email, PASSWORD)


def _tenant() -> UUID:
    with db.engine.begin() as connection:
        found = connection.execute(select(Tenant.id).where(Tenant.slug == SLUG)).scalar()
    return found or tenants.create_tenant(SLUG, NAME)


def _fill(registry: AddonRegistry, actor: Actor) -> None:
    for addon in registry.addons:
        if not addon.manifest.depends:
            activation.enable(registry, addon.name, actor=actor)
    answers = registry.call_for_tenant(actor.tenant_id, "oppsera_add_demo_data", tenant=actor.tenant_id)
    _add_users(registry, actor, [user for answer in answers for user in answer])
    _add_users(registry, actor, [ADMINISTRATOR])
    _show(actor.tenant_id)


def _add_users(registry: AddonRegistry, actor: Actor, wanted: Sequence[DemoUser]) -> None:
    def work(uow: UnitOfWork) -> None:
        for user in wanted:
            _add(uow, registry, user)

    unit_of_work.run(work, actor=actor)


def _add(uow: UnitOfWork, registry: AddonRegistry, user: DemoUser) -> None:
    held = {member.email: member.roles for member in users.list_members(uow.session, uow.tenant_id)}
    for role in user.roles:
        if role not in held.get(user.email, ()):
            users.add_member(
                uow,
                email=user.email,
                name=user.name,
                role=role,
                password=PASSWORD,
                roles=registry.roles,
                any_password=True,
            )


def _show(tenant_id: UUID) -> None:
    """Bring the read models up to date, so that the first screen is not an empty one."""
    while sum(run_subscriber(each.name, tenant_id) for each in all_subscribers()):
        pass
