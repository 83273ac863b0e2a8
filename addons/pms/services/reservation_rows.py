"""Writes the rows of reservations and of their nights."""

from __future__ import annotations

from dataclasses import replace

from addons.pms.db.queries import reservations as queries
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork


def write(uow: UnitOfWork, before: StoredReservation | None, after: StoredReservation) -> StoredReservation:
    """Insert the reservation, or bring its row from ``before`` to ``after``; return it with its new version.

    A row whose version moved on since ``before`` was read is refused in the database: CONCURRENCY_CONFLICT.
    """
    snapshot = after.snapshot
    binds = {
        "tenant": uow.tenant_id, "id": snapshot.id, "status": snapshot.status.value,
        "room_type_id": snapshot.room_type_id, "booked_room_type_id": after.booked_room_type_id,
        "check_in_date": snapshot.check_in_date, "check_out_date": snapshot.check_out_date,
        "day_use": snapshot.day_use, "day_use_room_id": snapshot.room_id if snapshot.day_use else None,
        "adults": snapshot.adults, "children": snapshot.children, "guest_id": snapshot.guest_id,
        "rate_plan_id": snapshot.rate_plan_id, "total_amount": snapshot.total.amount,
        "room_locked": snapshot.room_locked, "notes": after.notes, "release_at": snapshot.release_at,
        "status_date": after.status_date, "updated_at": snapshot.updated_at,
        "confirmation_number": snapshot.confirmation_number, "booking_id": snapshot.booking_id,
        "child_ages": None if snapshot.child_ages is None else list(snapshot.child_ages),
    }  # fmt: skip
    if before is None:
        uow.execute_later(
            queries.INSERT,
            binds | {
                "version": 1, "property_id": snapshot.property_id, "currency": snapshot.total.currency,
                "source_type": snapshot.source_type.value,
                "source_ref": snapshot.source_ref, "booked_on": after.booked_on, "created_at": snapshot.created_at,
            },
        )  # fmt: skip
        return replace(after, snapshot=replace(snapshot, version=1))
    expected = before.snapshot.version
    uow.execute_later(queries.UPDATE, binds | {"expected": expected})
    return replace(after, snapshot=replace(snapshot, version=expected + 1))


def write_nights(uow: UnitOfWork, before: StoredReservation | None, after: StoredReservation) -> None:
    """Bring the nights of the stay, with price and room type, to its ``after`` state."""
    same = before is not None and (before.snapshot.nightly_rates, before.night_types) == (
        after.snapshot.nightly_rates, after.night_types,
    )  # fmt: skip
    if same or (before is None and not after.snapshot.nightly_rates):
        return
    uow.execute_later(
        queries.REPLACE_NIGHTS,
        {
            "tenant": uow.tenant_id, "id": after.snapshot.id,
            "nights": [price.night for price in after.snapshot.nightly_rates],
            "amounts": [price.price.amount for price in after.snapshot.nightly_rates],
            "types": list(after.night_types),
        },
    )  # fmt: skip
