"""In which order the screen of rooms shows them, and under which headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from addons.pms.domain.room_status import RoomStatus
from addons.pms.services.housekeeping_board import BoardRoom, by_floor

Group = tuple[str, list[BoardRoom]]
_STATUSES = [status.value for status in RoomStatus]


def _by_type(rooms: Sequence[BoardRoom]) -> list[Group]:
    return sorted(_grouped(rooms, lambda room: room.day.room.room_type_code).items())


def _by_status(rooms: Sequence[BoardRoom]) -> list[Group]:
    groups = _grouped(rooms, lambda room: room.day.room.snapshot.status.value)
    return sorted(groups.items(), key=lambda group: _STATUSES.index(group[0]))


#: What rooms can be sorted by: their number under their floor, their type, or the word for their state.
ORDERS: dict[str, Callable[[Sequence[BoardRoom]], list[Group]]] = {
    "number": by_floor,
    "type": _by_type,
    "status": _by_status,
}


def wanted(arguments: Mapping[str, str]) -> dict[str, Any]:
    """Return ``sort``, ``order`` (asc or desc) and ``type`` (a code) of an address; what is odd counts as not said."""
    sort = arguments.get("sort", "")
    return {
        "sort": sort if sort in ORDERS else "number",
        "order": "desc" if arguments.get("order") == "desc" else "asc",
        "type": arguments.get("type", "")[:40],
    }


def arranged(rooms: Sequence[BoardRoom], asked: Mapping[str, Any]) -> list[Group]:
    """Return ``rooms``, which come by number, of the type asked for under their headings in the order asked for."""
    chosen = [room for room in rooms if asked["type"] in {"", room.day.room.room_type_code}]
    groups = ORDERS[asked["sort"]](chosen)
    if asked["order"] == "asc":
        return groups
    return [(heading, members[::-1]) for heading, members in reversed(groups)]


def _grouped(rooms: Sequence[BoardRoom], by: Callable[[BoardRoom], str]) -> dict[str, list[BoardRoom]]:
    groups: dict[str, list[BoardRoom]] = defaultdict(list)
    for room in rooms:
        groups[by(room)].append(room)
    return groups
