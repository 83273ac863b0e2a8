"""What a batch of events may have changed on the board. Where to look, never what to write.

The projections read the state itself, so events may come twice, late or many at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from addons.pms.domain import events
from addons.pms.projections.places import Span
from oppsera_host.outbox.subscribers import OutboxEvent

KNOWN_SCHEMA = 1
_ENTITIES = ("folio", "guest", "night_audit", "property", "reservation", "room", "room_type")
_INVISIBLE = (
    events.GuestCreated, events.FolioCreated, events.FolioUpdated, events.FolioClosed, events.FolioReopened,
)  # fmt: skip
#: Everything that can change what the board shows.
EVENT_TYPES = frozenset(
    wire
    for wire, event in events.EVENT_CLASSES.items()
    if wire.split(".")[1] in _ENTITIES and event not in _INVISIBLE
)
#: Everything that is read here of what events say.
PAYLOAD_MEMBERS = ("propertyId", "checkInDate", "checkOutDate", "previous", "reservationId")


class UnknownSchemaError(ValueError):
    """The event was written by a newer release; it waits until this one understands it."""


@dataclass
class Touched:
    """Ids and dates named by events.

    Attributes:
        stays: reservations to look at again.
        spans: where those stays are and were.
        recounted: those of them whose nights are counted anew.
        stays_by_folio: reservations whose account changed; their dates are not known here.
        guests: whose stays to look at again.
        rooms: rooms whose label, state or closures changed.
        reshaped_rooms: those among them that may have another number or type now.
        properties: properties whose business date, settings, rooms or room types changed.
        recount: properties whose number of rooms may have changed: every counted night is recounted.
    """

    stays: set[UUID] = field(default_factory=set)
    spans: set[Span] = field(default_factory=set)
    recounted: set[Span] = field(default_factory=set)
    stays_by_folio: set[UUID] = field(default_factory=set)
    guests: set[UUID] = field(default_factory=set)
    rooms: set[UUID] = field(default_factory=set)
    reshaped_rooms: set[UUID] = field(default_factory=set)
    properties: set[UUID] = field(default_factory=set)
    recount: set[UUID] = field(default_factory=set)


def touched_by(batch: Sequence[OutboxEvent]) -> Touched:
    """Collect what the events of ``batch`` touched.

    Raises:
        UnknownSchemaError: an event has a schema version this release does not know.
        KeyError, TypeError, ValueError: an event lacks an id or a date its type must have.
    """
    touched = Touched()
    for event in batch:
        if event.schema_version != KNOWN_SCHEMA:
            raise UnknownSchemaError(f"{event.type} has schema version {event.schema_version}")
        _, entity, what, _ = event.type.split(".")
        if entity == "reservation":
            _add_stay(touched, event.aggregate_id, event.payload)
        elif entity == "folio":
            touched.stays_by_folio.add(UUID(event.payload["reservationId"]))
        elif entity == "guest":
            touched.guests.add(event.aggregate_id)
        elif entity == "room":
            _add_room(touched, event.aggregate_id, what, event.payload)
        else:
            property_id = _property(event.payload["propertyId"])
            touched.properties.add(property_id)
            if entity == "room_type":
                touched.recount.add(property_id)
    return touched


def _add_stay(touched: Touched, reservation_id: UUID, payload: dict[str, Any]) -> None:
    touched.stays.add(reservation_id)
    property_id = _property(payload["propertyId"])
    previous = payload.get("previous")
    spans = [_span(property_id, payload)]
    if previous is not None:
        spans.append(_span(property_id, previous))
    touched.spans.update(spans)
    if previous is None or previous.get("nightsChanged", True):
        touched.recounted.update(spans)


def _span(property_id: UUID, place: dict[str, Any]) -> Span:
    return Span(
        property_id, date.fromisoformat(place["checkInDate"]), date.fromisoformat(place["checkOutDate"])
    )


@lru_cache(maxsize=1024)
def _property(written: str) -> UUID:
    """Return the id; a house's events name the same one over and over."""
    return UUID(written)


def _add_room(touched: Touched, room_id: UUID, what: str, payload: dict[str, Any]) -> None:
    touched.rooms.add(room_id)
    if what in {"created", "updated"}:
        touched.recount.add(_property(payload["propertyId"]))
    if what == "updated":
        touched.reshaped_rooms.add(room_id)
