"""A small hotel to test in, built through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from addons.pms.domain.money import Money
from addons.pms.services.properties import create_property
from addons.pms.services.room_creation import NewRoom, create_rooms
from addons.pms.services.room_types import create_room_type
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor

BUSINESS_DATE = date(2027, 3, 15)


@dataclass(frozen=True)
class Hotel:
    """Ids of a property, its room types by code and its rooms by number."""

    property_id: UUID
    types: dict[str, UUID]
    rooms: dict[str, UUID]


def build_hotel(
    actor: Actor,
    *,
    rooms: dict[str, int] | None = None,
    business_date: date = BUSINESS_DATE,
    code: str = "LODGE",
    name: str = "Test Lodge",
    overbooking_limit: int = 0,
) -> Hotel:
    """Create a property with ``rooms`` = number of rooms by type code (default: 3 standard, 2 suites)."""
    counts = rooms or {"STD": 3, "SUITE": 2}

    def work(uow: UnitOfWork) -> Hotel:
        hotel = create_property(
            uow,
            code=code,
            name=name,
            timezone="Europe/Berlin",
            currency="EUR",
            business_date=business_date,
        )
        types = {
            kind: create_room_type(
                uow, property_id=hotel.id, code=kind, name=kind.title(), max_adults=4, max_children=3,
                max_occupancy=4, base_rate=Money(10_000 * (place + 1), "EUR"), overbooking_limit=overbooking_limit,
            ).id
            for place, kind in enumerate(counts)
        }  # fmt: skip
        wanted = [
            NewRoom(number=f"{place + 1}{number + 1:02}", floor=str(place + 1), room_type_id=types[kind])
            for place, (kind, count) in enumerate(counts.items())
            for number in range(count)
        ]
        made = create_rooms(uow, hotel.id, wanted)
        numbers = {room.number: record.snapshot.id for room, record in zip(wanted, made, strict=True)}
        return Hotel(hotel.id, types, numbers)

    return unit_of_work.run(work, actor=actor)
