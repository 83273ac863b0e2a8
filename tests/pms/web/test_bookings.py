"""Several rooms under one booking: made together, found by one number, acted on together or apart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories.desk import Desk

pytestmark = pytest.mark.stock
DATES = ("2027-03-20", "2027-03-22")


def stay(desk: Desk, *arguments: Any, **more: Any) -> dict[str, Any]:
    body = desk.body(*arguments, **({"guest": None} | more))
    return {name: value for name, value in body.items() if name != "propertyId" and value is not None}


def party(desk: Desk, *stays: dict[str, Any], **more: Any) -> Any:
    body = {
        "propertyId": str(desk.hotel.property_id), "guest": {"firstName": "Mei", "lastName": "Host"},
        "stays": list(stays),
    }  # fmt: skip
    return desk.client.post("/api/pms/bookings", json=body | more)


def act(desk: Desk, booking: dict[str, Any], command: str, **more: Any) -> Any:
    seen = {"expectedVersion": booking["version"]} | more
    return desk.client.post(f"/api/pms/bookings/{booking['id']}/{command}", json=seen)


def statuses(booking: dict[str, Any]) -> list[str]:
    return [each["status"] for each in booking["reservations"]]


def test_a_party_is_booked_under_one_number(desk: Desk):
    own = {"firstName": "Olu", "lastName": "Second"}
    made = party(
        desk, stay(desk, *DATES, "101"), stay(desk, *DATES, kind="SUITE", guest=own), sourceRef="T-9"
    )
    assert made.status_code == 201, made.text
    booking, number = made.json, made.json["confirmationNumber"]
    assert [each["confirmationNumber"] for each in booking["reservations"]] == [f"{number}-1", f"{number}-2"]
    assert [each["guest"]["lastName"] for each in booking["reservations"]] == ["Host", "Second"]
    assert {each["bookingId"] for each in booking["reservations"]} == {booking["id"]}
    assert booking["total"] == {"amount": 20_000 + 40_000, "currency": "EUR"}
    again = desk.client.get(f"/api/pms/bookings/{booking['id']}")
    assert again.headers["ETag"] == '"1"'
    assert again.json == {name: value for name, value in booking.items() if name != "seq"}
    for typed, found in ((number.lower(), 2), (f"{number.replace('-', '')}-2", 1)):
        listed = desk.client.get("/api/pms/reservations", query_string={"q": typed}).json["items"]
        assert len(listed) == found


def test_all_rooms_or_none(desk: Desk):
    desk.book(*DATES, "102")
    refused = party(desk, stay(desk, *DATES, "101"), stay(desk, *DATES, "102"))
    assert (refused.status_code, refused.json["code"]) == (409, "ROOM_ALREADY_BOOKED")
    twice = party(desk, stay(desk, *DATES, "103"), stay(desk, *DATES, "103"))
    assert (twice.status_code, twice.json["code"]) == (409, "ROOM_ALREADY_BOOKED")
    sold_out = party(desk, *[stay(desk, *DATES) for _ in range(3)])
    assert (sold_out.status_code, sold_out.json["code"]) == (409, "NO_AVAILABILITY")
    bad = party(desk, stay(desk, *DATES), stay(desk, "2027-03-22", "2027-03-20"))
    assert (bad.status_code, list(bad.json["fields"])) == (422, ["stays.1.checkOutDate"])
    assert len(desk.client.get("/api/pms/reservations").json["items"]) == 1
    assert party(desk, stay(desk, *DATES, "101"), stay(desk, *DATES, "103")).status_code == 201


def test_a_plain_stay_becomes_the_first_of_its_booking_and_gives_its_number(desk: Desk):
    plain = desk.book(*DATES, "101")
    made = party(desk, stay(desk, *DATES, "102"), reservationId=plain["id"])
    assert made.status_code == 201, made.text
    booking, number = made.json, plain["confirmationNumber"]
    assert booking["confirmationNumber"] == number
    assert [each["confirmationNumber"] for each in booking["reservations"]] == [f"{number}-1", f"{number}-2"]
    assert booking["reservations"][0]["id"] == plain["id"]
    more = act(desk, booking, "reservations", stays=[stay(desk, *DATES, "103")], expectedVersion=1).json
    assert (more["version"], len(more["reservations"])) == (2, 3)
    stale = act(desk, booking, "reservations", stays=[stay(desk, *DATES)], expectedVersion=1)
    assert (stale.status_code, stale.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    again = party(desk, stay(desk, *DATES), reservationId=plain["id"])
    assert (again.status_code, list(again.json["fields"])) == (422, ["reservationId"])


def test_a_party_comes_and_goes_together(desk: Desk):
    today = ("2027-03-15", "2027-03-17")
    booking = party(
        desk,
        stay(desk, *today, "101"),
        stay(desk, *today, "102"),
        stay(desk, "2027-03-16", "2027-03-17", "103"),
    ).json
    came = act(desk, booking, "check-in").json
    assert statuses(came) == ["CHECKED_IN", "CHECKED_IN", "CONFIRMED"]  # the third is due tomorrow
    nobody = act(desk, booking, "check-in")
    assert (nobody.status_code, nobody.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    assert act(desk, booking, "check-out").json["code"] == "CONFIRMATION_REQUIRED"
    first = booking["reservations"][0]["id"]
    left = act(desk, booking, "check-out", reservationIds=[first], confirm=True).json
    assert statuses(left) == ["CHECKED_OUT", "CHECKED_IN", "CONFIRMED"]


def test_who_cannot_is_named_and_nobody_is_changed(desk: Desk):
    today = ("2027-03-15", "2027-03-17")
    booking = party(desk, stay(desk, *today, "101"), stay(desk, *today), stay(desk, *today)).json
    refused = act(desk, booking, "check-in")
    assert (refused.status_code, refused.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    assert [member["reservationId"] for member in refused.json["members"]] == [
        each["id"] for each in booking["reservations"][1:]
    ]
    assert "assign one first" in refused.json["members"][0]["detail"]
    kept = desk.client.get(f"/api/pms/bookings/{booking['id']}").json
    assert statuses(kept) == ["CONFIRMED"] * 3
    assert desk.client.get(f"/api/pms/rooms/{desk.hotel.rooms['101']}").json["occupancy"] == "VACANT"


def test_cancelling_a_party_costs_the_sum_that_was_shown(desk: Desk, clock):
    clock.stop_at(datetime(2027, 3, 20, 10, tzinfo=UTC))
    booking = party(desk, stay(desk, *DATES, "101"), stay(desk, *DATES, kind="SUITE")).json
    shown = act(desk, booking, "cancel", expectedFee={"amount": 10_000, "currency": "EUR"})
    assert (shown.json["code"], shown.json["fee"]["amount"]) == ("CONFIRMATION_REQUIRED", 30_000)
    gone = act(desk, booking, "cancel", expectedFee=shown.json["fee"]).json
    assert statuses(gone) == ["CANCELLED", "CANCELLED"]
    assert gone["total"]["amount"] == 0


def test_holds_of_a_party_are_confirmed_together(desk: Desk):
    booking = party(desk, stay(desk, *DATES), stay(desk, *DATES), status="HOLD").json
    assert statuses(booking) == ["HOLD", "HOLD"]
    assert statuses(act(desk, booking, "confirm").json) == ["CONFIRMED", "CONFIRMED"]


def test_a_stay_of_another_booking_is_not_found(desk: Desk):
    one, other = (party(desk, stay(desk, *DATES)).json for _ in range(2))
    refused = act(desk, one, "cancel", reservationIds=[other["reservations"][0]["id"]])
    assert refused.status_code == 404


def test_a_rule_of_sale_is_told_before_anything_is_booked(desk: Desk):
    rule = {
        "roomTypeId": str(desk.hotel.types["STD"]), "startDate": "2027-03-20", "endDate": "2027-03-21",
        "closedToArrival": True,
    }  # fmt: skip
    assert desk.client.put("/api/pms/restrictions", json={"restrictions": [rule]}).status_code == 200
    for refused in (
        party(desk, stay(desk, *DATES, "101")),
        desk.client.post("/api/pms/reservations", json=desk.body(*DATES, "101")),
    ):
        assert (refused.status_code, refused.json["code"]) == (409, "CONFIRMATION_REQUIRED")
        assert refused.json["restrictions"][0]["code"] == "CLOSED_TO_ARRIVAL"
    assert party(desk, stay(desk, *DATES, "101"), confirm=True).status_code == 201
    desk.book(*DATES, "102", confirm=True)
