"""Sets up rooms, one or a whole house at once, and adds them to the stock of their types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from addons.pms.db.models import Room
from addons.pms.db.queries import rooms as queries
from addons.pms.domain.errors import invalid_fields, not_found
from addons.pms.domain.events import RoomCreated
from addons.pms.domain.sentence import Sentence
from addons.pms.services import configuration_records, room_stock
from addons.pms.services.properties import resolve_property
from addons.pms.services.room_types import RoomTypeRecord, room_types_of
from addons.pms.services.rooms import RoomRecord, find_rooms
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A room to set up; its type by id or by code."""

    number: str
    floor: str | None = None
    features: list[str] = field(default_factory=list)
    room_type_id: UUID | None = None
    room_type_code: str | None = None


def create_room(uow: UnitOfWork, property_id: UUID | None, wanted: NewRoom) -> RoomRecord:
    """Set up one room.

    Raises:
        DomainError: NOT_FOUND for property or type; VALIDATION_ERROR on a ``number`` in use.
    """
    hotel = resolve_property(uow.session, uow.tenant_id, property_id)
    types = room_types_of(uow.session, uow.tenant_id, hotel.id)
    room_type = _type_of(wanted, types)
    if room_type is None:
        raise not_found()
    if _numbers_taken(uow, hotel.id, [wanted]):
        raise invalid_fields({"number": ["Another room has this number."]})
    return _insert(uow, [wanted], [room_type])[0]


def create_rooms(uow: UnitOfWork, property_id: UUID | None, wanted: Sequence[NewRoom]) -> list[RoomRecord]:
    """Set up rooms, all or none; return them in the order of ``wanted``.

    Raises:
        DomainError: NOT_FOUND for the property; VALIDATION_ERROR naming every bad row, as
            ``rooms.3.number``.
    """
    hotel = resolve_property(uow.session, uow.tenant_id, property_id)
    types = room_types_of(uow.session, uow.tenant_id, hotel.id)
    taken = _numbers_taken(uow, hotel.id, wanted)
    chosen: list[RoomTypeRecord] = []
    problems: dict[str, list[str]] = {}
    for place, room in enumerate(wanted):
        room_type = _type_of(room, types)
        if room_type is None:
            name = "roomTypeCode" if room.room_type_id is None else "roomTypeId"
            problems[f"rooms.{place}.{name}"] = [Sentence("There is no such room type in the property.")]
        else:
            chosen.append(room_type)
        if room.number in taken:
            problems[f"rooms.{place}.number"] = [Sentence("Another room has this number.")]
        taken.add(room.number)
    if problems:
        raise invalid_fields(problems)
    return _insert(uow, wanted, chosen)


def _type_of(room: NewRoom, types: Sequence[RoomTypeRecord]) -> RoomTypeRecord | None:
    if room.room_type_id is not None:
        return next((each for each in types if each.id == room.room_type_id), None)
    return next((each for each in types if each.code == room.room_type_code), None)


def _numbers_taken(uow: UnitOfWork, property_id: UUID, wanted: Sequence[NewRoom]) -> set[str]:
    numbers = [room.number for room in wanted]
    binds = {"tenant": uow.tenant_id, "property": property_id, "numbers": numbers}
    return set(uow.connection.execute(queries.NUMBERS_TAKEN, binds).scalars())


def _insert(uow: UnitOfWork, wanted: Sequence[NewRoom], types: Sequence[RoomTypeRecord]) -> list[RoomRecord]:
    if not wanted:
        return []
    added = Counter(room_type.id for room_type in types)
    room_stock.lock_types(uow, set(added))
    rows = [
        Room(
            tenant_id=uow.tenant_id,
            id=new_id(),
            version=1,
            property_id=room_type.property_id,
            room_type_id=room_type.id,
            number=room.number,
            floor=room.floor,
            features=room.features,
        )
        for room, room_type in zip(wanted, types, strict=True)
    ]
    uow.session.add_all(rows)
    uow.session.flush()
    room_stock.change_physical(uow, added, from_night=types[0].business_date)
    made = {
        record.snapshot.id: record for record in find_rooms(uow.session, uow.tenant_id, [r.id for r in rows])
    }
    for row in rows:
        configuration_records.record(
            uow, "room.create", RoomCreated, before=None, after=made[row.id].snapshot
        )
    return [made[row.id] for row in rows]
