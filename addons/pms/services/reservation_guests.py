"""The further guests of a stay, besides the one it is booked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection

from addons.pms.db.queries import reservation_guests as queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import ReservationUpdated
from addons.pms.domain.sentence import Sentence
from addons.pms.services.reservation_store import Change, load_expected, save
from addons.pms.services.reservations import NewGuest, guest_of_stay
from addons.pms.services.stored_reservation import GuestView, StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork


class GuestRole(StrEnum):
    """What a further guest is to the stay; a booker need not sleep there."""

    ACCOMPANYING = "ACCOMPANYING"
    CHILD = "CHILD"
    BOOKER = "BOOKER"


@dataclass(frozen=True, slots=True)
class FurtherGuest:
    """A further guest of a stay."""

    guest: GuestView
    role: GuestRole


def guests_of(connection: Connection, tenant_id: UUID, reservation_id: UUID) -> list[FurtherGuest]:
    """Return the further guests of a stay, in the order in which they were added."""
    rows = connection.execute(queries.OF_STAY, {"tenant": tenant_id, "reservation": reservation_id})
    return [
        FurtherGuest(GuestView(row.id, row.first_name, row.last_name, row.email, row.phone), GuestRole(row.role))
        for row in rows
    ]  # fmt: skip


def add_guest(
    uow: UnitOfWork,
    reservation_id: UUID,
    expected_version: int | None,
    guest: NewGuest | UUID,
    role: GuestRole,
) -> StoredReservation:
    """Name a further guest of a stay; whoever is named already gets the role given.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; VALIDATION_ERROR on ``guestId`` for the guest the stay is
            booked for, and when more would stay than the party has.
    """
    stored = load_expected(uow, reservation_id, expected_version)
    wanted = guest_of_stay(uow, guest)
    snapshot = stored.snapshot
    if wanted.id == snapshot.guest_id:
        raise invalid_fields({"guestId": ["The stay is booked for this guest already."]})
    others = [
        each
        for each in guests_of(uow.connection, uow.tenant_id, reservation_id)
        if each.role is not GuestRole.BOOKER and each.guest.id != wanted.id
    ]
    party = snapshot.adults + snapshot.children
    if role is not GuestRole.BOOKER and len(others) + 2 > party:
        raise invalid_fields(
            {"guestId": [Sentence("The party has {party} people: make it larger first.", party=party)]}
        )
    facts = {"addedGuestId": str(wanted.id), "role": role.value}
    saved = save(uow, Change(stored, stored, "reservation.add_guest", ReservationUpdated, facts))[0]
    uow.connection.execute(
        queries.ADD,
        {
            "tenant": uow.tenant_id, "reservation": reservation_id, "guest": wanted.id, "role": role.value,
            "now": clock.now(),
        },
    )  # fmt: skip
    return saved


def remove_guest(
    uow: UnitOfWork, reservation_id: UUID, expected_version: int | None, guest_id: UUID
) -> StoredReservation:
    """Take a further guest off a stay.

    Raises:
        DomainError: NOT_FOUND, also for a guest who is not on the stay; CONCURRENCY_CONFLICT.
    """
    stored = load_expected(uow, reservation_id, expected_version)
    binds = {"tenant": uow.tenant_id, "reservation": reservation_id, "guest": guest_id}
    if uow.connection.execute(queries.REMOVE, binds).one_or_none() is None:
        raise not_found()
    facts = {"removedGuestId": str(guest_id)}
    return save(uow, Change(stored, stored, "reservation.remove_guest", ReservationUpdated, facts))[0]
