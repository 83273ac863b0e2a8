"""Moving and stretching stays with the mouse, on the real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def test_a_move_shows_at_once_is_saved_and_can_be_undone(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    board.page.route("**/api/pms/calendar/move", hold)

    with board.page.expect_request("**/api/pms/calendar/move"):
        board.drag(stay, "103", nights=1)
    board.expect_in("103", stay)
    assert house.place_of(stay) == ("101", "2027-03-16", "2027-03-19"), "the server has not heard of it yet"

    held[0].continue_()
    expect(board.toasts).to_contain_text("Grace Hopper moved to room 103")
    assert house.place_of(stay) == ("103", "2027-03-17", "2027-03-20")
    board.expect_saved(stay, version=2)

    board.toasts.get_by_role("button", name="Undo").click()
    board.expect_in("101", stay)
    expect(board.toasts).to_contain_text("Undone")
    assert house.place_of(stay) == ("101", "2027-03-16", "2027-03-19")
    board.page.reload()
    board.expect_in("101", stay)


def test_dragging_an_edge_changes_the_nights(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-17", "2027-03-19", "102")
    board = open_board()

    board.drag_edge(stay, "RIGHT", nights=2)
    board.expect_saved(stay, version=2)
    assert house.place_of(stay) == ("102", "2027-03-17", "2027-03-21")

    board.drag_edge(stay, "LEFT", nights=-1)
    board.expect_saved(stay, version=3)
    assert house.place_of(stay) == ("102", "2027-03-16", "2027-03-21")

    board.drag_edge(stay, "RIGHT", nights=-9)
    board.expect_saved(stay, version=4)
    assert house.place_of(stay) == ("102", "2027-03-16", "2027-03-17"), "never under one night"


def test_escape_puts_a_dragged_stay_back(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    board = open_board()
    board.drag(stay, "104", drop=False)
    board.page.keyboard.press("Escape")
    board.page.mouse.up()
    board.expect_in("101", stay)
    expect(board.toasts.get_by_role("button")).to_have_count(0)
    assert house.desk.get(stay)["version"] == stay["version"]


def test_a_stay_can_wait_without_a_room_and_be_given_one(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-18", guest="Alan Turing")
    board = open_board()
    lane = board.grid.get_by_role("row", name="Std, stays without a room")
    expect(lane.get_by_role("gridcell", name="Alan Turing")).to_be_visible()
    board.drag(stay, "102")
    board.expect_in("102", stay)
    board.expect_saved(stay, version=2)
    assert house.place_of(stay) == ("102", "2027-03-16", "2027-03-18")


def test_an_in_house_guest_moves_only_after_a_yes(house: House, open_board: OpenBoard) -> None:
    stay = house.step(house.book("2027-03-15", "2027-03-18", "101", guest="Mary Shelley"), "check-in")
    board = open_board()
    before = house.desk.get(stay)["version"]

    board.drag(stay, "102")
    expect(board.question).to_contain_text("Mary Shelley is in house")
    board.question.get_by_role("button", name="Cancel").click()
    board.expect_in("101", stay)
    assert house.desk.get(stay)["version"] == before

    board.drag(stay, "102")
    board.question.get_by_role("button", name="Move guest").click()
    expect(board.toasts).to_contain_text("Mary Shelley moved to room 102")
    board.expect_in("102", stay)
    assert house.place_of(stay)[0] == "102"


def test_a_stay_that_is_over_says_why_it_stays_where_it_is(house: House, open_board: OpenBoard) -> None:
    stay = house.step(house.book("2027-03-15", "2027-03-17", "101"), "check-in")
    house.next_day()
    house.step(stay, "check-out")
    board = open_board()
    board.drag(stay, "102")
    expect(board.toasts).to_contain_text("Departed stays cannot be moved")
    expect(board.drawer).to_be_hidden()
    board.expect_in("101", stay)


def test_a_stay_is_parked_and_put_into_a_room_again(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-18", "101", guest="Alan Turing")
    board = open_board()
    parking = board.grid.get_by_role("row", name="Parking lane, stays taken out of their rooms for now")
    board.drag_to(stay, parking)
    expect(parking.get_by_role("gridcell", name="Alan Turing")).to_be_visible()
    expect(board.toasts).to_contain_text("Alan Turing parked")
    assert house.place_of(stay) == (None, "2027-03-16", "2027-03-18")

    board.drag(stay, "103")
    board.expect_in("103", stay)
    board.expect_saved(stay, version=3)
    assert house.place_of(stay) == ("103", "2027-03-16", "2027-03-18")
