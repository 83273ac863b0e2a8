"""Several stays selected, moved and taken back together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.board import Board
from tests.e2e.house import House
from tests.e2e.test_accessibility import violations

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


@pytest.fixture
def pair(house: House) -> list[dict]:
    """Two stays on the same nights, in 101 and 102."""
    guests = (("101", "Grace Hopper"), ("102", "Alan Turing"))
    return [house.book("2027-03-16", "2027-03-19", room, guest=guest) for room, guest in guests]


def choose(board: Board, *stays: dict) -> None:
    for stay in stays:
        board.chip(stay).click(modifiers=["Control"])


def bar(board: Board) -> Locator:
    return board.page.get_by_role("toolbar", name="Selected stays")


def test_a_selection_is_dragged_and_taken_back_as_one(
    house: House, open_board: OpenBoard, pair: list[dict]
) -> None:
    board = open_board()
    first, second = pair
    choose(board, first, second)
    expect(board.spoken).to_have_text("2 stays selected")
    expect(board.drawer).to_be_hidden()
    for stay in pair:
        expect(board.chip(stay)).to_have_attribute("aria-selected", "true")
    assert violations(board.page) == []

    with board.page.expect_request("**/api/pms/calendar/moves"):
        board.drag(first, "102", nights=1)
    board.expect_in("102", first)
    board.expect_in("103", second)
    expect(board.toasts).to_contain_text("2 stays moved")
    assert house.place_of(first) == ("102", "2027-03-17", "2027-03-20")
    assert house.place_of(second) == ("103", "2027-03-17", "2027-03-20")

    board.toasts.get_by_role("button", name="Undo").click()
    expect(board.toasts).to_contain_text("Undone. 2 stays are back")
    board.expect_in("101", first)
    board.expect_in("102", second)
    assert house.place_of(second) == ("102", "2027-03-16", "2027-03-19")


def test_one_in_the_way_and_nothing_moves(house: House, open_board: OpenBoard, pair: list[dict]) -> None:
    other = house.book("2027-03-18", "2027-03-20", "103", guest="Mary Shelley")
    board = open_board()
    choose(board, *pair)
    board.drag(pair[0], "102")
    expect(board.toasts).to_contain_text("Mary Shelley is in the way of Alan Turing in room 103")
    board.expect_in("101", pair[0])
    board.expect_in("102", pair[1])
    assert [house.desk.get(stay)["version"] for stay in (*pair, other)] == [1, 1, 1]


def test_somebody_the_board_has_not_heard_of_puts_all_back(
    house: House, open_board: OpenBoard, pair: list[dict]
) -> None:
    board = open_board()
    choose(board, *pair)
    board.stop_news()
    house.book("2027-03-18", "2027-03-20", "103", guest="Mary Shelley")
    board.drag(pair[0], "102")
    expect(board.toasts).to_contain_text("Mary Shelley is in the way of Alan Turing in room 103")
    board.expect_in("101", pair[0])
    board.expect_in("102", pair[1])


def test_by_the_keyboard_and_by_the_bar(house: House, open_board: OpenBoard, pair: list[dict]) -> None:
    board = open_board()
    press = board.page.keyboard.press
    board.chip(pair[0]).focus()
    press("Control+Space")
    press("ArrowDown")
    press("x")
    expect(board.spoken).to_have_text("2 stays selected")
    press("m")
    expect(board.spoken).to_contain_text("2 stays picked up")
    press("ArrowDown")
    press("Enter")
    board.expect_in("103", pair[1])
    board.expect_saved(pair[1], version=2)
    assert house.place_of(pair[0])[0] == "102"

    bar(board).get_by_role("button", name="Take out of their rooms").click()
    expect(board.toasts).to_contain_text("2 stays have no room now")
    assert [house.place_of(stay)[0] for stay in pair] == [None, None]
    press("Escape")
    expect(bar(board)).to_be_hidden()
    expect(board.chip(pair[0])).to_have_attribute("aria-selected", "false")
