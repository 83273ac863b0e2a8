"""Looks up the guest of a stay, and finds out who a booking's guest is."""

from __future__ import annotations

from uuid import UUID

from addons.pms.db.queries import guests as queries
from addons.pms.domain.errors import guest_erased, not_found
from addons.pms.hookspecs.ask import ask
from addons.pms.hookspecs.crm import GuestDetails
from addons.pms.services.guest_duplicates import known_by_email_and_name
from addons.pms.services.guests import create_guest
from addons.pms.services.stored_reservation import GuestView
from oppsera_host.db.unit_of_work import UnitOfWork


def find_guest(uow: UnitOfWork, guest_id: UUID) -> GuestView:
    """Return the guest, or the one this profile was merged into, and keep it from being merged until the commit.

    Raises:
        DomainError: NOT_FOUND; GUEST_ERASED.
    """
    wanted: UUID | None = guest_id
    while wanted is not None:
        row = uow.execute(queries.KEEP, {"tenant": uow.tenant_id, "id": wanted}).one_or_none()
        if row is None:
            raise not_found()
        wanted = row.merged_into
    if row.erased_at is not None:
        raise guest_erased()
    return GuestView(row.id, row.first_name, row.last_name, row.email, row.phone)


def guest_of_booking(
    uow: UnitOfWork, *, first_name: str, last_name: str, email: str | None, phone: str | None
) -> GuestView:
    """Return the profile of a booking's guest: whom a CRM or the house's directory knows, else a new one.

    Raises:
        DomainError: VALIDATION_ERROR naming the fields, as of ``guest.``.
    """
    details = GuestDetails(
        first_name, last_name, email, phone,
        lambda: known_by_email_and_name(uow.connection, uow.tenant_id, first_name, last_name, email),
    )  # fmt: skip
    known = ask(uow.tenant_id, "pms_resolve_guest", guest=details)
    if known is not None:
        return find_guest(uow, known)
    return create_guest(
        uow, first_name=first_name, last_name=last_name, email=email, phone=phone, field_prefix="guest."
    )
