"""Reservation events → availability for the channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from addons.pms.api import sellable_nights
from addons.pms_channels_stub.models import AvailabilityPush
from oppsera_host import clock
from oppsera_host.outbox.subscribers import OutboxEvent


def record_availability(
    connection: Connection, tenant_id: UUID, version: int, events: Sequence[OutboxEvent]
) -> None:
    """Note what the channel must be told after each reservation event; safe to repeat."""
    del version
    for event in events:
        nights = sorted(set(_nights(event.payload)))
        room_type = UUID(event.payload["roomTypeId"])
        for sellable in sellable_nights(connection, tenant_id, [room_type], nights):
            push_id = uuid5(NAMESPACE_OID, f"{event.event_id}/{sellable.room_type_id}/{sellable.night}")
            values = {
                "tenant_id": tenant_id, "id": push_id, "seq": event.seq, "reservation_id": event.aggregate_id,
                "room_type_id": sellable.room_type_id, "night": sellable.night, "units": sellable.units,
                "sent_at": clock.now(),
            }  # fmt: skip
            connection.execute(insert(AvailabilityPush).values(values).on_conflict_do_nothing())


def _nights(payload: dict[str, Any]) -> Iterator[date]:
    for state in (payload, payload.get("previous")):
        if state:
            night, end = date.fromisoformat(state["checkInDate"]), date.fromisoformat(state["checkOutDate"])
            while night < end:
                yield night
                night += timedelta(days=1)
