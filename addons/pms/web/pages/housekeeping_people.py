"""Who can be given housekeeping's tasks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from oppsera_host.addons.registry import registry_of
from oppsera_host.identity.users import list_members


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the house: name, or e-mail address of who has none."""

    id: UUID
    name: str


def people_of(session: Session, tenant_id: UUID) -> list[Person]:
    """Return everybody active who may work on tasks, housekeeping's own people first."""
    registry = registry_of()
    able = [
        (("pms_housekeeping" not in member.roles), Person(member.id, member.name or member.email))
        for member in list_members(session, tenant_id)
        if member.active
        and any("pms.housekeeping.write" in registry.permissions_of(role) for role in member.roles)
    ]
    return [person for _, person in sorted(able, key=lambda pair: (pair[0], pair[1].name.casefold()))]
