"""What the host itself brings, through the same hooks as any addon. It cannot be switched off."""

from __future__ import annotations

from collections.abc import Sequence

from oppsera_host.hookspecs import hookimpl
from oppsera_host.hookspecs.contributions import Permission

PERMISSIONS = (
    Permission("host.events.read", "Read the event feed"),
    Permission("host.audit.read", "Read the host's audit trail"),
    Permission("host.users.read", "See users and their roles"),
    Permission("host.users.write", "Add users and give roles"),
    Permission("host.roles.read", "See roles and what they allow"),
    Permission("host.tokens.read", "See API tokens"),
    Permission("host.tokens.write", "Make and revoke API tokens"),
    Permission("host.addons.read", "See addons"),
    Permission("host.addons.write", "Switch addons on and off"),
    Permission("host.jobs.read", "See scheduled jobs and how they fare"),
    Permission("host.jobs.run", "Run scheduled jobs now"),
)


@hookimpl
def oppsera_register_permissions() -> Sequence[Permission]:
    """The host's own permissions."""
    return PERMISSIONS
