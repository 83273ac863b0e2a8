"""Hooks of an addon's life: what it adds for other addons, and being switched on or off for a tenant."""

from __future__ import annotations

from uuid import UUID

import pluggy

from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.hookspecs.markers import hookspec


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
