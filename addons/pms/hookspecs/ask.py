"""How a use case asks the addons that are on for its tenant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from oppsera_host.addons.registry import registry_of


def ask(tenant_id: UUID, hook: str, **arguments: Any) -> Any:
    """Call ``hook`` on the addons of the tenant; one value for a firstresult hook, else a list."""
    return registry_of().call_for_tenant(tenant_id, hook, **arguments)
