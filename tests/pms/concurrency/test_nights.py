"""Dates are closed one after the other while guests come, change rooms, stay longer, leave and change their mind."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask import Flask

from oppsera_host.testing.databases import Database
from oppsera_host.testing.outbox import drain
from tests.factories.desk import key, origin
from tests.pms.concurrency.conftest import Door
from tests.support.race import Caller, Reply, seeded, side_by_side, timed
from tests.support.race_checks import board_drift, damage
from tests.support.race_house import House, build_house
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults
FIRST = date(2026, 1, 10)
DATES, CLERKS, EXPECTED, ACTS = 12, 5, 4, 80
# A night of a closed date that somebody slept is on the folios at its price; any other comes to nothing.
_WRONG = """
select coalesce(s.id, c.id)::text, coalesce(s.night, c.night)::text, s.amount, c.amount
from (
  select r.id, n.night, n.amount from pms_reservations r
    join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id
    join pms_reservation_nights n on n.tenant_id = r.tenant_id and n.reservation_id = r.id
  where r.tenant_id = %(tenant)s and r.status in ('CHECKED_IN', 'CHECKED_OUT') and n.night < p.business_date
) s full join (
  select e.reservation_id as id, e.night, sum(e.amount) as amount from pms_folio_entries e
  where e.tenant_id = %(tenant)s and e.code = 'ROOM' and e.tax_of_id is null and e.night is not null group by 1, 2
) c on c.id = s.id and c.night = s.night
where coalesce(c.amount, 0) <> coalesce(s.amount, 0)
"""


_FORGET_A_NIGHT = """
delete from pms_reservation_nights where (reservation_id, night) = (
  select reservation_id, night from pms_folio_entries where tenant_id = %(tenant)s and code = 'ROOM'
    and kind = 'CHARGE' and reservation_id in (select id from pms_reservations where status = 'CHECKED_OUT')
  order by id limit 1)
