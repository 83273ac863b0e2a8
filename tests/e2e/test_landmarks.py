"""What programs may rely on in the calendar page: contract §7, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e


def test_the_calendar_has_its_landmarks(house: House, open_board: Callable[..., Board]) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper", status="HOLD")
    house.book("2027-03-16", "2027-03-19", "102")
    board = open_board()
    page, rooms = board.page, house.desk.hotel.rooms
    expect(page.get_by_role("grid")).to_have_count(1)
    expect(board.grid).to_have_attribute("aria-rowcount", re.compile(r"\d+"))
    for identifier in rooms.values():
        expect(page.locator(f'[role="row"][data-room-id="{identifier}"]')).to_have_count(1)

    chip = page.locator(f'[data-reservation-id="{stay["id"]}"]')
    expect(chip).to_have_attribute("data-version", str(stay["version"]))
    expect(chip).to_have_attribute("data-status", "HOLD")
    expect(chip).to_have_accessible_name(
        re.compile(r"^Grace Hopper, .*16.* 2027 to .*19.* 2027, room 101, Hold$")
    )
    chip.focus()
    expect(chip).to_be_focused()

    board.drag(stay, "103")
    toast = page.get_by_role("status").filter(has_text="moved to room 103")
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()
    board.expect_saved(stay, version=2)

    board.drag(stay, "102")
    dialog = page.get_by_role("dialog", name="Room not available")
    expect(dialog.get_by_role("button", name=re.compile(r"^Room \d+"))).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    chip.click()
    expect(page.get_by_role("dialog", name="Reservation", exact=True)).to_be_visible()


def test_the_page_stays_small_and_asks_nobody_else(house: House, open_board: Callable[..., Board]) -> None:
    house.book("2027-03-16", "2027-03-19", "101")
    board = open_board()
    hosts = board.page.evaluate(
        "() => [...new Set(performance.getEntriesByType('resource').map((one) => new URL(one.name).host))]"
    )
    assert hosts == [board.page.evaluate("() => location.host")]
    assert board.page.locator("#calendar *").count() < 700
