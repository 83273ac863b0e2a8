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
    expect(board.question).to_contain_text("100.00 of the folio is not paid yet")
    board.question.get_by_role("button", name="Check out all the same").click()
    expect(drawer.get_by_text("Departed", exact=True)).to_be_visible()
    expect(board.chip(stay)).to_have_attribute("data-status", "CHECKED_OUT")
    assert house.desk.get(stay)["status"] == "CHECKED_OUT"


def test_what_someone_else_saved_is_not_overwritten(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    board.stop_news()
    board.chip(stay).click()
    drawer = board.drawer
    drawer.get_by_role("tab", name="Notes").click()
    drawer.get_by_role("textbox", name="Notes").fill("Feather pillow")
    assert house.desk.move(stay, "104").status_code == 200
    drawer.get_by_role("button", name="Save changes").click()
    drawer.get_by_role("button", name="Load the current values, keep my changes").click()
    expect(drawer.get_by_label("Room", exact=True)).to_have_value(str(house.desk.hotel.rooms["104"]))
    drawer.get_by_role("tab", name="Notes").click()
    expect(drawer.get_by_role("textbox", name="Notes")).to_have_value("Feather pillow")
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
    board.drawer.get_by_role("tab", name="Audit trail").click()
    expect(board.drawer.get_by_role("tabpanel")).to_contain_text("Ada")


def test_cancelling_says_what_it_costs_first(house: House, open_board: OpenBoard) -> None:
    late = house.book("2027-03-15", "2027-03-17", "101", guest="Grace Hopper")
    early = house.book("2027-03-26", "2027-03-28", "102", guest="Alan Turing")
    board = open_board()
    board.chip(early).click()
    board.drawer.get_by_role("button", name="Cancel reservation").click()
    expect(board.question).to_contain_text("free of charge until 25 Mar 2027")
    board.question.get_by_role("button", name="Keep it").click()
    assert house.desk.get(early)["status"] == "CONFIRMED"
    board.page.keyboard.press("Escape")

    board.chip(late).click()
    board.drawer.get_by_role("button", name="Cancel reservation").click()
    terms = house.desk.client.get(f"/api/pms/reservations/{late['id']}/cancellation-terms").json
    said = "The fee is €100.00" if terms["fee"]["amount"] else "free of charge"
    expect(board.question).to_contain_text(said)
    board.question.get_by_role("button", name="Cancel reservation").last.click()
    expect(board.drawer.get_by_text("Cancelled", exact=True)).to_be_visible()
    folio = house.desk.client.get(f"/api/pms/reservations/{late['id']}/folio").json
    assert folio["balance"] == terms["fee"]


def test_a_reader_sees_everything_and_changes_nothing(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board("pms_read_only")
    board.chip(stay).click()
    expect(board.drawer.get_by_label("Arrival")).to_be_disabled()
    expect(board.drawer.get_by_role("group", name="Actions")).to_have_count(0)
    board.drawer.get_by_role("tab", name="Folio").click()
    expect(board.drawer.get_by_role("tabpanel")).to_contain_text("Nothing is posted yet")
    expect(board.drawer.get_by_role("button", name="Add charge")).to_have_count(0)


def test_a_room_is_closed_and_opened_from_its_label(house: House, open_board: OpenBoard) -> None:
    house.book("2027-03-18", "2027-03-19", "104")
    board = open_board()
    row = board.row("104").bounding_box()
    assert row is not None
    board.page.mouse.click(row["x"] + 40, row["y"] + row["height"] / 2)
    board.page.get_by_role("menuitem", name="Out of order…").click()
    dialog = board.page.get_by_role("dialog", name="Room 104 out of order")
    dialog.get_by_label("Reason").fill("Boiler")
    dialog.get_by_label("Back on").fill("2027-03-20")
    dialog.get_by_role("button", name="Take out of order").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()  # somebody has booked it
    dialog.get_by_label("Back on").fill("2027-03-17")
    dialog.get_by_role("button", name="Take out of order").click()
    expect(dialog).to_be_hidden()
    closure = board.row("104").get_by_role("gridcell", name="Out of order: Boiler")
    expect(closure).to_be_visible()

    closure.click(button="right")
    board.page.get_by_role("menuitem", name="Back in order: Boiler").click()
    expect(closure).to_be_hidden()


def test_a_link_to_a_stay_opens_it(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    board.page.goto(f"/pms/calendar?reservationId={stay['id']}")
    expect(board.drawer.get_by_role("heading", name="Grace Hopper")).to_be_visible()
