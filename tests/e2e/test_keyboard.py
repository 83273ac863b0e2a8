"""The whole board without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def test_picking_up_moving_and_dropping(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    press = board.page.keyboard.press
    board.chip(stay).focus()
    press("m")
    expect(board.spoken).to_contain_text("Grace Hopper picked up")
    press("ArrowDown")
    press("ArrowDown")
    press("ArrowRight")
    expect(board.spoken).to_have_text(re.compile(r"^room 103, .*17.* to .*20.*, free$"))
    press("Escape")
    expect(board.spoken).to_contain_text("put back")
    board.expect_in("101", stay)

    press("m")
    press("ArrowDown")
    press("ArrowRight")
    press("Enter")
    board.expect_in("102", stay)
    board.expect_saved(stay, version=2)
    assert house.place_of(stay) == ("102", "2027-03-17", "2027-03-20")

    press("Control+z")
    board.expect_in("101", stay)
    board.expect_saved(stay, version=3)


def test_a_taken_place_is_said_before_it_is_tried(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    house.book("2027-03-17", "2027-03-18", "102", guest="Alan Turing")
    board = open_board()
    board.chip(stay).focus()
    board.page.keyboard.press("m")
    board.page.keyboard.press("ArrowDown")
    expect(board.spoken).to_contain_text("taken by Alan Turing")


def test_shift_and_arrows_change_the_nights(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    board = open_board()
    board.chip(stay).focus()
    board.page.keyboard.press("Shift+ArrowRight")
    board.expect_saved(stay, version=2)
    assert house.place_of(stay) == ("101", "2027-03-16", "2027-03-20")


def test_arrows_walk_and_enter_opens(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    press = board.page.keyboard.press
    board.grid.focus()
    press("t")
    for key in ("ArrowDown", "ArrowUp", "ArrowRight"):
        press(key)
    expect(board.active_cell).to_have_attribute("aria-label", re.compile("."))
    board.chip(stay).focus()
    expect(board.grid).to_have_attribute("aria-activedescendant", re.compile("stay-"))
    press("Enter")
    expect(board.drawer).to_contain_text("Grace Hopper")
    press("Escape")
    expect(board.drawer).to_be_hidden()


def test_one_letter_shortcuts(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    press = board.page.keyboard.press

    press("n")
    expect(board.drawer).to_contain_text("New reservation")
    board.drawer.get_by_label("Last name").fill("Nantes")
    expect(board.drawer.get_by_label("Last name")).to_have_value("Nantes")
    press("Escape")
    board.question.get_by_role("button", name="Discard").click()
    expect(board.drawer).to_be_hidden()

    press("/")
    search = board.page.get_by_role("combobox", name="Search guest, room or number")
    expect(search).to_be_focused()
    search.fill("hopper")
    expect(board.page.get_by_text("1 of 1")).to_be_visible()
    press("Escape")
    expect(search).to_have_value("")

    press("?")
    help_dialog = board.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_dialog).to_be_visible()
    press("Escape")
    expect(help_dialog).to_be_hidden()

    board.page.get_by_role("button", name="Later").click()
    board.page.get_by_role("button", name="Later").click()
    expect(board.header(board.business_date)).to_have_count(0)
    press("t")
    expect(board.header(board.business_date)).to_be_visible()
    board.expect_in("101", stay)


def test_the_menu_moves_without_dragging(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    board.chip(stay).focus()
    board.page.keyboard.press("Shift+F10")
    menu = board.page.get_by_role("menu", name="Actions for Grace Hopper")
    menu.get_by_role("menuitem", name="Move…").click()
    dialog = board.page.get_by_role("dialog", name="Move Grace Hopper")
    dialog.get_by_label("Room").select_option(str(house.desk.hotel.rooms["201"]))
    dialog.get_by_role("button", name="Move").click()
    board.expect_in("201", stay)
    expect(board.toasts).to_contain_text("Price kept")
    assert house.place_of(stay)[0] == "201"
