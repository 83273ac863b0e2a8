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
GUESTS = {"101": "Grace Hopper", "102": "Alan Turing"}


@pytest.fixture
def pair(house: House) -> list[dict]:
    """Two stays on the same nights, in 101 and 102."""
    return [house.book("2027-03-16", "2027-03-19", room, guest=guest) for room, guest in GUESTS.items()]


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


def test_a_selection_checks_in_together(house: House, open_board: OpenBoard) -> None:
    stays = [house.book("2027-03-15", "2027-03-17", room, guest=guest) for room, guest in GUESTS.items()]
    board = open_board()
    choose(board, *stays)
    bar(board).get_by_role("button", name="Check in").click()
    expect(board.toasts).to_contain_text("2 stays checked in")
    expect(bar(board)).to_be_hidden()
    for stay in stays:
        expect(board.chip(stay)).to_have_attribute("data-status", "CHECKED_IN")
        assert house.desk.get(stay)["status"] == "CHECKED_IN"


def test_who_cannot_is_named_and_the_others_go_on(house: House, open_board: OpenBoard) -> None:
    stays = [house.book("2027-03-15", "2027-03-17", room, guest=guest) for room, guest in GUESTS.items()]
    lost = house.book("2027-03-15", "2027-03-17", guest="Mary Shelley")
    board = open_board()
    choose(board, *stays, lost)
    bar(board).get_by_role("button", name="Check in").click()
    refusal = board.page.get_by_role("alertdialog", name="Nothing was changed")
    expect(refusal).to_contain_text("Mary Shelley: The stay has no room yet")
    assert violations(board.page) == []
    assert [house.desk.get(stay)["status"] for stay in (*stays, lost)] == ["CONFIRMED"] * 3
    refusal.get_by_role("button", name="Check in 2 stays").click()
    expect(board.toasts).to_contain_text("2 stays checked in")
    assert [house.desk.get(stay)["status"] for stay in (*stays, lost)] == [
        "CHECKED_IN",
        "CHECKED_IN",
        "CONFIRMED",
    ]


def test_cancelling_a_selection_asks_for_its_fees(
    house: House, open_board: OpenBoard, pair: list[dict]
) -> None:
    board = open_board()
    choose(board, *pair)
    cancel = bar(board).get_by_role("button", name="Cancel them")
    cancel.click()
    question = board.page.get_by_role("alertdialog", name="Cancel 2 stays?")
    question.get_by_role("button", name="Keep them").click()
    expect(cancel).to_be_enabled()
    cancel.click()
    question.get_by_role("button", name="Cancel 2 stays").click()
    expect(board.toasts).to_contain_text("2 stays cancelled")
    for stay in pair:
        expect(board.chip(stay)).to_have_count(0)
        assert house.desk.get(stay)["status"] == "CANCELLED"
