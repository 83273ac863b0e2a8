"""Bookings for a profile while it is merged away, merged back or erased."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from flask import Flask

from oppsera_host.testing.databases import Database
from tests.factories.desk import key
from tests.pms.concurrency.conftest import Door
from tests.support.race import Caller, Reply, at_once
from tests.support.race_checks import damage
from tests.support.race_house import House, build_house, night

pytestmark = pytest.mark.faults
CLERKS, ROUNDS = 8, 8
GUESTS = "/api/pms/guests"


def guest(caller: Caller, name: str) -> str:
    made = caller.post(GUESTS, {"lastName": name})
    assert made.status == 201, made.raw
    return made.json["id"]


def booking(house: House, who: str, first: int) -> dict[str, Any]:
    body = house.booking(night(first), night(first + 1)) | {"guestId": who, "idempotencyKey": key()}
    del body["guest"]
    return body


def book_during(callers: list[Caller], bodies: list[dict[str, Any]], path: str, body: Any) -> list[Reply]:
    """Send ``bodies`` and, in their midst, one other command; its answer comes last."""
    works = [
        lambda caller=caller, body=body: caller.post("/api/pms/reservations", body)
        for caller, body in zip(callers, bodies, strict=False)
    ]
    return at_once([*works, lambda: callers[-1].post(path, body)])


def owners(database: Database, house: House) -> Counter[str]:
    with database.connect_as_admin() as admin:
        rows = admin.execute(
            "select guest_id::text from pms_reservations where tenant_id::text = %s", (house.tenant,)
        ).fetchall()
    return Counter(str(row[0]) for row in rows)


def test_no_booking_is_left_behind_with_a_profile_merged_away(app: Flask, database: Database, door: Door):
    house = build_house({"STD": 40})
    callers = door.callers(house, CLERKS + 1)
    survivor = guest(callers[0], "Stays")
    for number in range(ROUNDS):
        other = guest(callers[0], "Goes")
        bodies = [booking(house, other, 3 + 3 * number) for _ in range(CLERKS)]
        *booked, merged = book_during(callers, bodies, f"{GUESTS}/{survivor}/merge", {"otherId": other})
        assert {reply.status for reply in (*booked, merged)} <= {200, 201}, [r.raw for r in booked]
        assert owners(database, house) == {survivor: CLERKS * (number + 1)}
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}


def test_a_profile_is_booked_for_or_erased_but_not_both(app: Flask, database: Database, door: Door):
    house = build_house({"STD": 40})
    callers = door.callers(house, CLERKS + 1)
    refused = Counter[str]()
    for number in range(ROUNDS):
        gone = guest(callers[0], f"Gone{number}")
        bodies = [booking(house, gone, 3 + 3 * number) for _ in range(CLERKS)]
        *booked, erased = book_during(callers, bodies, f"{GUESTS}/{gone}/erase", {})
        made = [reply.json for reply in booked if reply.status == 201]
        refused.update(reply.code for reply in booked if reply.status != 201)
        if made:
            assert (erased.status, erased.code) == (409, "GUEST_STILL_NEEDED"), erased.raw
            assert {stay["guest"]["lastName"] for stay in made} == {f"Gone{number}"}
            cancel_all(callers[0], made)
            erased = callers[0].post(f"{GUESTS}/{gone}/erase", {})
        assert erased.status == 200, erased.raw
        assert (
            callers[0].post("/api/pms/reservations", bodies[0] | {"idempotencyKey": key()}).code
            == "GUEST_ERASED"
        )
        stays = callers[0].get(f"/api/pms/reservations?guestId={gone}").json["items"]
        assert len(stays) == len(made)
        assert {stay["guest"]["lastName"] for stay in stays} <= {"Erased guest"}
        assert answers_with(database, house, f"Gone{number}") == 0
    assert set(refused) <= {"GUEST_ERASED"}
    with database.connect_as_admin() as admin:
        assert damage(admin, house.tenant) == {}


def cancel_all(caller: Caller, stays: list[dict[str, Any]]) -> None:
    for stay in stays:
        path = f"/api/pms/reservations/{stay['id']}/cancel"
        cancelled = caller.post(path, {"expectedVersion": stay["version"]})
        assert cancelled.status == 200, cancelled.raw


def answers_with(database: Database, house: House, name: str) -> int:
    """How many answers kept for retries hold the name."""
    with database.connect_as_admin() as admin:
        row = admin.execute(
            "select count(*) from pms_idempotency_keys where tenant_id::text = %s and position(%s in body) > 0",
            (house.tenant, f'"lastName":"{name}"'.encode()),
        ).fetchone()
    assert row is not None
    return int(row[0])
