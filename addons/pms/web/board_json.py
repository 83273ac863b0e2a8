"""The board as JSON: row by row for programmes, column by column for the page (contract section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import orjson

from addons.pms.services.calendar_week import Board, SegmentRow

LOCKED, BALANCE_DUE, DAY_USE = 1, 2, 4
UNASSIGNED = str(UUID(int=0))
COMPACT_VERSION = 1


def full(board: Board) -> bytes:
    """Return the board with one object per room, segment and night."""
    day = _Days(board.start)
    segments = segments_from(board.start, board.segments, board.rooms.currency)
    return orjson.dumps(
        {
            **_heading(board),
            "rooms": [
                {
                    "id": room.id,
                    "number": room.number,
                    "roomTypeId": board.rooms.types[room.type_index][0],
                    "roomTypeCode": board.rooms.types[room.type_index][1],
                    "floor": room.floor,
                    "status": room.status,
                    "condition": room.condition,
                }
                for room in board.rooms.rooms
            ],
            "segments": [segment for segment in segments if segment["roomId"] is not None],
            "unassigned": [segment for segment in segments if segment["roomId"] is None],
            "closures": [
                {
                    "blockId": row.id,
                    "roomId": row.room_id,
                    "startDate": day[row.start],
                    "endDate": day[row.start + row.nights],
                    "kind": row.kind,
                    "reason": row.name,
                }
                for row in board.closures
            ],
            "occupancy": [
                {
                    "date": day[offset],
                    "physical": night.physical,
                    "outOfOrder": night.out_of_order,
                    "held": night.held,
                    "sold": night.sold,
                    "occupied": night.occupied,
                    "available": night.available,
                    "arrivals": night.arrivals,
                    "departures": night.departures,
                }
                for offset, night in enumerate(board.nights)
            ],
        }
    )


def compact(board: Board) -> bytes:
    """Return the board column-wise: room indices, day offsets from ``startDate``, dictionaries for words."""
    rooms = board.rooms
    types = _Words(rooms.type_index)
    columns: Iterable[Any] = (
        zip(*board.segments, strict=True) if board.segments else [()] * len(SegmentRow._fields)
    )
    row: Any = SegmentRow._make(columns)  # the same fields, each a whole column
    statuses, sources, names = _Words(), _Words(), _Words()
    place = rooms.room_index
    segments = {
        "id": row.id,
        "reservationId": row.reservation_id,
        "version": row.version,
        "room": [place.get(room_id, -1) for room_id in row.room_id],
        "start": row.start,
        "nights": row.nights,
        "checkIn": row.check_in,
        "stay": row.stay,
        "status": statuses.encode(row.status),
        "name": names.encode(row.name),
        "source": sources.encode(row.source),
        "adults": row.adults,
        "children": row.children,
        "flags": row.flags,
        "type": types.encode(row.room_type_id),
    }
    if any(row.badges):
        segments["badges"] = [(at, *codes.split()) for at, codes in enumerate(row.badges) if codes]
    strangers = list(types)[len(rooms.types) :]
    return orjson.dumps(
        {
            "v": COMPACT_VERSION,
            **_heading(board),
            "rooms": rooms.rows,
            "types": [*rooms.types, *((each, "", "") for each in strangers)],
            "statuses": list(statuses),
            "sources": list(sources),
            "names": list(names),
            "segments": segments,
            "closures": [
                (each.id, place[each.room_id], each.start, each.nights, each.kind, each.name)
                for each in board.closures
                if each.room_id in place
            ],
            "occupancy": {
                "physical": [night.physical for night in board.nights],
                "outOfOrder": [night.out_of_order for night in board.nights],
                "held": [night.held for night in board.nights],
                "sold": [night.sold for night in board.nights],
                "occupied": [night.occupied for night in board.nights],
                "available": [night.available for night in board.nights],
                "arrivals": [night.arrivals for night in board.nights],
                "departures": [night.departures for night in board.nights],
            },
        }
    )


def segments_from(start: date, rows: Iterable[tuple[Any, ...]], currency: str) -> list[dict[str, Any]]:
    """Return segments as ``full`` writes them; ``rows`` hold the fields of ``SegmentRow``, days from ``start``."""
    day = _Days(start)
    return [_segment(SegmentRow._make(row), day, currency) for row in rows]


class _Words(dict[str, int]):
    """A dictionary of words in the order of their first use."""

    def encode(self, words: tuple[str, ...]) -> list[int]:
        """Return the place of each of ``words``, taking up new ones at the end."""
        new = [word for word in dict.fromkeys(words) if word not in self]
        self.update(zip(new, range(len(self), len(self) + len(new)), strict=True))
        return list(map(self.__getitem__, words))


class _Days(dict[int, date]):
    """Dates by their distance from the board's start."""

    def __init__(self, start: date) -> None:
        super().__init__()
        self._start = start

    def __missing__(self, offset: int) -> date:
        self[offset] = self._start + timedelta(days=offset)
        return self[offset]


def _heading(board: Board) -> dict[str, Any]:
    return {
        "propertyId": board.property_id,
        "startDate": board.start,
        "endDate": board.end,
        "seq": board.seq,
        "stale": board.stale,
    }


def _segment(row: SegmentRow, day: _Days, currency: str) -> dict[str, Any]:
    segment = {
        "id": row.id,
        "reservationId": row.reservation_id,
        "version": row.version,
        "roomId": None if row.room_id == UNASSIGNED else row.room_id,
        "roomTypeId": row.room_type_id,
        "checkInDate": day[row.check_in],
        "checkOutDate": day[row.check_in + row.stay],
        "segmentStart": day[row.start],
        "segmentEnd": day[row.start + row.nights],
        "status": row.status,
        "guestName": row.name,
        "sourceType": row.source,
        "adults": row.adults,
        "children": row.children,
        "dayUse": bool(row.flags & DAY_USE),
        "roomLocked": bool(row.flags & LOCKED),
        "balanceDue": {"amount": row.balance_due, "currency": currency} if row.flags & BALANCE_DUE else None,
        "colorKey": row.status,
    }
    if row.badges:
        segment["badges"] = row.badges.split()
    return segment
