"""A stay that changes rooms on a planned night, from the board's menu."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def _dialog(board: Board, stay: dict) -> Locator:
    board.chip(stay).focus()
    board.page.keyboard.press("Shift+F10")
    board.page.get_by_role("menuitem", name="Change room from a night…").click()
    return board.page.get_by_role("dialog", name="Change room of Grace Hopper")


def test_a_stay_changes_rooms_from_a_night_on(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    house.book("2027-03-18", "2027-03-19", "102", guest="Alan Turing")
    board = open_board()
    board.stop_news()  # so that the room taken meanwhile still looks free
    house.book("2027-03-18", "2027-03-19", "103", guest="Late Comer")
    dialog = _dialog(board, stay)
    night, room = dialog.get_by_label("From the night of"), dialog.get_by_role("combobox", name="Room")
    expect(night).to_have_value("2027-03-17")
    expect(night).to_have_attribute("max", "2027-03-18")
    night.fill("2027-03-18")
    expect(room.locator("option", has_text="102")).to_have_text("102 · taken by Alan Turing")

    room.select_option(str(house.desk.hotel.rooms["103"]))
    dialog.get_by_role("button", name="Change room").click()
    expect(dialog.get_by_role("alert")).to_contain_text("already booked between 18")
    assert house.place_of(stay)[0] == "101"

    room.select_option(str(house.desk.hotel.rooms["104"]))
    dialog.get_by_role("button", name="Change room").click()
    expect(dialog).to_be_hidden()
    expect(board.toasts).to_contain_text("Grace Hopper is in room 104 from 18")
    board.resume_news()
    expect(board.chip(stay)).to_have_count(2)
    expect(board.chip_in("101", stay)).to_be_visible()
    expect(board.chip_in("104", stay)).to_be_visible()
    parts = [(part["startDate"], part["endDate"]) for part in house.desk.get(stay)["segments"]]
    assert parts == [("2027-03-16", "2027-03-18"), ("2027-03-18", "2027-03-19")]
