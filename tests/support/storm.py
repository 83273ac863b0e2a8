"""Clerks who book, move, stretch, swap, cancel and close at random in one small hotel, often on old knowledge.

Alone and several stays at once, for nights and for a day; some of their holds end while they are at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from oppsera_host import clock
from tests.factories.desk import key, origin
from tests.support.race import Caller, Reply
from tests.support.race_house import House, night
from tests.support.storm_parties import Parties

REFUSALS = {404, 409, 412, 422}
"""How a command that lost against another may be answered."""


class Storm:
    """What all clerks of a storm know together: the stays and closures somebody was told about.

    Args:
        house: where.
        nights: how many nights from the day after the business date on are fought for.
        release_holds: lets all holds go that have passed their time, as the job does.
    """

    def __init__(self, house: House, nights: int, release_holds: Callable[[], None]) -> None:
        self.house = house
        self._release_holds = release_holds
        self._nights = nights
        self._parties = Parties(house, nights)
        self._rooms = list(house.rooms)
        self._stays: dict[str, dict[str, Any]] = {}
        self._closures: dict[str, str] = {}
        self._undos: list[str] = []
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.acknowledged: list[tuple[str, int]] = []
        """The stays and versions that somebody was told to have brought about."""
        self.surprises: list[tuple[str, Reply]] = []

    def rage(self, caller: Caller, random: Random, attempts: int) -> None:
        """Send ``attempts`` random commands as one clerk."""
        acts: list[tuple[Callable[..., Reply | None], int]] = [
            (self._book, 5), (self._book_a_day, 1), (self._hold_shortly, 3), (self._let_holds_go, 1),
            (self._move, 5), (self._move_together, 5), (self._resize, 3), (self._swap, 2), (self._cancel, 2),
            (self._reinstate, 1), (self._assign, 1), (self._unassign, 1), (self._split, 1), (self._edit, 1),
            (self._close, 1), (self._open, 1), (self._arrive, 2), (self._check_in, 2), (self._revert, 1),
            (self._check_out, 1), (self._move_in_house, 2), (self._undo, 3), *self._parties.acts,
        ]  # fmt: skip
        chosen = random.choices([act for act, _ in acts], [weight for _, weight in acts], k=attempts)
        for act in chosen:
            reply = act(caller, random)
            if reply is not None:
                self._note(act.__name__.strip("_"), reply)

    @property
    def attempts(self) -> int:
        return self.outcomes.total()

    @property
    def share_of_successes(self) -> float:
        done = sum(count for (_, outcome), count in self.outcomes.items() if outcome == "done")
        return done / max(1, self.attempts)

    def _note(self, act: str, reply: Reply) -> None:
        if reply.status < 300:
            self.outcomes[act, "done"] += 1
            body = reply.json
            if "undo" in body:
                self._undos.append(body["undo"]["token"])
            a_party = "reservations" in body and "segments" not in body  # tells also of stays it left alone
            for stay in [*body.get("reservations", []), body.get("reservation", body)]:
                if "checkInDate" in stay:
                    self._learn(stay)
                    if body["seq"] and not a_party:
                        self.acknowledged.append((stay["id"], stay["version"]))
        else:
            self.outcomes[act, reply.code] += 1
            if reply.status not in REFUSALS:
                self.surprises.append((act, reply))

    def _learn(self, stay: dict[str, Any]) -> None:
        known = self._stays.get(stay["id"])
        if known is None or known["version"] < stay["version"]:
            self._stays[stay["id"]] = stay

    def _book(self, caller: Caller, random: Random) -> Reply:
        first = 1 + random.randrange(self._nights - 1)
        room = random.choice([None, *self._rooms])
        last = min(self._nights, first + 1 + random.randrange(4))
        body = self.house.booking(
            night(first), night(last), room, status=random.choice(["HOLD", "CONFIRMED"])
        )
        return caller.post("/api/pms/reservations", body)

    def _book_a_day(self, caller: Caller, random: Random) -> Reply:
        """Book somebody who leaves on the day of arrival, often today."""
        day = night(random.choice([0, 0, 1 + random.randrange(self._nights)]))
        body = self.house.booking(day, day, random.choice([None, *self._rooms]), dayUse=True)
        return caller.post("/api/pms/reservations", body)

    def _hold_shortly(self, caller: Caller, random: Random) -> Reply:
        """Hold a room or a unit for less than the storm lasts."""
        first = 1 + random.randrange(self._nights - 2)
        room = random.choice([None, *self._rooms])
        until = clock.now() + timedelta(milliseconds=random.randrange(300, 3000))
        body = self.house.booking(
            night(first), night(first + 2), room, status="HOLD", releaseAt=until.isoformat()
        )
        return caller.post("/api/pms/reservations", body)

    def _let_holds_go(self, caller: Caller, random: Random) -> None:
        self._release_holds()

    def _move(self, caller: Caller, random: Random) -> Reply | None:
        stay = self._some(random)
        if stay is None:
            return None
        room = random.choice([None, *self.house.rooms.values()])
        check_in = later(stay["checkInDate"], random.choice([-2, -1, 0, 0, 0, 1, 2]))
        to = {"roomId": room, "checkInDate": check_in}
        body = {"reservationId": stay["id"], "from": origin(stay), "to": to, "reprice": random.random() < 0.2}
        return caller.post("/api/pms/calendar/move", body, Idempotency_Key=key())

    def _move_together(self, caller: Caller, random: Random) -> Reply | None:
        """Move a few stays by the same days, or each into the room of the next."""
        some = [stay for stay in list(self._stays.values()) if stay["status"] in {"HOLD", "CONFIRMED"}]
        group = random.sample(some, min(len(some), random.randrange(2, 5)))
        rooms = [stay["roomId"] for stay in group]
        days = random.choice([-2, -1, 1, 2])
        if len({*rooms}) == len(rooms) and random.random() < 0.5:
            rooms, days = [*rooms[1:], *rooms[:1]], 0
        if len(group) < 2:
            return None
        moves = [
            {
                "reservationId": stay["id"],
                "from": origin(stay),
                "to": {"roomId": room, "checkInDate": later(stay["checkInDate"], days)},
            }
            for stay, room in zip(group, rooms, strict=True)
        ]
        return caller.post("/api/pms/calendar/moves", {"moves": moves}, Idempotency_Key=key())

    def _resize(self, caller: Caller, random: Random) -> Reply | None:
        stay = self._some(random)
        if stay is None:
            return None
        edge, name = random.choice([("LEFT", "checkInDate"), ("RIGHT", "checkOutDate")])
        to = {name: later(stay[name], random.choice([-2, -1, 1, 2]))}
        body = {"reservationId": stay["id"], "edge": edge, "from": origin(stay), "to": to}
        return caller.post("/api/pms/calendar/resize", body, Idempotency_Key=key())

    def _swap(self, caller: Caller, random: Random) -> Reply | None:
        housed = [
            stay for stay in list(self._stays.values()) if stay["roomId"] and stay["status"] == "CONFIRMED"
        ]
        if len(housed) < 2:
            return None
        first, second = (
            {"reservationId": each["id"], "version": each["version"]} for each in random.sample(housed, 2)
        )
        body = {"first": first, "second": second}
        return caller.post("/api/pms/calendar/swap", body, Idempotency_Key=key())

    def _cancel(self, caller: Caller, random: Random) -> Reply | None:
        return self._command(caller, random, "cancel")

    def _reinstate(self, caller: Caller, random: Random) -> Reply | None:
        return self._command(caller, random, "reinstate", statuses=("CANCELLED",))

    def _assign(self, caller: Caller, random: Random) -> Reply | None:
        room = random.choice(list(self.house.rooms.values()))
        return self._command(caller, random, "assign-room", roomId=room)

    def _unassign(self, caller: Caller, random: Random) -> Reply | None:
        return self._command(caller, random, "unassign-room")

    def _split(self, caller: Caller, random: Random) -> Reply | None:
        stay = self._some(random)
        if stay is None:
            return None
        room = random.choice(list(self.house.rooms.values()))
        body = {"expectedVersion": stay["version"], "date": later(stay["checkInDate"], 1), "roomId": room}
        return caller.post(f"/api/pms/reservations/{stay['id']}/split", body)

    def _edit(self, caller: Caller, random: Random) -> Reply | None:
        stay = self._some(random)
        if stay is None:
            return None
        day = later(stay["checkOutDate"], random.choice([-1, 1]))
        change = random.choice([{"adults": random.randrange(1, 4)}, {"checkOutDate": day}])
        body = {"expectedVersion": stay["version"]} | change
        return caller.send("PATCH", f"/api/pms/reservations/{stay['id']}", body)

    def _arrive(self, caller: Caller, random: Random) -> Reply:
        """Book for tonight, so that somebody can come in."""
        room = random.choice(self._rooms)
        body = self.house.booking(night(0), night(1 + random.randrange(3)), room)
        return caller.post("/api/pms/reservations", body)

    def _check_in(self, caller: Caller, random: Random) -> Reply | None:
        tonight = [stay for stay in list(self._stays.values()) if self._is_due(stay)]
        if not tonight:
            return None
        stay = random.choice(tonight)
        body: dict[str, Any] = {"expectedVersion": stay["version"]}
        if random.random() < 0.3:
            body["roomId"] = random.choice(list(self.house.rooms.values()))
        return caller.post(f"/api/pms/reservations/{stay['id']}/check-in", body)

    def _revert(self, caller: Caller, random: Random) -> Reply | None:
        return self._command(caller, random, "revert-check-in", statuses=("CHECKED_IN",))

    def _check_out(self, caller: Caller, random: Random) -> Reply | None:
        return self._command(caller, random, "check-out", statuses=("CHECKED_IN",), confirm=True)

    def _move_in_house(self, caller: Caller, random: Random) -> Reply | None:
        stay = self._some(random, ("CHECKED_IN",))
        if stay is None:
            return None
        to = {"roomId": random.choice(list(self.house.rooms.values())), "checkInDate": stay["checkInDate"]}
        body = {"reservationId": stay["id"], "from": origin(stay), "to": to, "confirm": True}
        return caller.post("/api/pms/calendar/move", body, Idempotency_Key=key())

    def _undo(self, caller: Caller, random: Random) -> Reply | None:
        if not self._undos:
            return None
        recent = self._undos[-8:]
        return caller.post("/api/pms/calendar/undo", {"token": random.choice(recent)}, Idempotency_Key=key())

    @staticmethod
    def _is_due(stay: dict[str, Any]) -> bool:
        return stay["status"] == "CONFIRMED" and stay["checkInDate"] == night(0).isoformat()

    def _close(self, caller: Caller, random: Random) -> Reply:
        room = random.choice(list(self.house.rooms.values()))
        first = 1 + random.randrange(self._nights - 1)
        body = {
            "startDate": night(first).isoformat(),
            "endDate": night(first + 1).isoformat(),
            "reason": "Paint",
        }
        reply = caller.post(f"/api/pms/rooms/{room}/out-of-order", body)
        if reply.status == 201:
            self._closures[reply.json["blockId"]] = room
        return reply

    def _open(self, caller: Caller, random: Random) -> Reply | None:
        closures = list(self._closures.items())
        if not closures:
            return None
        block, room = random.choice(closures)
        reply = caller.send("DELETE", f"/api/pms/rooms/{room}/out-of-order/{block}")
        if reply.status == 200:
            self._closures.pop(block, None)
        return reply

    def _command(
        self,
        caller: Caller,
        random: Random,
        command: str,
        statuses: tuple[str, ...] = ("HOLD", "CONFIRMED"),
        **more: Any,
    ) -> Reply | None:
        stay = self._some(random, statuses)
        if stay is None:
            return None
        body = {"expectedVersion": stay["version"], **more}
        return caller.post(f"/api/pms/reservations/{stay['id']}/{command}", body)

    def _some(
        self, random: Random, statuses: tuple[str, ...] = ("HOLD", "CONFIRMED")
    ) -> dict[str, Any] | None:
        stays = [stay for stay in list(self._stays.values()) if stay["status"] in statuses]
        return random.choice(stays) if stays else None


def later(day: str, days: int) -> str:
    """The date ``days`` after ``day``, both as in JSON."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
