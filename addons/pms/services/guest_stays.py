"""The stays of a guest: to page through, and to hand over when profiles are merged or erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import guest_stays as queries
from addons.pms.domain.events import ReservationUpdated
from addons.pms.services import configuration_records
from addons.pms.services.reservation_store import load_many
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork


def stay_history(
    session: Session, tenant_id: UUID, guest_id: UUID, after: UUID | None, limit: int
) -> list[Any]:
    """Return the guest's reservations of any status, latest arrival first, from behind ``after`` on."""
    binds = {"tenant": tenant_id, "guest": guest_id, "after": after, "count": limit}
    return list(session.execute(queries.PAGE, binds))


def summary(session: Session, tenant_id: UUID, guest_id: UUID) -> Any:
    """Return how often the guest stayed and did not show up, and the last and the next arrival."""
    return session.execute(queries.SUMMARY, {"tenant": tenant_id, "guest": guest_id}).one()


def lock_stays(uow: UnitOfWork, guest_ids: Sequence[UUID]) -> list[UUID]:
    """Lock and return the reservations that name any of the guests; the guests are locked already.

    No booking that names them is under way any more: it holds its guest until it has committed.
    """
    return [row.id for row in uow.execute(queries.LOCK, {"tenant": uow.tenant_id, "guests": list(guest_ids)})]


def lock_listed(uow: UnitOfWork, reservation_ids: Sequence[UUID], guest_id: UUID) -> list[UUID]:
    """Lock and return those of the listed reservations that are the guest's now."""
    binds = {"tenant": uow.tenant_id, "ids": list(reservation_ids), "guest": guest_id}
    return [row.id for row in uow.execute(queries.LOCK_LISTED, binds)]


def rewrite(
    uow: UnitOfWork, stays: Sequence[StoredReservation], *, action: str, guest_id: UUID | None = None,
    blank_notes: bool = False,
) -> None:  # fmt: skip
    """Give locked reservations to another guest, or empty their notes; each with its audit row and event.

    Their rooms, nights and money stay as they are, so none of what ``reservation_store.save`` checks is asked.
    The version rises: whoever has read the stay before must read it again.
    """
    if not stays:
        return
    now = clock.now()
    binds = {"tenant": uow.tenant_id, "ids": [stay.snapshot.id for stay in stays], "guest": guest_id}
    uow.execute(queries.REWRITE, binds | {"blank": blank_notes, "now": now})
    for before in stays:
        snapshot = replace(
            before.snapshot, version=before.snapshot.version + 1, updated_at=now,
            guest_id=guest_id or before.snapshot.guest_id,
        )  # fmt: skip
        after = replace(before, snapshot=snapshot)
        event = ReservationUpdated.of(snapshot, **after.further_state())
        configuration_records.publish(uow, action, event, before.audit_state(), after.audit_state())


def load(uow: UnitOfWork, ids: Sequence[UUID]) -> list[StoredReservation]:
    """Return locked reservations as they are now."""
    return load_many(uow.connection, uow.tenant_id, list(ids))


def move_elsewhere(
    uow: UnitOfWork,
    source: UUID,
    target: UUID,
    bookings: Sequence[UUID] | None = None,
    companions: Sequence[UUID] | None = None,
) -> dict[str, list[str]]:
    """Give bookings of several rooms, and places as a companion, from one profile to another.

    Args:
        uow: the running unit of work; both profiles are locked.
        source: who has them.
        target: who gets them.
        bookings: only these; None = all.
        companions: only in these reservations; None = all.

    Returns:
        What was moved: ids of bookings, and of reservations as ``companions``.
    """
    binds = {"tenant": uow.tenant_id, "from": source, "to": target}
    moved = uow.execute(queries.MOVE_BOOKINGS, binds | {"ids": _list(bookings), "now": clock.now()})
    joined = uow.execute(queries.MOVE_COMPANIONS, binds | {"ids": _list(companions)})
    return {"bookings": [str(row.id) for row in moved], "companions": [str(row.id) for row in joined]}


def _list(ids: Sequence[UUID] | None) -> list[UUID] | None:
    return None if ids is None else list(ids)
