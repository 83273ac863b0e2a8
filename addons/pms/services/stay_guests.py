"""Looks up the guest of a stay."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from addons.pms.domain.errors import not_found
from addons.pms.services.stored_reservation import GuestView
from oppsera_host.db.unit_of_work import UnitOfWork

_GUEST = text(
    "select id, first_name, last_name, email, phone from pms_guests"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)


def find_guest(uow: UnitOfWork, guest_id: UUID) -> GuestView:
    """Return the guest.

    Raises:
        DomainError: NOT_FOUND.
    """
    row = uow.connection.execute(_GUEST, {"tenant": uow.tenant_id, "id": guest_id}).one_or_none()
    if row is None:
        raise not_found()
    return GuestView(*row)
