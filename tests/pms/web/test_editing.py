"""What the drawer changes: prices night by night, rooms, ages, and what null takes away; walk-ins."""

from __future__ import annotations

import pytest

from tests.factories.desk import Desk

pytestmark = pytest.mark.stock


def patch(desk: Desk, stay: dict, **change: object) -> object:
    return desk.client.patch(
        f"/api/pms/reservations/{stay['id']}", json={"expectedVersion": stay["version"], **change}
    )


def euros(amount: int) -> dict:
    return {"amount": amount, "currency": "EUR"}


def prices(stay: dict) -> list[int]:
    return [night["price"]["amount"] for night in stay["nightlyRates"]]


def test_prices_stay_until_they_are_asked_for_anew(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", "101", nightlyRate=euros(7_000))
    longer = patch(desk, stay, checkOutDate="2027-03-23").json
    assert prices(longer) == [7_000, 7_000, 10_000]
    assert longer["priceDifference"] == euros(10_000)
    again = patch(desk, longer, reprice=True).json
    assert (prices(again), again["priceDifference"]) == ([10_000] * 3, euros(6_000))
    shorter = patch(desk, again, checkOutDate="2027-03-22").json
    assert shorter["priceDifference"] == euros(-10_000)


def test_listeners_to_moves_hear_of_edits_of_room_and_dates(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", "101")
    edits = [
        ({"notes": "late"}, "updated"), ({"checkOutDate": "2027-03-23"}, "resized"),
        ({"checkInDate": "2027-03-19"}, "resized"), ({"roomId": str(desk.hotel.rooms["102"])}, "moved"),
        ({"checkInDate": "2027-03-20", "checkOutDate": "2027-03-24"}, "moved"),
        ({"checkOutDate": "2027-03-24"}, "updated"),
    ]  # fmt: skip
    for change, _ in edits:
        stay = patch(desk, stay, **change).json
    events = desk.client.get("/api/events?limit=200").json["items"]
    assert [each["type"] for each in events if each["aggregateId"] == stay["id"]] == [
        "pms.reservation.created.v1", *(f"pms.reservation.{name}.v1" for _, name in edits),
    ]  # fmt: skip


def test_a_stay_to_come_may_be_put_before_its_old_arrival(desk: Desk):
    stay = desk.book("2027-03-25", "2027-03-28", "101")
    earlier = patch(desk, stay, checkInDate="2027-03-18", checkOutDate="2027-03-20")
    assert earlier.status_code == 200, earlier.text
    assert (earlier.json["checkInDate"], earlier.json["checkOutDate"]) == ("2027-03-18", "2027-03-20")


def test_another_type_costs_what_was_agreed_until_new_prices_are_asked_for(desk: Desk):
    suite = str(desk.hotel.types["SUITE"])
    stay = desk.book("2027-03-20", "2027-03-22", nightlyRate=euros(7_000))
    same = patch(desk, stay, roomTypeId=suite).json
    assert (same["bookedRoomTypeId"], prices(same)) == (suite, [7_000, 7_000])
    assert (same["priceDifference"], same["repriceDifference"]) == (euros(0), euros(26_000))
    assert "repriceDifference" not in patch(desk, same, adults=1).json
    longer = patch(desk, desk.get(stay), checkOutDate="2027-03-23").json
    assert prices(longer) == [7_000, 7_000, 20_000]
    again = patch(desk, longer, reprice=True).json
    assert (prices(again), again["priceDifference"]) == ([20_000] * 3, euros(26_000))
    asked = desk.book("2027-03-20", "2027-03-22", nightlyRate=euros(7_000))
    assert prices(patch(desk, asked, roomTypeId=suite, reprice=True).json) == [20_000] * 2


def test_one_night_gets_a_price_of_its_own(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", "101")
    by_hand = patch(desk, stay, nightlyRates=[{"date": "2027-03-21", "price": euros(4_500)}]).json
    assert (prices(by_hand), by_hand["priceDifference"]) == ([10_000, 4_500], euros(-5_500))
    refused = patch(desk, by_hand, nightlyRates=[{"date": "2027-03-22", "price": euros(1)}])
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["nightlyRates"])
    foreign = patch(
        desk, by_hand, nightlyRates=[{"date": "2027-03-21", "price": {"amount": 1, "currency": "USD"}}]
    )
    assert foreign.status_code == 422


def test_null_takes_away_and_nothing_leaves_as_it_is(desk: Desk):
    held = desk.book(
        "2027-03-20", "2027-03-22", "101", status="HOLD", notes="Late", releaseAt="2090-01-01T00:00:00Z"
    )
    same = patch(desk, held, adults=1).json
    assert (same["roomId"], same["notes"], same["releaseAt"]) == (
        str(desk.hotel.rooms["101"]), "Late", "2090-01-01T00:00:00Z",
    )  # fmt: skip
    bare = patch(desk, same, roomId=None, notes=None, releaseAt=None, ratePlanId=None).json
    assert (bare["roomId"], bare["notes"], bare["releaseAt"], bare["segments"]) == (None, "", None, [])
    desk.book("2027-03-20", "2027-03-22", "101")


def test_another_room_is_checked_like_a_move(desk: Desk, client):
    stay = desk.book("2027-03-20", "2027-03-22", "101")
    desk.book("2027-03-20", "2027-03-22", "102")
    rooms = {number: str(room) for number, room in desk.hotel.rooms.items()}
    taken = patch(desk, stay, roomId=rooms["102"]).json
    assert (taken["code"], bool(taken["alternatives"])) == ("ROOM_ALREADY_BOOKED", True)
    moved = patch(desk, stay, roomId=rooms["103"]).json
    assert moved["roomId"] == rooms["103"]
    locked = patch(desk, moved, roomLocked=True).json
    assert patch(desk, locked, roomId=rooms["101"]).json["code"] == "RESERVATION_NOT_MOVABLE"
    in_house = desk.step(desk.book("2027-03-15", "2027-03-17", "101"), "check-in").json
    assert patch(desk, in_house, roomId=rooms["103"]).json["code"] == "RESERVATION_NOT_MOVABLE"


def test_a_departed_stay_keeps_its_prices(desk: Desk):
    stay = desk.step(desk.book("2027-03-20", "2027-03-22", "101"), "cancel").json
    assert patch(desk, stay, nightlyRate=euros(1)).json["code"] == "RESERVATION_NOT_MOVABLE"
    assert patch(desk, stay, notes="Called again").status_code == 200


@pytest.mark.parametrize("ages", [[4], [4, 5, 6], [4, 18], [-1, 3]])
def test_ages_are_one_per_child(desk: Desk, ages: list[int]):
    body = desk.body("2027-03-20", "2027-03-22", children=2, childAges=ages)
    refused = desk.client.post("/api/pms/reservations", json=body)
    assert refused.status_code == 422
    assert any(name.startswith("childAges") for name in refused.json["fields"])


def test_ages_are_kept_until_the_party_changes(desk: Desk):
    stay = desk.book("2027-03-20", "2027-03-22", children=2, childAges=[4, 11])
    assert desk.get(stay)["childAges"] == [4, 11]
    assert patch(desk, stay, adults=1).json["childAges"] == [4, 11]
    assert patch(desk, desk.get(stay), children=1).json["childAges"] is None
    assert patch(desk, desk.get(stay), childAges=[7]).json["childAges"] == [7]


def test_a_walk_in_is_in_the_house_with_one_request(desk: Desk):
    rooms = {str(room): number for number, room in desk.hotel.rooms.items()}
    for number, condition in (("101", "DIRTY"), ("102", "CLEAN"), ("103", "CLEAN")):
        set_to = desk.client.post(
            f"/api/pms/rooms/{desk.hotel.rooms[number]}/status", json={"condition": condition}
        )
        assert set_to.status_code == 200, set_to.text
    desk.book("2027-03-16", "2027-03-18", "102")  # clean tonight, taken tomorrow
    walk_in = {"sourceType": "WALK_IN", "checkIn": True}
    guest = desk.book("2027-03-15", "2027-03-17", **walk_in)
    assert (guest["status"], rooms[guest["roomId"]], guest["version"]) == ("CHECKED_IN", "103", 2)
    assert desk.client.get(f"/api/pms/rooms/{guest['roomId']}").json["status"] == "OCCUPIED"
    none_ready = desk.client.post(
        "/api/pms/reservations", json=desk.body("2027-03-15", "2027-03-17", **walk_in)
    )
    assert (none_ready.status_code, none_ready.json["code"]) == (409, "NO_AVAILABILITY")
    chosen = desk.book("2027-03-15", "2027-03-17", "101", **walk_in)
    assert (chosen["status"], rooms[chosen["roomId"]]) == ("CHECKED_IN", "101")


def test_only_a_confirmed_walk_in_from_today_is_checked_in_at_once(desk: Desk):
    for more in ({"sourceType": "PHONE"}, {"sourceType": "WALK_IN", "status": "HOLD"}):
        refused = desk.client.post(
            "/api/pms/reservations", json=desk.body("2027-03-15", "2027-03-17", "101", checkIn=True, **more)
        )
        assert (refused.status_code, list(refused.json["fields"])) == (422, ["checkIn"])
    later = desk.body("2027-03-16", "2027-03-17", "101", checkIn=True, sourceType="WALK_IN")
    refused = desk.client.post("/api/pms/reservations", json=later)
    assert (refused.status_code, refused.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    desk.book("2027-03-15", "2027-03-17", "101")  # neither left anything behind
