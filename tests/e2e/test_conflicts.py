"""What a clerk sees when the room is taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def test_a_taken_room_names_who_is_there_and_offers_others(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    house.book("2027-03-17", "2027-03-20", "102", guest="Alan Turing")
    board = open_board()
    board.drag(stay, "102")

    expect(board.conflict).to_be_visible()
    board.expect_in("101", stay)
    expect(board.conflict.get_by_role("list", name="In the way")).to_contain_text("Alan Turing")
    offers = board.conflict.get_by_role("list", name="Where it fits instead").get_by_role("button")
    expect(offers.first).to_contain_text("Room 10")
    assert offers.count() <= 5

    number = "103" if "Room 103" in offers.first.inner_text() else "104"
    offers.first.click()
    expect(board.conflict).to_be_hidden()
    board.expect_in(number, stay)
    expect(board.toasts).to_contain_text(f"Grace Hopper moved to room {number}")
    assert house.place_of(stay) == (number, "2027-03-16", "2027-03-19")


def test_leaving_it_changes_nothing(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    house.book("2027-03-16", "2027-03-19", "102")
    board = open_board()
    board.drag(stay, "102")
    expect(board.conflict).to_be_visible()
    board.page.keyboard.press("Escape")
    expect(board.conflict).to_be_hidden()
    board.expect_in("101", stay)
    assert house.desk.get(stay)["version"] == stay["version"]


def test_two_stays_exchange_rooms(house: House, open_board: OpenBoard) -> None:
    first = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    second = house.book("2027-03-16", "2027-03-19", "102", guest="Alan Turing")
    board = open_board()
    board.drag(first, "102")
    board.conflict.get_by_role("button", name="Swap with Alan Turing").click()
    board.expect_in("102", first)
    board.expect_in("101", second)
    expect(board.toasts).to_contain_text("exchanged rooms")
    assert (house.place_of(first)[0], house.place_of(second)[0]) == ("102", "101")


def test_a_closed_room_says_that_it_is_closed(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    house.close_room("102", "2027-03-17", "2027-03-18", "Leaking tap")
    board = open_board()
    expect(board.row("102").get_by_role("gridcell", name="Out of order: Leaking tap")).to_be_visible()
    board.drag(stay, "102")
    expect(board.conflict).to_contain_text("Out of order")
    board.expect_in("101", stay)


def test_a_room_that_someone_else_just_took_is_refused(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    board.stop_news()
    other = house.book("2027-03-16", "2027-03-18", "103", guest="Alan Turing")
    expect(board.chip(other)).to_have_count(0)
    board.drag(stay, "103")
    expect(board.conflict).to_contain_text("Alan Turing")
    board.expect_in("101", stay)
    assert house.desk.get(stay)["version"] == stay["version"]


def test_a_stay_that_someone_else_just_moved_takes_their_place(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    board.stop_news()
    assert house.desk.move(stay, "104").status_code == 200
    board.drag(stay, "103")
    expect(board.toasts).to_contain_text("Grace Hopper was changed by someone else")
    board.resume_news()
    board.expect_in("104", stay)
    assert house.place_of(stay)[0] == "104"
