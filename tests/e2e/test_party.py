"""Several rooms under one booking, and rules of sale, in the drawer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board, day
from tests.e2e.house import House
from tests.e2e.test_accessibility import violations

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def book_party(house: House, check_in: str, *rooms: str | None, guest: str = "Grace Hopper") -> list[dict]:
    """Book a party of two nights through the API; return its stays."""
    first, _, last = guest.partition(" ")
    stays = [
        {
            name: value
            for name, value in house.desk.body(check_in, day(check_in, 2).isoformat(), room).items()
            if name not in ("propertyId", "guest")
        }
        for room in rooms
    ]
    answer = house.desk.client.post(
        "/api/pms/bookings",
        json={
            "propertyId": str(house.desk.hotel.property_id),
            "guest": {"firstName": first, "lastName": last},
            "stays": stays,
        },
    )
    assert answer.status_code == 201, answer.text
    made: list[dict] = answer.json["reservations"]
    return made


def test_two_rooms_are_booked_under_one_number(house: House, open_board: OpenBoard) -> None:
    board = open_board()
    board.page.mouse.click(*board.cell("101", day("2027-03-17")))
    drawer = board.drawer
    drawer.get_by_label("First name").fill("Katherine")
    drawer.get_by_label("Last name").fill("Johnson")
    drawer.get_by_role("button", name="Add another room").click()
    second = drawer.get_by_role("group", name="Room 2")
    expect(second.get_by_label("Room type")).to_be_focused()
    second.get_by_label("Room type").select_option(label="Suite · 2 free")
    second.get_by_label("Room", exact=True).select_option(label="201")
    second.get_by_label("Adults").fill("1")
    expect(drawer.get_by_role("status").filter(has_text="2 rooms · 1 night")).to_contain_text("€")
    assert violations(board.page) == []
    with board.page.expect_response("**/api/pms/bookings") as answer:
        drawer.get_by_role("button", name="Book 2 rooms").click()
    expect(drawer).to_be_hidden()
    booking = answer.value.json()
    first, other = booking["reservations"]
    for number, stay in (("101", first), ("201", other)):
        expect(board.chip_in(number, stay)).to_have_accessible_name(re.compile("^Katherine Johnson"))
    expect(board.toasts).to_contain_text(
        f"Booking {booking['confirmationNumber']} of 2 rooms for Katherine Johnson created."
    )

    board.chip(other).click()
    drawer.get_by_role("button", name=f"Room 2 of 2 in booking {booking['confirmationNumber']}").click()
    expect(drawer.get_by_role("tab", name="Booking")).to_have_attribute("aria-selected", "true")
    assert violations(board.page) == []
    drawer.get_by_role("tabpanel").get_by_role("button", name="Room 101").click()
    place = f"Room 1 of 2 in booking {booking['confirmationNumber']}"
    expect(drawer.get_by_role("button", name=place)).to_be_visible()
    expect(drawer.get_by_role("tabpanel").get_by_role("button", name="Room 201")).to_be_visible()


def test_a_group_grows_by_a_room(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-18", "101", guest="Grace Hopper")
    board = open_board()
    board.chip(stay).click()
    drawer = board.drawer
    for room, number in (("Room 2", "102"), ("Room 3", "103")):
        drawer.get_by_role("tab", name="Booking").click()
        drawer.get_by_role("button", name="Add another room").click()
        added = drawer.get_by_role("group", name=room)
        expect(added.get_by_label("Room type")).to_be_focused()
        added.get_by_label("Room", exact=True).select_option(label=number)
        assert violations(board.page) == []
        drawer.get_by_role("button", name="Book 1 more room").click()
        expect(added).to_have_count(0)
        expect(board.row(number).locator("[data-reservation-id]")).to_have_count(1)
    expect(drawer.get_by_role("button", name="Room 1 of 3 in booking")).to_be_visible()
    joined = house.desk.get(stay)
    booking = house.desk.client.get(f"/api/pms/bookings/{joined['bookingId']}").json
    assert [each["guestId"] for each in booking["reservations"]] == 3 * [stay["guestId"]]
    assert booking["confirmationNumber"] == stay["confirmationNumber"]


def test_a_room_that_was_taken_meanwhile_is_marked_and_nothing_is_booked(
    house: House, open_board: OpenBoard
) -> None:
    board = open_board()
    board.stop_news()
    board.page.mouse.click(*board.cell("101", day("2027-03-17")))
    drawer = board.drawer
    drawer.get_by_label("Last name").fill("Johnson")
    drawer.get_by_role("button", name="Add another room").click()
    second = drawer.get_by_role("group", name="Room 2")
    second.get_by_label("Price per night").fill("90")
    board.resume_news()
    second.get_by_label("Room", exact=True).select_option(label="102")
    house.book("2027-03-16", "2027-03-19", "102")
    drawer.get_by_role("button", name="Book 2 rooms").click()
    expect(second.get_by_label("Room", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(second.get_by_label("Room", exact=True)).to_be_focused()
    expect(second.get_by_label("Price per night")).to_have_value("90")
    second.get_by_label("Room", exact=True).select_option(label="103")
    drawer.get_by_role("button", name="Book 2 rooms").click()
    expect(drawer).to_be_hidden()


def test_a_party_is_checked_in_together_and_cannot_is_said_room_by_room(
    house: House, open_board: OpenBoard
) -> None:
    stays = book_party(house, "2027-03-15", "101", "102", None)
    board = open_board()
    board.open(f"?reservationId={stays[0]['id']}")
    drawer = board.drawer
    drawer.get_by_role("tab", name="Booking").click()
    drawer.get_by_role("button", name="Check in 3 rooms").click()
    said = drawer.get_by_role("tabpanel").get_by_role("alert").filter(has_text="Nothing was changed")
    expect(said.get_by_role("listitem")).to_have_count(1)
    expect(said.get_by_role("listitem")).to_contain_text("no room yet")
    assert {house.desk.get(stay)["status"] for stay in stays} == {"CONFIRMED"}

    said.get_by_role("button", name="Do it for the others (2)").click()
    expect(board.toasts).to_contain_text("2 rooms checked in.")
    assert [house.desk.get(stay)["status"] for stay in stays] == ["CHECKED_IN", "CHECKED_IN", "CONFIRMED"]
    expect(board.chip(stays[1])).to_have_attribute("data-status", "CHECKED_IN")
    expect(drawer.get_by_role("button", name="Undo check-in")).to_be_visible()

    drawer.get_by_role("button", name="Check out 2 rooms").click()
    for stay in stays[:2]:  # leaving on the day of arrival costs each of them the first night
        expect(board.question).to_contain_text(house.desk.get(stay)["confirmationNumber"])
    board.question.get_by_role("button", name="Continue", exact=True).click()
    expect(board.toasts).to_contain_text("2 rooms checked out.")
    assert [house.desk.get(stay)["status"] for stay in stays] == ["CHECKED_OUT", "CHECKED_OUT", "CONFIRMED"]


def test_a_party_is_cancelled_for_the_sum_of_its_fees(house: House, open_board: OpenBoard) -> None:
    charge_every_cancellation(house)
    stays = book_party(house, "2027-03-15", "101", "102")
    fees = [
        house.desk.client.get(f"/api/pms/reservations/{stay['id']}/cancellation-terms").json["fee"]["amount"]
        for stay in stays
    ]
    assert sum(fees) > 0
    board = open_board()
    board.open(f"?reservationId={stays[0]['id']}")
    board.drawer.get_by_role("tab", name="Booking").click()
    board.drawer.get_by_role("button", name="Cancel 2 rooms").click()
    expect(board.question).to_contain_text(f"€{sum(fees) / 100:.2f}")
    board.question.get_by_role("button", name="Keep them").click()
    assert {house.desk.get(stay)["status"] for stay in stays} == {"CONFIRMED"}
    board.drawer.get_by_role("button", name="Cancel 2 rooms").click()
    board.question.get_by_role("button", name="charge").click()
    expect(board.toasts).to_contain_text("2 rooms cancelled.")
    for stay, fee in zip(stays, fees, strict=True):
        folio = house.desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json
        assert folio["balance"]["amount"] == fee


def charge_every_cancellation(house: House) -> None:
    """Make cancelling cost something from a year before the arrival on."""
    path = f"/api/pms/properties/{house.desk.hotel.property_id}"
    answer = house.desk.client.patch(
        path,
        json={
            "cancellationDeadlineHours": 8760,
            "expectedVersion": house.desk.client.get(path).json["version"],
        },
    )
    assert answer.status_code == 200, answer.text


def restrict(house: House) -> None:
    """Ask for three nights at least, all month."""
    answer = house.desk.client.put(
        "/api/pms/restrictions",
        json={
            "propertyId": str(house.desk.hotel.property_id),
            "restrictions": [
                {
                    "roomTypeId": str(house.desk.hotel.types["STD"]), "startDate": "2027-03-15",
                    "endDate": "2027-04-15", "minStay": 3,
                }
            ],
        },
    )  # fmt: skip
    assert answer.status_code == 200, answer.text


def test_a_rule_of_sale_is_asked_about_before_it_is_broken(house: House, open_board: OpenBoard) -> None:
    restrict(house)
    board = open_board()
    board.page.mouse.click(*board.cell("101", day("2027-03-17")))
    drawer = board.drawer
    drawer.get_by_label("Last name").fill("Johnson")
    drawer.get_by_label("Notes").fill("late arrival")
    create = drawer.get_by_role("button", name="Create reservation")
    create.click()
    expect(board.question).to_contain_text("3 nights")
    board.question.get_by_role("button", name="Back to the form").click()
    expect(drawer.get_by_label("Notes")).to_have_value("late arrival")
    expect(board.row("101").get_by_role("gridcell", name="Johnson")).to_have_count(0)

    create.click()
    board.question.get_by_role("button", name="Book all the same").click()
    expect(drawer).to_be_hidden()
    expect(board.row("101").get_by_role("gridcell", name="Johnson")).to_be_visible()
