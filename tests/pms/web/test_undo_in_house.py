"""Taking back that guests in the house changed rooms: the rooms are as they were, and nobody's work is undone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.desk import Desk, key, origin

pytestmark = pytest.mark.stock
TODAY, TOMORROW, LAST = "2027-03-15", "2027-03-16", "2027-03-18"


def room(desk: Desk, number: str) -> dict[str, Any]:
    return desk.client.get(f"/api/pms/rooms/{desk.hotel.rooms[number]}").json


def state(desk: Desk, *numbers: str) -> list[tuple[str, str]]:
    return [(each["occupancy"], each["condition"]) for each in (room(desk, number) for number in numbers)]


def in_house(desk: Desk, number: str) -> dict[str, Any]:
    return desk.step(desk.book(TODAY, LAST, number), "check-in").json


def clean(desk: Desk, number: str, condition: str) -> None:
    path = f"/api/pms/rooms/{desk.hotel.rooms[number]}/status"
    answer = desk.client.post(path, json={"condition": condition})
    assert answer.status_code == 200, answer.text


def moved(desk: Desk, stay: dict[str, Any], number: str) -> dict[str, Any]:
    answer = desk.move(stay, number, confirm=True)
    assert answer.status_code == 200, answer.text
    return answer.json


def close(desk: Desk, *days: str) -> None:
    for day in days:
        answer = desk.client.post("/api/pms/night-audit", json={"businessDate": day})
        assert answer.status_code == 200, answer.text


def test_the_rooms_are_as_they_were(desk: Desk):
    clean(desk, "102", "INSPECTED")
    before = state(desk, "101", "102")
    stay = in_house(desk, "101")
    answer = moved(desk, stay, "102")
    assert state(desk, "101", "102") == [("VACANT", "DIRTY"), ("OCCUPIED", "INSPECTED")]
    assert desk.undo(answer).status_code == 200
    assert state(desk, "101", "102") == [("OCCUPIED", before[0][1]), ("VACANT", "INSPECTED")]


def test_two_who_exchanged_rooms_are_both_at_home_again(desk: Desk):
    stays = [in_house(desk, number) for number in ("101", "102")]
    before = state(desk, "101", "102")
    each = [{"reservationId": stay["id"], "version": stay["version"]} for stay in stays]
    body = {"first": each[0], "second": each[1], "confirm": True, "idempotencyKey": key()}
    swapped = desk.client.post("/api/pms/calendar/swap", json=body)
    assert swapped.status_code == 200, swapped.text
    assert desk.undo(swapped.json).status_code == 200
    assert state(desk, "101", "102") == before


def test_several_who_moved_on_are_all_back(desk: Desk):
    stays = [in_house(desk, number) for number in ("101", "102")]
    before = state(desk, "101", "102", "103")
    wishes = [
        {
            "reservationId": stay["id"],
            "from": origin(stay),
            "to": {"roomId": str(desk.hotel.rooms[to]), "checkInDate": TODAY},
        }
        for stay, to in zip(stays, ("102", "103"), strict=True)
    ]
    body = {"moves": wishes, "confirm": True, "idempotencyKey": key()}
    answer = desk.client.post("/api/pms/calendar/moves", json=body)
    assert answer.status_code == 200, answer.text
    assert [each[0] for each in state(desk, "101", "102", "103")] == ["VACANT", "OCCUPIED", "OCCUPIED"]
    assert desk.undo(answer.json).status_code == 200
    assert state(desk, "101", "102", "103") == before


def test_somebody_who_came_for_the_day_meanwhile_is_not_disturbed(desk: Desk):
    answer = moved(desk, in_house(desk, "101"), "102")
    guest = desk.step(desk.book(TODAY, TODAY, "101", dayUse=True), "check-in")
    assert guest.status_code == 200, guest.text
    refused = desk.undo(answer)
    assert (refused.status_code, refused.json["code"]) == (409, "RESERVATION_NOT_MOVABLE")
    assert desk.get(answer["reservation"])["roomId"] == str(desk.hotel.rooms["102"])
    assert [each[0] for each in state(desk, "101", "102")] == ["OCCUPIED", "OCCUPIED"]
    assert desk.step(guest.json, "check-out", confirm=True).status_code == 200
    assert desk.undo(answer).status_code == 200
    assert [each[0] for each in state(desk, "101", "102")] == ["OCCUPIED", "VACANT"]


def test_what_housekeeping_said_meanwhile_stays_said(desk: Desk):
    clean(desk, "102", "INSPECTED")
    answer = moved(desk, in_house(desk, "101"), "102")
    clean(desk, "101", "CLEAN")
    clean(desk, "102", "DIRTY")
    assert desk.undo(answer).status_code == 200
    assert state(desk, "101", "102") == [("OCCUPIED", "CLEAN"), ("VACANT", "DIRTY")]


def test_after_the_date_was_closed_nothing_of_it_is_taken_back(desk: Desk):
    answer = moved(desk, in_house(desk, "101"), "102")
    close(desk, TODAY)
    refused = desk.undo(answer)
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["token"])
    assert desk.get(answer["reservation"])["roomId"] == str(desk.hotel.rooms["102"])


def test_a_night_that_was_added_and_slept_is_not_taken_back(desk: Desk):
    stay = desk.step(desk.book(TODAY, TOMORROW, "101"), "check-in").json
    longer = desk.resize(stay, "RIGHT", LAST).json
    close(desk, TODAY, TOMORROW)
    refused = desk.undo(longer)
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["token"])
    assert desk.get(stay)["checkOutDate"] == LAST


def test_control_nights_ahead_are_taken_back_after_a_close(desk: Desk):
    stay = desk.step(desk.book(TODAY, TOMORROW, "101"), "check-in").json
    longer = desk.resize(stay, "RIGHT", LAST).json
    close(desk, TODAY)
    assert desk.undo(longer).status_code == 200
    assert desk.get(stay)["checkOutDate"] == TOMORROW


@pytest.mark.parametrize("day_use", [False, True])
def test_an_arrival_that_was_put_off_is_not_brought_back_into_a_closed_date(desk: Desk, day_use: bool):
    stay = desk.book(TODAY, TODAY if day_use else TOMORROW, "101", dayUse=day_use)
    later = desk.move(stay, "101", TOMORROW).json
    close(desk, TODAY)
    refused = desk.undo(later)
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["token"])
    assert desk.get(stay)["checkInDate"] == TOMORROW
