"""A hold whose time has passed and that no job has met yet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from addons.pms.jobs.release_holds import release_holds
from addons.pms.services import expired_holds
from oppsera_host.identity.actor import Actor
from tests.factories.desk import Desk
from tests.support.race import at_once

pytestmark = pytest.mark.stock
RELEASE = "2027-03-15T18:00:00Z"
AFTERWARDS = datetime(2027, 3, 15, 18, tzinfo=UTC)
DATES = ("2027-03-20", "2027-03-22")


@pytest.fixture
def hold(desk: Desk, clock) -> dict[str, Any]:
    """A hold in room 101 that has just passed its time."""
    clock.stop_at(datetime(2027, 3, 15, 17, tzinfo=UTC))
    made = desk.book(*DATES, "101", status="HOLD", releaseAt=RELEASE)
    clock.stop_at(AFTERWARDS)
    return made


def actions(desk: Desk, stay: dict[str, Any]) -> list[str]:
    trail = desk.client.get(f"/api/pms/reservations/{stay['id']}/audit").json["items"]
    return [entry["action"] for entry in trail]


def test_a_new_booking_of_the_room_wins(desk: Desk, actor: Actor, hold: dict):
    desk.book(*DATES, "101")
    assert desk.get(hold)["status"] == "EXPIRED"
    assert actions(desk, hold) == ["reservation.create", "reservation.expire"]
    release_holds(actor.tenant_id)
    assert actions(desk, hold) == ["reservation.create", "reservation.expire"]


def test_a_new_booking_of_the_last_unit_wins(desk: Desk, hold: dict):
    for _ in range(3):
        desk.book(*DATES)
    assert desk.get(hold)["status"] == "EXPIRED"
    refused = desk.client.post("/api/pms/reservations", json=desk.body(*DATES))
    assert refused.json["code"] == "NO_AVAILABILITY"


def test_a_move_into_the_room_wins(desk: Desk, hold: dict):
    stay = desk.book(*DATES, "102")
    assert desk.move(stay, "101").status_code == 200
    assert desk.get(hold)["status"] == "EXPIRED"


def test_a_hold_that_stands_in_nobodys_way_waits_for_the_job(desk: Desk, actor: Actor, hold: dict):
    desk.book(*DATES, "102")
    assert desk.get(hold)["status"] == "HOLD"
    release_holds(actor.tenant_id)
    assert desk.get(hold)["status"] == "EXPIRED"


@pytest.mark.parametrize("command", ["confirm", "cancel", "unassign-room"])
def test_nobody_goes_on_with_it(desk: Desk, hold: dict, command: str):
    refused = desk.step(hold, command)
    assert (refused.status_code, refused.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    assert refused.json["currentStatus"] == "EXPIRED"


def two_clerks(desk: Desk) -> list[int]:
    bodies = [desk.body(*DATES, "101"), desk.body(*DATES, "101")]
    clerks = [lambda body=body: desk.client.post("/api/pms/reservations", json=body) for body in bodies]
    return sorted(answer.status_code for answer in at_once(clerks))


def test_of_two_clerks_at_once_one_gets_the_room(desk: Desk, hold: dict):
    assert two_clerks(desk) == [201, 409]
    assert actions(desk, hold) == ["reservation.create", "reservation.expire"]


def test_control_with_the_guard_off_the_expired_hold_keeps_its_room(
    desk: Desk, hold: dict, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(expired_holds, "due_around", lambda _uow, _afters: {})
    assert two_clerks(desk) == [409, 409]
    assert desk.get(hold)["status"] == "HOLD"


def test_control_a_hold_in_time_keeps_its_room(desk: Desk, clock):
    clock.stop_at(datetime(2027, 3, 15, 17, tzinfo=UTC))
    hold = desk.book(*DATES, "101", status="HOLD", releaseAt=RELEASE)
    assert two_clerks(desk) == [409, 409]
    assert desk.step(hold, "confirm").json["status"] == "CONFIRMED"
