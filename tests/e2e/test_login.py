"""Coming in, staying out, and what a role may do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board import Board
from tests.e2e.house import House
from tests.support.browsers import PASSWORD

pytestmark = pytest.mark.e2e


@pytest.mark.console("status of 401")
def test_a_clerk_signs_in_to_the_page_asked_for_and_out_again(
    house: House, new_page: Callable[[], Page], make_user: Callable[..., str]
) -> None:
    email = make_user("pms_front_desk")
    page = new_page()
    page.goto("/pms/calendar")
    expect(page).to_have_url(re.compile("/login"))

    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value(email)

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("grid", name="Reservations calendar")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto("/pms/calendar")
    expect(page).to_have_url(re.compile("/login"))


def test_who_may_only_look_moves_and_makes_nothing(house: House, open_board: Callable[..., Board]) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101")
    board = open_board("pms_read_only")
    board.drag(stay, "103")
    expect(board.toasts).to_contain_text("Your role may look but not move")
    expect(board.drawer).to_be_hidden()
    board.expect_in("101", stay)
    expect(board.page.get_by_role("button", name="New reservation")).to_have_count(0)
    board.chip(stay).focus()
    board.page.keyboard.press("m")
    expect(board.toasts.get_by_text("Your role may look but not move")).to_have_count(2)
    assert house.desk.get(stay)["version"] == stay["version"]
