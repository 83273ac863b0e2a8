"""Clerks who book, move, stretch, swap, cancel and close at random in one small hotel, often on old knowledge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.factories.desk import key, origin
from tests.support.race import Caller, Reply
from tests.support.race_house import House, night

REFUSALS = {404, 409, 412, 422}
"""How a command that lost against another may be answered."""


class Storm:
    """What all clerks of a storm know together: the stays and closures somebody was told about.

    Args:
        house: where.
        nights: how many nights from the day after the business date on are fought for.
    """

    def __init__(self, house: House, nights: int) -> None:
        self.house = house
        self._nights = nights
        self._rooms = list(house.rooms)
        self._stays: dict[str, dict[str, Any]] = {}
        self._closures: dict[str, str] = {}
        self._undos: list[str] = []
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.surprises: list[tuple[str, Reply]] = []

    def rage(self, caller: Caller, random: Random, attempts: int) -> None:
        """Send ``attempts`` random commands as one clerk."""
        acts: list[tuple[Callable[..., Reply | None], int]] = [
            (self._book, 5), (self._move, 6), (self._resize, 4), (self._swap, 3), (self._cancel, 2),
            (self._reinstate, 1), (self._assign, 1), (self._unassign, 1), (self._split, 1), (self._edit, 2),
            (self._close, 1), (self._open, 1), (self._arrive, 2), (self._check_in, 2), (self._revert, 1),
            (self._move_in_house, 2), (self._undo, 2),
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
            for stay in [*body.get("reservations", []), body.get("reservation", body)]:
                if "checkInDate" in stay:
                    self._learn(stay)
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

    def _move(self, caller: Caller, random: Random) -> Reply | None:
        stay = self._some(random)
        if stay is None:
            return None
        room = random.choice([None, *self.house.rooms.values()])
        check_in = date.fromisoformat(stay["checkInDate"]) + timedelta(
            days=random.choice([-2, -1, 0, 0, 0, 1, 2])
        )
        to = {"roomId": room, "checkInDate": check_in.isoformat()}
        body = {"reservationId": stay["id"], "from": origin(stay), "to": to, "reprice": random.random() < 0.2}
        return caller.post("/api/pms/calendar/move", body, Idempotency_Key=key())

    def _resize(self, caller: Caller, random: Random) -> Reply | None:
        stay = self._some(random)
        if stay is None:
            return None
        edge, name = random.choice([("LEFT", "checkInDate"), ("RIGHT", "checkOutDate")])
        day = date.fromisoformat(stay[name]) + timedelta(days=random.choice([-2, -1, 1, 2]))
        body = {
            "reservationId": stay["id"],
            "edge": edge,
            "from": origin(stay),
            "to": {name: day.isoformat()},
        }
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
        on = date.fromisoformat(stay["checkInDate"]) + timedelta(days=1)
        room = random.choice(list(self.house.rooms.values()))
        body = {"expectedVersion": stay["version"], "date": on.isoformat(), "roomId": room}
        return caller.post(f"/api/pms/reservations/{stay['id']}/split", body)

    def _edit(self, caller: Caller, random: Random) -> Reply | None:
        stay = self._some(random)
        if stay is None:
            return None
        day = date.fromisoformat(stay["checkOutDate"]) + timedelta(days=random.choice([-1, 1]))
        change = random.choice([{"adults": random.randrange(1, 4)}, {"checkOutDate": day.isoformat()}])
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
