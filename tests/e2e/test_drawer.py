"""Booking, changing and the life of a stay in the drawer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board, day
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def test_dragging_over_free_cells_begins_a_reservation_there(house: House, open_board: OpenBoard) -> None:
    board = open_board()
    board.drag_cells("102", day("2027-03-17"), day("2027-03-19"))
    drawer = board.drawer
    expect(drawer.get_by_label("Arrival")).to_have_value("2027-03-17")
    expect(drawer.get_by_label("Departure")).to_have_value("2027-03-20")
    expect(drawer.get_by_label("Room", exact=True)).to_have_value(str(house.desk.hotel.rooms["102"]))
    expect(drawer.get_by_role("status").filter(has_text="3 nights")).to_contain_text("300.00")

    drawer.get_by_label("First name").fill("Katherine")
    drawer.get_by_label("Last name").fill("Johnson")
    drawer.get_by_label("Adults").fill("1")
    drawer.get_by_role("button", name="Create reservation").click()
    expect(drawer).to_be_hidden()
    chip = board.row("102").get_by_role("gridcell", name="Katherine Johnson")
    expect(chip).to_have_attribute("data-status", "CONFIRMED")
    saved = house.desk.get({"id": chip.get_attribute("data-reservation-id")})
    assert (saved["checkInDate"], saved["checkOutDate"]) == ("2027-03-17", "2027-03-20")
    assert (saved["adults"], saved["roomId"]) == (1, str(house.desk.hotel.rooms["102"]))


def test_a_click_on_a_free_cell_means_one_night(house: House, open_board: OpenBoard) -> None:
    board = open_board()
    board.page.mouse.click(*board.cell("103", day("2027-03-18")))
    expect(board.drawer.get_by_label("Arrival")).to_have_value("2027-03-18")
    expect(board.drawer.get_by_label("Departure")).to_have_value("2027-03-19")


def test_mistakes_are_said_at_their_fields(house: House, open_board: OpenBoard) -> None:
    board = open_board()
    board.page.keyboard.press("n")
    drawer = board.drawer
    create = drawer.get_by_role("button", name="Create reservation")
    drawer.get_by_label("Room type").select_option(label="Std · 4 free")
    create.click()
    expect(drawer.get_by_label("Last name")).to_have_accessible_description("Enter the last name.")
    expect(drawer.get_by_label("Last name")).to_be_focused()

    drawer.get_by_label("Last name").fill("Lovelace")
    drawer.get_by_label("E-mail").fill("ada@example")
    drawer.get_by_label("Notes").fill("late arrival")
    with board.page.expect_response("**/api/pms/reservations") as answer:
        create.click()
    problem = answer.value.json()
    assert (problem["code"], answer.value.status) == ("VALIDATION_ERROR", 422)
    (sentence,) = problem["fields"]["guest.email"]
    expect(drawer.get_by_label("E-mail")).to_have_accessible_description(sentence)
    expect(drawer.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    expect(drawer.get_by_label("Notes")).to_have_value("late arrival")

    drawer.get_by_label("E-mail").fill("ada@example.com")
    create.click()
    expect(drawer).to_be_hidden()


def test_checking_in_and_out(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-15", "2027-03-17", "101", guest="Grace Hopper")
    board = open_board()
    board.chip(stay).click()
    drawer = board.drawer
    drawer.get_by_role("button", name="Check in").click()
    expect(drawer.get_by_text("In-house", exact=True)).to_be_visible()
    expect(board.chip(stay)).to_have_attribute("data-status", "CHECKED_IN")
    assert house.desk.get(stay)["status"] == "CHECKED_IN"
    expect(drawer.get_by_role("button", name="Undo check-in")).to_be_visible()

    house.next_day()
    board.open()
    board.chip(stay).click()
    drawer.get_by_role("button", name="Check out").click()
    expect(board.question).to_contain_text("booked to stay longer")
    board.question.get_by_role("button", name="Check out").click()
    expect(drawer.get_by_text("Departed", exact=True)).to_be_visible()
    expect(board.chip(stay)).to_have_attribute("data-status", "CHECKED_OUT")
    assert house.desk.get(stay)["status"] == "CHECKED_OUT"


def test_what_someone_else_saved_is_not_overwritten(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    board.stop_news()
    board.chip(stay).click()
    drawer = board.drawer
    drawer.get_by_label("Notes").fill("Feather pillow")
    assert house.desk.move(stay, "104").status_code == 200
    drawer.get_by_role("button", name="Save changes").click()
    drawer.get_by_role("button", name="Load the current values, keep my changes").click()
    expect(drawer.get_by_label("Room", exact=True)).to_have_value(str(house.desk.hotel.rooms["104"]))
    expect(drawer.get_by_label("Notes")).to_have_value("Feather pillow")
    drawer.get_by_role("button", name="Save changes").click()
    expect(drawer).to_be_hidden()
    saved = house.desk.get(stay)
    assert (saved["notes"], saved["roomId"]) == ("Feather pillow", str(house.desk.hotel.rooms["104"]))


def test_the_history_says_who_did_what(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    board = open_board()
    board.drag(stay, "103")
    board.expect_saved(stay, version=2)
    board.chip(stay).click()
    board.drawer.get_by_role("tab", name="History").click()
    expect(board.drawer.get_by_role("tabpanel")).to_contain_text("Ada")
