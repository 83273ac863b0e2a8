"""What it costs to cancel, not to come, and to leave on the day of arrival; and who may waive it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.desk import Desk

pytestmark = pytest.mark.stock
#: Check-in is at 15:00 in Berlin, so the last free moment for an arrival on the 20th is 14:00 UTC on the 19th.
DEADLINE = datetime(2027, 3, 19, 14, tzinfo=UTC)
FIRST_NIGHT, NOTHING = {"amount": 10_000, "currency": "EUR"}, {"amount": 0, "currency": "EUR"}


def terms(desk: Desk, stay: dict) -> dict:
    answer = desk.client.get(f"/api/pms/reservations/{stay['id']}/cancellation-terms")
    assert answer.status_code == 200, answer.text
    return answer.json


def charges(database: Any, actor: Any) -> list[tuple]:
    with database.connect_as_admin() as admin:
        return admin.execute(
            "select code, amount from pms_folio_entries where tenant_id = %s and kind = 'CHARGE'"
            " and tax_of_id is null order by id", (actor.tenant_id,),
        ).fetchall()  # fmt: skip


def test_cancelling_is_free_up_to_the_deadline_and_costs_the_first_night_afterwards(
    desk: Desk, clock, database, actor
):
    clock.stop_at(DEADLINE)
    early, late = desk.book("2027-03-20", "2027-03-23", "101"), desk.book("2027-03-20", "2027-03-23", "102")
    shown = terms(desk, early)
    assert (shown["freeUntil"], shown["fee"]) == ("2027-03-19T14:00:00Z", NOTHING)
    assert (shown["noShowFee"], shown["mayWaive"]) == (FIRST_NIGHT, True)
    assert desk.step(early, "cancel", expectedFee=NOTHING).status_code == 200
    assert charges(database, actor) == []
    clock.stop_at(DEADLINE + timedelta(microseconds=1))
    assert terms(desk, late)["fee"] == FIRST_NIGHT
    refused = desk.step(late, "cancel", expectedFee=NOTHING)
    assert (refused.status_code, refused.json["code"]) == (409, "CONFIRMATION_REQUIRED")
    assert refused.json["fee"] == FIRST_NIGHT
    assert desk.step(late, "cancel", expectedFee=FIRST_NIGHT).json["status"] == "CANCELLED"
    assert charges(database, actor) == [("CANCELLATION_FEE", 10_000)]


def test_a_hold_is_free_to_cancel(desk: Desk, clock):
    clock.stop_at(DEADLINE + timedelta(days=1))
    held = desk.book("2027-03-20", "2027-03-23", "101", status="HOLD")
    assert terms(desk, held) == {
        "reservationId": held["id"], "freeUntil": None, "fee": NOTHING, "noShowFee": NOTHING, "mayWaive": True,
        "noShowFrom": "2027-03-21T05:00:00Z",
    }  # fmt: skip


def test_a_cancellation_repeated_after_reinstating_is_charged_once(desk: Desk, clock, database, actor):
    clock.stop_at(DEADLINE + timedelta(hours=1))
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    for _ in range(2):
        stay = desk.step(desk.step(stay, "cancel").json, "reinstate").json
    assert desk.step(stay, "cancel").status_code == 200
    assert charges(database, actor) == [("CANCELLATION_FEE", 10_000)]


def test_waiving_needs_a_permission_of_its_own(desk: Desk, client, clock, database, actor):
    clock.stop_at(DEADLINE + timedelta(hours=1))
    stay = desk.book("2027-03-20", "2027-03-23", "101")
    clerk = Desk(client.as_role("pms_front_desk"), desk.hotel)
    assert terms(clerk, stay)["mayWaive"] is False
    refused = clerk.step(stay, "cancel", feeWaived=True)
    assert (refused.status_code, refused.json["permission"]) == (403, "pms.reservations.waive_fee")
    assert desk.step(stay, "cancel", feeWaived=True).json["status"] == "CANCELLED"
    assert charges(database, actor) == []
    trail = desk.client.get(f"/api/pms/reservations/{stay['id']}/audit").json["items"]
    assert trail[-1]["action"] == "reservation.cancel"


def test_a_no_show_costs_the_first_night(desk: Desk, clock, database, actor):
    stay = desk.book("2027-03-15", "2027-03-18", "101")
    clock.stop_at(datetime(2027, 3, 16, 4, 59, tzinfo=UTC))  # the cutoff is 06:00 in Berlin
    early = desk.step(stay, "no-show")
    assert (early.status_code, early.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    assert "16 Mar 2027, 06:00" in early.json["detail"]
    clock.stop_at(datetime(2027, 3, 16, 5, tzinfo=UTC))
    assert desk.step(stay, "no-show", expectedFee=FIRST_NIGHT).json["status"] == "NO_SHOW"
    assert charges(database, actor) == [("NO_SHOW_FEE", 10_000)]


def test_leaving_on_the_day_of_arrival_becomes_a_day_use_charged_its_first_night(desk: Desk, database, actor):
    room = str(desk.hotel.rooms["101"])
    stay = desk.step(desk.book("2027-03-15", "2027-03-18", "101"), "check-in").json
    asked = desk.step(stay, "check-out")
    assert (asked.json["code"], asked.json["fee"]) == ("CONFIRMATION_REQUIRED", FIRST_NIGHT)
    left = desk.step(stay, "check-out", confirm=True).json
    assert (left["status"], left["dayUse"], left["nights"]) == ("CHECKED_OUT", True, 0)
    assert (left["checkOutDate"], left["roomId"]) == ("2027-03-15", room)
    assert charges(database, actor) == [("DAY_USE", 10_000)]
    assert desk.client.get(f"/api/pms/rooms/{room}").json["status"] == "VACANT_DIRTY"
    desk.book("2027-03-15", "2027-03-18", "101")  # the nights are free again at once


def test_leaving_early_returns_the_nights_that_remain(desk: Desk):
    stay = desk.step(desk.book("2027-03-15", "2027-03-19", "101"), "check-in").json
    closed = desk.client.post(
        "/api/pms/night-audit",
        json={"propertyId": str(desk.hotel.property_id), "businessDate": "2027-03-15"},
    )
    assert closed.status_code == 200, closed.text
    left = desk.step(desk.get(stay), "check-out").json
    assert (left["checkOutDate"], left["nights"], left["total"]["amount"]) == ("2027-03-16", 1, 10_000)
    desk.book("2027-03-16", "2027-03-19", "101")


def test_checking_in_before_the_arrival_tells_the_way_out(desk: Desk):
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    refused = desk.step(stay, "check-in")
    assert refused.json["code"] == "INVALID_STATUS_TRANSITION"
    assert "change the arrival to today first" in refused.json["detail"]
    sooner = desk.client.patch(
        f"/api/pms/reservations/{stay['id']}",
        json={"expectedVersion": stay["version"], "checkInDate": "2027-03-15"},
    ).json
    assert desk.step(sooner, "check-in").json["status"] == "CHECKED_IN"


def test_a_cancelled_stay_comes_back_into_another_room_or_without_one(desk: Desk):
    stay = desk.step(desk.book("2027-03-20", "2027-03-22", "101"), "cancel").json
    desk.book("2027-03-20", "2027-03-22", "101")
    refused = desk.step(stay, "reinstate").json
    assert refused["code"] == "ROOM_ALREADY_BOOKED"
    offer = refused["alternatives"][0]["roomId"]
    back = desk.step(stay, "reinstate", roomId=offer).json
    assert (back["status"], back["roomId"]) == ("CONFIRMED", offer)
    again = desk.step(desk.step(back, "cancel").json, "reinstate", roomId=None).json
    assert (again["status"], again["roomId"]) == ("CONFIRMED", None)


def test_nobody_moves_in_with_a_guest_who_is_overdue(desk: Desk):
    overdue = desk.step(desk.book("2027-03-15", "2027-03-16", "101"), "check-in").json
    guest = desk.step(desk.book("2027-03-15", "2027-03-18", "102"), "check-in").json
    closed = desk.client.post(
        "/api/pms/night-audit",
        json={"propertyId": str(desk.hotel.property_id), "businessDate": "2027-03-15"},
    )
    assert closed.status_code == 200, closed.text
    refused = desk.move(desk.get(guest), "101", confirm=True)
    assert (refused.status_code, refused.json["code"]) == (409, "RESERVATION_NOT_MOVABLE")
    assert "101 is still occupied" in refused.json["detail"]
    assert desk.step(desk.get(overdue), "check-out").status_code == 200
    assert desk.move(desk.get(guest), "101", confirm=True).status_code == 200


def test_the_terms_say_from_when_on_a_no_show_is_possible(desk: Desk, clock):
    stay = desk.book("2027-03-15", "2027-03-18", "101")
    possible = datetime.fromisoformat(terms(desk, stay)["noShowFrom"])
    clock.stop_at(possible - timedelta(microseconds=1))
    assert terms(desk, stay)["noShowFrom"] is not None
    assert desk.step(stay, "no-show").status_code == 409
    clock.stop_at(possible)
    assert terms(desk, stay)["noShowFrom"] is None
    assert desk.step(stay, "no-show").status_code == 200
