"""The board's rows and room types, kept per process: they change rarely and are on every board.

What is kept is used only while the read itself confirms its version, so it can never be stale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson

MOST_KEPT = 1000
_PARTS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class BoardRoom:
    """One row of the board; ids are text, ``type_index`` counts in ``BoardRooms.types``."""

    id: str
    number: str
    type_index: int
    floor: str | None
    status: str
    condition: str


@dataclass(frozen=True)
class BoardRooms:
    """The rooms of a property in board order: by the types' order, then by number as people count.

    Attributes:
        versions: (rooms version, model version) this is the state of.
        currency: of the property.
        rooms: the rows.
        types: (id, code, name) of every type that has a room.
        room_index, type_index: id → place.
    """

    versions: tuple[int | None, int | None]
    currency: str
    rooms: tuple[BoardRoom, ...]
    types: tuple[tuple[str, str, str], ...]
    room_index: dict[str, int]
    type_index: dict[str, int]

    @cached_property
    def rows(self) -> orjson.Fragment:
        """The rooms as they are written out, the fields of ``BoardRoom`` as a row each."""
        fields = attrgetter("id", "number", "type_index", "floor", "status", "condition")
        return orjson.Fragment(orjson.dumps([fields(room) for room in self.rooms]))

    def of_type(self, room_type_id: str) -> BoardRooms:
        """Return the same with the rooms of one type only; the types stay."""
        wanted = self.type_index.get(room_type_id, -1)
        rooms = tuple(room for room in self.rooms if room.type_index == wanted)
        return BoardRooms(
            self.versions,
            self.currency,
            rooms,
            self.types,
            _places(room.id for room in rooms),
            self.type_index,
        )


_kept: dict[tuple[UUID, UUID], BoardRooms] = {}


def kept(tenant_id: UUID, property_id: UUID) -> BoardRooms | None:
    """Return what this process last saw of the property's rooms."""
    return _kept.get((tenant_id, property_id))


def keep(tenant_id: UUID, property_id: UUID, rooms: BoardRooms) -> None:
    """Keep ``rooms`` for the next reads."""
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[tenant_id, property_id] = rooms


def from_json(text: str | None, versions: tuple[int | None, int | None], currency: str) -> BoardRooms:
    """Build the rooms from the answer's ROOMS row.

    Args:
        text: JSON array of [id, number, type id, code, name, floor, status, condition, sort order of the type].
        versions: (rooms version, model version) of the answer.
        currency: of the property.
    """
    rows: list[list[Any]] = orjson.loads(text) if text else []
    rows.sort(key=lambda row: (row[8] or 0, row[3], _counted(row[1])))
    types = tuple(dict.fromkeys((row[2], row[3], row[4]) for row in rows))
    type_index = _places(each[0] for each in types)
    rooms = tuple(BoardRoom(row[0], row[1], type_index[row[2]], *row[5:8]) for row in rows)
    return BoardRooms(versions, currency, rooms, types, _places(room.id for room in rooms), type_index)


@lru_cache(maxsize=20_000)
def _counted(number: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that puts room 9 before 10 and 10 before 10A."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in _PARTS.split(number)
        if part
    )


def _places(ids: Any) -> dict[str, int]:
    return {each: place for place, each in enumerate(ids)}
