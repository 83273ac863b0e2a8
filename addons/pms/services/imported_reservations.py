"""Reservations that were taken elsewhere: by a channel or a booking engine."""

from __future__ import annotations

from typing import Any

from addons.pms.db.queries import reservations as queries
from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.events import (
    BookingEngineReservationImported,
    ChannelReservationImported,
    DomainEvent,
)
from addons.pms.domain.reservation_source import SourceType
from addons.pms.services import configuration_records
from addons.pms.services.reservations import NewReservation, create
from addons.pms.services.stored_reservation import StoredReservation, from_row
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor

_EVENTS: dict[SourceType, type[DomainEvent]] = {
    SourceType.CHANNEL: ChannelReservationImported,
    SourceType.BOOKING_ENGINE: BookingEngineReservationImported,
}


def import_once(actor: Actor, wanted: NewReservation) -> tuple[StoredReservation, bool]:
    """Bring in ``wanted`` unless its source reference is there already; tell whether it is new.

    Runs its own unit of work. Of two deliveries at once one books and the other gets what was booked.

    Raises:
        DomainError: as ``reservations.create``; VALIDATION_ERROR without a source reference.
    """
    if wanted.source_ref is None or wanted.source_type not in _EVENTS:
        raise invalid_fields(
            {"sourceRef": ["An import needs a channel or booking engine and its reference."]}
        )

    def work(uow: UnitOfWork) -> tuple[StoredReservation, bool]:
        earlier = _find(uow, wanted)
        return (earlier, False) if earlier is not None else (_create(uow, wanted), True)

    try:
        return unit_of_work.run(work, actor=actor)
    except DomainError as error:
        if "sourceRef" not in error.facts.get("fields", {}):
            raise
        return unit_of_work.run(work, actor=actor)


def _create(uow: UnitOfWork, wanted: NewReservation) -> StoredReservation:
    stored = create(uow, wanted)
    event = _EVENTS[wanted.source_type].of(stored.snapshot, **stored.further_state())
    configuration_records.publish(uow, "reservation.import", event, None, stored.audit_state())
    return stored


def _find(uow: UnitOfWork, wanted: NewReservation) -> StoredReservation | None:
    binds: dict[str, Any] = {
        "tenant": uow.tenant_id, "source_type": wanted.source_type.value, "source_ref": wanted.source_ref,
    }  # fmt: skip
    row = uow.connection.execute(queries.LOAD_BY_SOURCE, binds).one_or_none()
    return None if row is None else from_row(row)
