"""Roles: brought by addons, given to users and tokens, never more than the giver holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from oppsera_host.errors import AppError, validation_error
from oppsera_host.identity.actor import Actor
from oppsera_host.sentence import Sentence


class RoleLike(Protocol):
    """What identity needs to know of a role."""

    @property
    def name(self) -> str:
        """Name, e.g. ``pms_front_desk``."""

    @property
    def title(self) -> str:
        """Name for people."""

    @property
    def permissions(self) -> frozenset[str]:
        """What it allows."""


RoleBook = Mapping[str, RoleLike]


def permissions_of(names: Iterable[str], roles: RoleBook) -> frozenset[str]:
    """Return everything the roles called ``names`` allow; a role whose addon is gone allows nothing."""
    return frozenset().union(*(roles[name].permissions for name in names if name in roles))


def check_grantable(actor: Actor, role: str, roles: RoleBook) -> None:
    """Refuse to give ``role`` away when it does not exist or allows more than ``actor`` may.

    Raises:
        AppError: VALIDATION_ERROR on ``role``, or FORBIDDEN.
    """
    if role not in roles:
        sentence = Sentence("There is no such role. Roles are: {roles}.", roles=", ".join(sorted(roles)))
        raise validation_error({"role": [sentence]})
    if not all(actor.may(permission) for permission in roles[role].permissions):
        raise AppError("FORBIDDEN", 403, "You cannot give a role that allows more than your own.")
