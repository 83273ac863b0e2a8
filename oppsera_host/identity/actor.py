"""Who is acting, for which tenant, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The authenticated party behind a command.

    Attributes:
        tenant_id: the tenant it acts for; comes from the session or token, never from input.
        kind: ``user``, ``token`` or ``system`` (jobs, imports, the command line).
        id: the user's or token's id; None for ``system``.
        name: for logs and the audit trail: e-mail of a user, name of a token or job.
        roles: role names held in this tenant.
        permissions: permission names, e.g. ``pms.reservations.move``.
        all_permissions: True for ``system`` actors only.
    """

    tenant_id: UUID
    kind: str
    id: UUID | None
    name: str
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    all_permissions: bool = field(default=False)

    def may(self, permission: str) -> bool:
        """Tell whether the actor holds ``permission``."""
        return self.all_permissions or permission in self.permissions

    @property
    def label(self) -> str:
        """The actor as the audit trail names it, e.g. ``user:0190…``."""
        return f"{self.kind}:{self.id or self.name}"


def system_actor(tenant_id: UUID, name: str) -> Actor:
    """Return the actor for a job or command-line run named ``name`` in one tenant."""
    return Actor(tenant_id=tenant_id, kind="system", id=None, name=name, all_permissions=True)
