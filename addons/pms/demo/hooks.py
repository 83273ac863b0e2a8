"""Fills the demo tenant with the lodge, and says who works there."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from addons.pms.demo.fill import fill
from oppsera_host.hookspecs import hookimpl
from oppsera_host.hookspecs.lifecycle import DemoUser
from oppsera_host.identity.actor import system_actor

USERS = (
    DemoUser("manager@lodge.example", "Mona Manager", ("pms_manager",)),
    DemoUser("clerk@lodge.example", "Carl Clerk", ("pms_front_desk",)),
)


@hookimpl
def oppsera_add_demo_data(tenant: UUID) -> Sequence[DemoUser]:
    """The lodge, its bookings, and a manager and a clerk."""
    fill(system_actor(tenant, "demo"))
    return USERS
