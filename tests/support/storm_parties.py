"""Clerks who act on parties and on the whole house while a storm goes on."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from tests.support.race import Caller, Reply
from tests.support.race_house import House, night

Act = Callable[[Caller, Random], Reply | None]


class Parties:
    """What the clerks of a storm know of the parties in a house.

    Args:
        house: where.
        nights: how many nights from the business date on they book.
    """

    def __init__(self, house: House, nights: int) -> None:
        self._house = house
        self._nights = nights
        self._bookings: list[str] = []
        self.acts: list[tuple[Act, int]] = [
            (self._book_a_party, 2), (self._party_cancels, 1), (self._party_arrives, 1), (self._party_leaves, 1),
            (self._walk_in, 1), (self._give_out_rooms, 1),
        ]  # fmt: skip

    def _book_a_party(self, caller: Caller, random: Random) -> Reply:
        """Book two or three stays, each for nights of its own; often for tonight."""
        stays = []
        for _ in range(random.randrange(2, 4)):
            first = random.choice([0, random.randrange(self._nights - 2)])
            room = random.choice([None, None, random.choice([*self._house.rooms])])
            body = self._house.booking(night(first), night(first + 1 + random.randrange(2)), room)
            stays.append({name: body[name] for name in body.keys() - {"propertyId", "guest"}})
        guest = {"firstName": "Mei", "lastName": "Host"}
        body = {"propertyId": self._house.property_id, "guest": guest, "stays": stays}
        reply = caller.post("/api/pms/bookings", body)
        if reply.status == 201:
            self._bookings.append(reply.json["id"])
        return reply

    def _party_cancels(self, caller: Caller, random: Random) -> Reply | None:
        return self._act(caller, random, "cancel")

    def _party_arrives(self, caller: Caller, random: Random) -> Reply | None:
        return self._act(caller, random, "check-in")

    def _party_leaves(self, caller: Caller, random: Random) -> Reply | None:
        return self._act(caller, random, "check-out", confirm=True)

    def _act(self, caller: Caller, random: Random, command: str, **more: Any) -> Reply | None:
        if not self._bookings:
            return None
        booking = random.choice(self._bookings[-20:])
        body = {"expectedVersion": 1, **more}
        return caller.post(f"/api/pms/bookings/{booking}/{command}", body)

    def _walk_in(self, caller: Caller, random: Random) -> Reply:
        room = random.choice([None, *self._house.rooms])
        body = self._house.booking(night(0), night(1), room, sourceType="WALK_IN", checkIn=True)
        return caller.post("/api/pms/reservations", body)

    def _give_out_rooms(self, caller: Caller, random: Random) -> Reply:
        first = random.randrange(self._nights - 3)
        body = {
            "propertyId": self._house.property_id,
            "from": night(first).isoformat(),
            "to": night(first + 2).isoformat(),
        }
        return caller.post("/api/pms/room-assignment", body)
