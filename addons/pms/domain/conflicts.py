"""What stands in the way of a stay, and what could be taken instead: the members of a 409 answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID


class ConflictKind(StrEnum):
    """What occupies the room."""

    RESERVATION = "RESERVATION"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    HOUSE_USE = "HOUSE_USE"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A span ``[start_date, end_date)`` in which something else holds the room.

    ``guest_name`` is for the eyes of a caller who may read guests; leave it None otherwise, and never log it.
    """

    kind: ConflictKind
    room_id: UUID
    start_date: date
    end_date: date
    reservation_id: UUID | None = None
    guest_name: str | None = None

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form; absent facts are left out."""
        payload: dict[str, Any] = {
            "kind": self.kind.value,
            "roomId": str(self.room_id),
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
        }
        if self.reservation_id is not None:
            payload["reservationId"] = str(self.reservation_id)
        if self.guest_name is not None:
            payload["guestName"] = self.guest_name
        return payload


@dataclass(frozen=True, slots=True)
class Alternative:
    """A room and dates that are free; a higher ``score`` (0 to 100) is closer to what was wanted."""

    room_id: UUID
    number: str
    room_type_id: UUID
    check_in: date
    check_out: date
    score: int
    reason: str

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {
            "roomId": str(self.room_id),
            "number": self.number,
            "roomTypeId": str(self.room_type_id),
            "checkInDate": self.check_in.isoformat(),
            "checkOutDate": self.check_out.isoformat(),
            "score": self.score,
            "reason": self.reason,
        }
