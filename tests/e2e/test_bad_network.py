"""A clerk's work survives a network that fails."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = [pytest.mark.e2e, pytest.mark.console("net::ERR_")]
OpenBoard = Callable[..., Board]


def test_offline_changes_wait_in_sight_and_are_sent_later(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    board = open_board()
    board.page.context.set_offline(True)
    board.drag(stay, "103")
    board.expect_in("103", stay)
    expect(board.page.get_by_text("Offline. 1 change waits and will be sent")).to_be_visible()
    expect(board.chip(stay)).to_have_accessible_name(re.compile("not saved yet"))
    assert house.place_of(stay)[0] == "101"

    board.page.context.set_offline(False)
    board.expect_saved(stay, version=2)
    expect(board.page.get_by_text("Offline.")).to_have_count(0)
    assert house.place_of(stay)[0] == "103"


def test_a_lost_answer_is_asked_for_again_with_the_same_key(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    board = open_board()
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.post_data_json["idempotencyKey"])
        if len(keys) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    board.page.route("**/api/pms/calendar/move", lose_the_first_answer)
    with board.page.expect_response("**/api/pms/calendar/move") as answer:
        board.drag(stay, "103")
    assert answer.value.headers["idempotent-replayed"] == "true"
    assert keys[0] == keys[1]
    board.expect_in("103", stay)
    board.expect_saved(stay, version=2)
    assert house.desk.get(stay)["version"] == 2
