"""Moves that can always be made: stays of one room go to an empty room of the same type, and back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import psycopg

from bench import dataset
from bench.dataset import Size
from bench.http import Answer, Connection, post

ROOM_TYPES = 5
_FUTURE_STAYS = """
select bench.id(1, s.tenant, 0), bench.id(7, s.tenant, s.number), bench.id(5, s.tenant, s.room),
  bench.id(5, s.tenant, s.room + %(first_empty)s - 1), r.check_in_date, r.check_out_date, r.version, b.room_id
from bench.stays s
join pms_reservations r on r.tenant_id = bench.id(1, s.tenant, 0) and r.id = bench.id(7, s.tenant, s.number)
join pms_room_blocks b on b.tenant_id = r.tenant_id and b.reservation_id = r.id
where s.tenant <= %(houses)s and s.room <= %(empty)s and s.check_in > %(today)s and s.status = 'CONFIRMED'
order by s.check_in, s.tenant, s.number limit %(count)s"""


@dataclass
class Stay:
    """A stay that can be moved between two rooms of one type."""

    tenant: UUID
    id: UUID
    home: UUID
    other: UUID
    check_in: date
    check_out: date
    version: int
    room: UUID

    def request(self) -> bytes:
        """Return the request that moves it to the room where it is not."""
        target = self.other if self.room == self.home else self.home
        start = {"roomId": self.room, "checkInDate": self.check_in}
        body = {
            "reservationId": self.id,
            "from": {**start, "checkOutDate": self.check_out, "version": self.version},
            "to": {"roomId": target, "checkInDate": self.check_in},
            "idempotencyKey": secrets.token_hex(16),
        }
        return post(
            "/api/pms/calendar/move", {"Authorization": f"Bearer {dataset.token_of(self.tenant)}"}, body
        )

    def moved(self, answer: Answer) -> None:
        """Take over where the stay is now.

        Raises:
            RuntimeError: it was not moved.
        """
        if answer.status != 200:  # noqa: PLR2004
            raise RuntimeError(f"a move was answered {answer.status}: {answer.body[:300]!r}")
        reservation = orjson.loads(answer.body)["reservation"]
        self.version, self.room = reservation["version"], UUID(reservation["roomId"])


def movable_stays(connection: psycopg.Connection[Any], size: Size, count: int, houses: int) -> list[Stay]:
    """Return up to ``count`` stays after the business date, soonest first, from the first ``houses``."""
    first = -(-size.rooms * 9 // 10 // ROOM_TYPES) * ROOM_TYPES + 1
    binds = {
        "first_empty": first, "empty": size.rooms - first + 1, "today": dataset.TODAY, "count": count, "houses": houses,
    }  # fmt: skip
    return [Stay(*row) for row in connection.execute(_FUTURE_STAYS, binds)]


def move(connection: Connection, stay: Stay) -> None:
    """Move ``stay`` over HTTP."""
    stay.moved(connection.send(stay.request()))