"""


class Desk:
    """One clerk among several; what all know of the guests is shared."""

    def __init__(
        self, house: House, caller: Caller, random: Random, stays: dict[str, dict[str, Any]]
    ) -> None:
        self.house, self.caller, self.random, self.stays = house, caller, random, stays
        self.undos: list[str] = []
        self.outcomes: Counter[str] = Counter()
        self.surprises: list[Reply] = []

    def work(self, over: threading.Event) -> None:
        acts = [
            self.arrive, self.check_in, self.check_in, self.check_out, self.longer, self.move, self.move_together,
            self.undo, self.revert,
        ]  # fmt: skip
        while not over.is_set():
            act = self.random.choice(acts)
            reply = act()
            if reply is None:
                continue
            self.outcomes[f"{act.__name__} {reply.code or 'done'}"] += 1
            if reply.status >= 500:
                self.surprises.append(reply)
            if reply.status < 300:
                self.learn(reply.json)
            elif reply.status == 409:
                self.look_again()

    def learn(self, body: dict[str, Any]) -> None:
        if "undo" in body:
            self.undos.append(body["undo"]["token"])
        for stay in [*body.get("reservations", []), body.get("reservation", body)]:
            if "checkInDate" in stay:
                self.stays[stay["id"]] = stay

    def look_again(self) -> None:
        """Read the stays that are not over; some were changed by others, and the audit tells nobody here."""
        for stay in [
            each for each in list(self.stays.values()) if each["status"] in {"CONFIRMED", "CHECKED_IN"}
        ]:
            self.learn(self.caller.get(f"/api/pms/reservations/{stay['id']}").json)

    def today(self) -> date:
        found = self.caller.get(f"/api/pms/properties/{self.house.property_id}").json
        return date.fromisoformat(found["businessDate"])

    def some(self, *statuses: str) -> dict[str, Any] | None:
        found = [stay for stay in list(self.stays.values()) if stay["status"] in statuses]
        return self.random.choice(found) if found else None

    def step(self, stay: dict[str, Any] | None, command: str, **more: Any) -> Reply | None:
        if stay is None:
            return None
        body = {"expectedVersion": stay["version"], **more}
        return self.caller.post(f"/api/pms/reservations/{stay['id']}/{command}", body)

    def arrive(self) -> Reply | None:
        if sum(stay["status"] == "CONFIRMED" for stay in list(self.stays.values())) > EXPECTED:
            return None
        today = self.today()
        room = self.random.choice(list(self.house.rooms))
        nights = timedelta(days=self.random.randrange(3))
        body = self.house.booking(today, today + nights, room, dayUse=not nights)
        return self.caller.post("/api/pms/reservations", body)

    def check_in(self) -> Reply | None:
        return self.step(self.some("CONFIRMED"), "check-in")

    def check_out(self) -> Reply | None:
        return self.step(self.some("CHECKED_IN"), "check-out", confirm=True)

    def revert(self) -> Reply | None:
        return self.step(self.some("CHECKED_IN"), "revert-check-in")

    def longer(self) -> Reply | None:
        stay = self.some("CHECKED_IN")
        if stay is None:
            return None
        day = date.fromisoformat(stay["checkOutDate"]) + timedelta(days=self.random.choice([-1, 1, 2]))
        body = {
            "reservationId": stay["id"], "edge": "RIGHT", "from": origin(stay),
            "to": {"checkOutDate": day.isoformat()},
        }  # fmt: skip
        return self.caller.post("/api/pms/calendar/resize", body, Idempotency_Key=key())

    def move(self) -> Reply | None:
        stay = self.some("CHECKED_IN", "CONFIRMED")
        if stay is None:
            return None
        body = self.wish(stay) | {"confirm": True}
        return self.caller.post("/api/pms/calendar/move", body, Idempotency_Key=key())

    def move_together(self) -> Reply | None:
        found = [stay for stay in list(self.stays.values()) if stay["status"] == "CHECKED_IN"]
        if len(found) < 2:
            return None
        pair = self.random.sample(found, 2)
        rooms = [pair[1]["roomId"], self.random.choice([pair[0]["roomId"], *self.house.rooms.values()])]
        moves = [self.wish(stay, room) for stay, room in zip(pair, rooms, strict=True)]
        body = {"moves": moves, "confirm": True}
        return self.caller.post("/api/pms/calendar/moves", body, Idempotency_Key=key())

    def wish(self, stay: dict[str, Any], room: str | None = None) -> dict[str, Any]:
        to = {
            "roomId": room or self.random.choice(list(self.house.rooms.values())),
            "checkInDate": stay["checkInDate"],
        }
        return {"reservationId": stay["id"], "from": origin(stay), "to": to}

    def undo(self) -> Reply | None:
        if not self.undos:
            return None
        body = {"token": self.random.choice(self.undos[-4:])}
        return self.caller.post("/api/pms/calendar/undo", body, Idempotency_Key=key())


def wrong_nights(admin: psycopg.Connection, house: House) -> list[Any]:
    """Return every night that is charged and was not slept, or the other way round."""
    return admin.execute(_WRONG, {"tenant": house.tenant}).fetchall()


def test_nights_are_closed_in_the_midst_of_it(app: Flask, database: Database, door: Door):
    house = build_house({"STD": 8})
    with database.connect_as_admin() as admin:
        admin.execute(
            "update pms_properties set business_date = %s where id = %s", (FIRST, house.property_id)
        )
    seed, _ = seeded()
    stays: dict[str, dict[str, Any]] = {}
    over = threading.Event()
    auditor, *callers = door.callers(house, CLERKS + 1)
    desks = [Desk(house, caller, Random(seed + place), stays) for place, caller in enumerate(callers)]
    closed: list[Reply] = []

    def close(day: date) -> None:
        body = {"propertyId": house.property_id, "businessDate": day.isoformat()}
        closed.append(auditor.post("/api/pms/night-audit", body))

    def acts() -> int:
        return sum(desk.outcomes.total() for desk in desks)

    def close_dates() -> None:
        try:
            for number in range(DATES):
                wait_until(lambda goal=(number + 1) * ACTS: acts() >= goal, "some more acts")
                close(FIRST + timedelta(days=number))
        finally:
            over.set()

    with timed("nights", seed) as notes:
        side_by_side([close_dates, *(lambda desk=desk: desk.work(over) for desk in desks)])
        outcomes = sum((desk.outcomes for desk in desks), Counter())
        notes["outcomes"] = dict(outcomes)
    for act in ("check_in", "check_out", "longer", "move", "move_together", "undo", "revert"):
        assert outcomes[f"{act} done"], f"no {act} was ever done"
    close(
        FIRST + timedelta(days=DATES)
    )  # nights that were added to dates closed before are charged with the next one
    assert [reply.status for reply in closed] == [200] * (DATES + 1), [reply.raw for reply in closed]
    assert [reply for desk in desks for reply in desk.surprises] == []
    assert door.deadlocks() == 0, "somebody locks out of order"
    drain(UUID(house.tenant))
    with database.connect_as_admin() as admin:
        assert wrong_nights(admin, house) == []
        assert damage(admin, house.tenant) == {}
        assert board_drift(admin, house.tenant) == []
        with admin.transaction(force_rollback=True):
            gone = admin.execute(_FORGET_A_NIGHT, {"tenant": house.tenant}).rowcount
            assert (gone, len(wrong_nights(admin, house))) == (1, 1), "a night more or less would show"
