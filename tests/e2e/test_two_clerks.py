"""Two people in front of the same board."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def test_each_sees_the_others_move(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    mine, theirs = open_board(), open_board()
    mine.drag(stay, "103")
    mine.expect_saved(stay, version=2)
    theirs.page.reload()
    theirs.expect_in("103", stay)

    theirs.drag(stay, "104", nights=1)
    theirs.expect_saved(stay, version=3)
    mine.expect_in("104", stay)
    mine.expect_saved(stay, version=3)


@pytest.mark.console("net::ERR_FAILED")  # what a board asks for by itself is refused below
def test_each_is_told_of_the_others_move(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    mine, theirs = open_board(), open_board()
    theirs.expect_in("101", stay)
    # Only who was told of an event asks for a board that contains it: looking every few seconds would not help here.
    theirs.page.route(
        "**/calendar/week?*", lambda route: route.continue_() if _is_told(route) else route.abort()
    )
    mine.drag(stay, "103")
    theirs.expect_in("103", stay)
    theirs.expect_saved(stay, version=2)


def _is_told(route: Route) -> bool:
    return "minSeq=" in route.request.url


def test_news_does_not_disturb_a_drag(house: House, open_board: OpenBoard) -> None:
    dragged = house.book("2027-03-16", "2027-03-19", "101")
    board = open_board()
    board.drag(dragged, "103", drop=False)
    with board.page.expect_response(lambda answer: "calendar/week" in answer.url and answer.status == 200):
        arrived = house.book("2027-03-16", "2027-03-18", "102")
    slot = board.page.locator(".slot")
    expect(slot).to_be_visible()
    board.page.mouse.up()
    board.expect_in("103", dragged)
    board.expect_in("102", arrived)
    board.expect_saved(dragged, version=2)
    assert house.place_of(dragged)[0] == "103"
