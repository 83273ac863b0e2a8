"""The property, room types and rooms that the file's bookings go to; what is missing is set up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from addons.pms.db.queries import bulk_reservations as queries
from addons.pms.db.queries import properties as property_queries
from addons.pms.db.queries import room_types as room_type_queries
from addons.pms.db.queries import rooms as room_queries
from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.money import Money
from addons.pms.domain.sentence import Sentence
from addons.pms.importing.mapping import ImportMapping
from addons.pms.importing.survey import Survey
from addons.pms.services.bulk_reservations import House, send_records
from addons.pms.services.properties import PropertyRecord, create_property, record_of
from addons.pms.services.room_creation import NewRoom, create_rooms
from addons.pms.services.room_types import RoomTypeRecord, create_room_type, room_types_of
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PreparedHouse:
    """The property with its room types by code and its rooms, by number and (in their order) by type code."""

    house: House
    types: Mapping[str, RoomTypeRecord]
    room_by_number: Mapping[str, UUID]
    rooms_by_type: Mapping[str, list[UUID]]


def prepare(
    uow: UnitOfWork, code: str, mapping: ImportMapping, found: Survey, *, as_confirmed: bool
) -> PreparedHouse:
    """Find the property called ``code`` and set up what it lacks for the bookings in ``found``.

    Rooms: those the rooms file names; without one, as many of each type as its busiest night needs.

    Raises:
        DomainError: VALIDATION_ERROR for an unknown zone or currency, or a property that keeps its prices in
            another currency than the file.
    """
    uow.connection.execute(queries.LOCK_SET_UP, {"key": f"pms_import/{uow.tenant_id}/{code}"})
    hotel = _find_property(uow, code) or create_property(
        uow, code=code, name=mapping.property_name or code, timezone=mapping.timezone,
        currency=mapping.currency, business_date=_first_business_date(mapping, found, as_confirmed=as_confirmed),
    )  # fmt: skip
    if hotel.currency != mapping.currency:
        sentence = Sentence(
            "{code} keeps its prices in {currency}; the file has {other}.",
            code=hotel.code,
            currency=hotel.currency,
            other=mapping.currency,
        )
        raise invalid_fields({"currency": [sentence]})
    _create_missing_types(uow, hotel, found)
    _create_missing_rooms(uow, hotel, found)
    prepared = _prepared(uow, hotel)
    send_records(uow)
    return prepared


def _first_business_date(mapping: ImportMapping, found: Survey, *, as_confirmed: bool) -> date:
    """For practice, the day the first guest comes; else the first day on which all of the file is history."""
    today = clock.today_in(mapping.timezone)
    if as_confirmed:
        return found.first_arrival or today
    return min(today, (found.last_departure or today) + timedelta(days=1))


def _find_property(uow: UnitOfWork, code: str) -> PropertyRecord | None:
    row = uow.connection.execute(
        property_queries.BY_CODE, {"tenant": uow.tenant_id, "code": code}
    ).one_or_none()
    return None if row is None else record_of(row)


def _create_missing_types(uow: UnitOfWork, hotel: PropertyRecord, found: Survey) -> None:
    present = {room_type.code for room_type in room_types_of(uow.session, uow.tenant_id, hotel.id)}
    for code in sorted(found.types.keys() - present):
        needs = found.types[code]
        create_room_type(
            uow, property_id=hotel.id, code=code, name=f"Type {code}", max_adults=needs.max_adults,
            max_children=needs.max_children, max_occupancy=needs.max_occupancy,
            base_rate=Money(needs.base_rate, hotel.currency),
        )  # fmt: skip


def _create_missing_rooms(uow: UnitOfWork, hotel: PropertyRecord, found: Survey) -> None:
    """Set up rooms, and count them in the past too: the file shows that they were there."""
    made = create_rooms(uow, hotel.id, list(_missing_rooms(uow, hotel, found)))
    added = Counter(room.snapshot.room_type_id for room in made)
    types = sorted(added)
    uow.connection.execute(
        room_type_queries.LOCK_STOCK, {"tenant": uow.tenant_id, "types": types, "first": date.min}
    )
    uow.connection.execute(
        queries.RAISE_PAST_PHYSICAL,
        {
            "tenant": uow.tenant_id,
            "types": types,
            "rooms": [added[room_type] for room_type in types],
            "before": hotel.business_date,
        },
    )


def _missing_rooms(uow: UnitOfWork, hotel: PropertyRecord, found: Survey) -> Iterator[NewRoom]:
    rooms = _rooms(uow, hotel)
    taken = {number for number, _, _ in rooms}
    if found.room_types:
        for number in sorted(found.room_types.keys() - taken):
            yield NewRoom(number=number, room_type_code=found.room_types[number])
        return
    for code in sorted(found.types):
        lacking = found.types[code].rooms - sum(room_type == code for _, room_type, _ in rooms)
        for number in _free_numbers(code, taken, lacking):
            yield NewRoom(number=number, room_type_code=code)


def _free_numbers(code: str, taken: set[str], count: int) -> Iterator[str]:
    """Yield numbers such as A001 that no room has yet."""
    place = 0
    while count > 0:
        place += 1
        number = f"{code}{place:03d}"
        if number not in taken:
            taken.add(number)
            count -= 1
            yield number


def _rooms(uow: UnitOfWork, hotel: PropertyRecord) -> list[tuple[str, str, UUID]]:
    rows = uow.connection.execute(room_queries.OF_PROPERTY, {"tenant": uow.tenant_id, "property": hotel.id})
    return [(row.number, row.room_type_code, row.id) for row in rows]


def _prepared(uow: UnitOfWork, hotel: PropertyRecord) -> PreparedHouse:
    types = {room_type.code: room_type for room_type in room_types_of(uow.session, uow.tenant_id, hotel.id)}
    by_type: defaultdict[str, list[UUID]] = defaultdict(list)
    by_number: dict[str, UUID] = {}
    for number, room_type, room_id in _rooms(uow, hotel):
        by_number[number] = room_id
        by_type[room_type].append(room_id)
    house = House(hotel, {room_type.id: room_type for room_type in types.values()})
    return PreparedHouse(house, types, by_number, by_type)
