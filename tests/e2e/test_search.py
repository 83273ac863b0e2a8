"""Somebody on the telephone: their stay is found whatever dates the board shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board
from tests.e2e.house import House
from tests.e2e.test_accessibility import violations

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [1366, 390])
def test_a_stay_of_other_dates_is_found_by_number_and_by_name(
    house: House, open_board: Callable[..., Board], width: int
) -> None:
    house.book("2027-03-16", "2027-03-19", "101", guest="Alan Turing")
    may = house.book("2027-05-20", "2027-05-23", "103", guest="Grace Hopper")
    house.book("2027-06-20", "2027-06-23", guest="Grace Hopper")
    board = open_board(viewport={"width": width, "height": 800})
    page, press = board.page, board.page.keyboard.press
    field = page.get_by_role("combobox", name="Search guest, room or number")
    found = page.get_by_role("listbox", name="Reservations found")

    press("/")
    page.keyboard.type(may["confirmationNumber"].lower())
    expect(found.get_by_role("option")).to_have_count(1)
    expect(found.get_by_role("option")).to_contain_text("Grace Hopper")
    expect(found.get_by_role("option")).to_contain_text("23 May 2027 · room 103 · Confirmed")
    expect(page.get_by_text("1 reservation found")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press("Enter")
    expect(board.drawer).to_contain_text(may["confirmationNumber"])
    press("Escape")
    expect(board.drawer).to_be_hidden()
    expect(board.chip(may)).to_be_visible()
    expect(board.grid).to_be_focused()
    expect(board.grid).to_have_attribute("aria-activedescendant", board.chip(may).get_attribute("id") or "")

    field.fill("hopper")
    expect(page.get_by_text("1 of 1")).to_be_attached()
    press("ArrowDown")
    expect(found.get_by_role("option")).to_have_count(2)
    press("ArrowDown")
    press("ArrowDown")
    expect(found.get_by_role("option", selected=True)).to_contain_text("20 May 2027")
    assert violations(page) == []
    press("Escape")
    expect(found).to_be_hidden()
    expect(field).to_have_value("hopper")
    field.fill("nobody")
    expect(page.get_by_text("No reservation matches")).to_be_attached()
