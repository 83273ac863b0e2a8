"""Guest profiles kept elsewhere."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from oppsera_host.hookspecs import hookspec


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """What a booking says of its guest."""

    first_name: str
    last_name: str
    email: str | None
    phone: str | None


@hookspec(firstresult=True)
def pms_resolve_guest(guest: GuestDetails) -> UUID | None:
    """Name the profile a new booking's guest already has, so that none is made twice.

    Asked inside the transaction that books, before anything is written; answer fast, from your own tables.

    Args:
        guest: what the booking says.

    Returns:
        The id of a PMS guest, or None when you know of none; then the next addon is asked, and in the end a
        profile is made.
    """
