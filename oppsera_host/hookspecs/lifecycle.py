"""Hooks of an addon's life: what it adds for other addons, and being switched on or off for a tenant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pluggy

from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.hookspecs.markers import hookspec


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody who can sign in to the demo tenant.

    Attributes:
        email: how they sign in; use a domain reserved for examples.
        name: how screens greet them.
        roles: names of the roles they hold.
    """

    email: str
    name: str
    roles: tuple[str, ...]


@hookspec
def oppsera_add_hookspecs(plugin_manager: pluggy.PluginManager) -> None:
    """Add the hooks that your addon offers to other addons.

    Called once at start, after every addon is registered and before names are checked, so an addon may
    implement hooks of any addon it depends on.

    Args:
        plugin_manager: call ``plugin_manager.add_hookspecs(module)`` for each module of hook specifications.
    """


@hookspec
def oppsera_addon_enabled(tenant: UUID, uow: UnitOfWork) -> None:
    """Prepare a tenant for your addon: seed settings and defaults.

    Called only on the addon that is being switched on, inside the transaction that switches it on; raising
    leaves it off. Must be safe to repeat: an addon may be switched on again later and finds its old data.

    Args:
        tenant: the tenant's id; it is the tenant in scope.
        uow: the transaction; never commit it.
    """


@hookspec
def oppsera_addon_disabled(tenant: UUID, uow: UnitOfWork) -> None:
    """Wind down what should not outlive the addon in a tenant, e.g. tell a partner to stop sending.

    Called only on the addon that is being switched off, inside the transaction that switches it off; raising
    leaves it on. Never delete the tenant's data here: switching off hides it, nothing more.

    Args:
        tenant: the tenant's id; it is the tenant in scope.
        uow: the transaction; never commit it.
    """


@hookspec
def oppsera_add_demo_data(tenant: UUID) -> Sequence[DemoUser]:  # type: ignore[empty-body]
    """Fill the demo tenant with something to look at, and say who may sign in to it.

    Called outside production, outside any transaction, until it has once come to its end; so it must be safe to
    repeat and go on where an interrupted call stopped.

    Args:
        tenant: the demo tenant's id; your addon is on for it.

    Returns:
        Users to make; the host gives them the demo password.
    """
