"""The lists of the day and the night audit say what they did, and ask before what is not meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e


def said(page: Page) -> Locator:
    return page.locator("pms-toasts").get_by_role("status")


def make_dirty(house: House, room: str) -> None:
    path = f"/api/pms/rooms/{house.desk.hotel.rooms[room]}/status"
    assert house.desk.client.post(path, json={"condition": "DIRTY"}).status_code == 200


def test_a_check_out_is_said_once(house: House, sign_in: Callable[..., Page]) -> None:
    stay = house.book("2027-03-15", "2027-03-15", dayUse=True, roomId=str(house.desk.hotel.rooms["102"]))
    house.step(stay, "check-in")
    page = sign_in("pms_front_desk", "/pms/departures")
    page.get_by_role("button", name="Check out: Ada Probe").click()
    expect(said(page)).to_contain_text("Ada Probe has left room 102.")
    expect(said(page)).to_have_attribute("aria-live", "polite")
    page.reload()
    expect(page.get_by_text("Nobody else leaves today.")).to_be_visible()
    expect(said(page)).to_have_count(0)


def test_a_dirty_room_is_given_only_knowingly(house: House, sign_in: Callable[..., Page]) -> None:
    stay = house.book("2027-03-15", "2027-03-18", "101")
    make_dirty(house, "101")
    page = sign_in("pms_front_desk", "/pms/arrivals")
    question = page.get_by_role("alertdialog")
    page.get_by_role("button", name="Check in: Ada Probe").click()
    expect(question).to_contain_text("Room 101 is not clean yet.")
    question.get_by_role("button", name="Cancel").click()
    assert house.desk.get(stay)["status"] == "CONFIRMED"
    page.get_by_role("button", name="Check in: Ada Probe").click()
    question.get_by_role("button", name="Check in").click()
    expect(said(page)).to_contain_text("Ada Probe is checked in to room 101.")


def test_nor_on_the_board_or_in_its_drawer(house: House, open_board: Callable[..., Board]) -> None:
    stay = house.book("2027-03-15", "2027-03-18", "101")
    make_dirty(house, "101")
    board = open_board()
    board.chip(stay).click()
    board.drawer.get_by_role("button", name="Check in").click()
    expect(board.question).to_contain_text("Room 101 is not clean yet.")
    board.question.get_by_role("button", name="Cancel").click()
    board.page.keyboard.press("Escape")
    board.chip(stay).click(button="right")
    board.page.get_by_role("menuitem", name="Check in").click()
    expect(board.question).to_contain_text("Room 101 is not clean yet.")
    assert house.desk.get(stay)["status"] == "CONFIRMED"
    board.question.get_by_role("button", name="Check in all the same").click()
    expect(board.chip(stay)).to_have_attribute("data-status", "CHECKED_IN")


def test_rooms_for_todays_arrivals_are_told(house: House, sign_in: Callable[..., Page]) -> None:
    house.book("2027-03-15", "2027-03-18", guest="Ada Alpha")
    locked = house.book("2027-03-15", "2027-03-18", guest="Ada Beta")
    changed = house.desk.client.patch(
        f"/api/pms/reservations/{locked['id']}", json={"roomLocked": True}, headers={"If-Match": "*"}
    )
    assert changed.status_code == 200, changed.text
    page = sign_in("pms_front_desk", "/pms/arrivals")
    page.get_by_role("button", name="Give today's arrivals their rooms").click()
    expect(said(page)).to_contain_text("1 arrival has a room now. 1 arrival has no room:")
    expect(said(page).get_by_role("listitem")).to_have_text(
        "Ada Beta: The stay is locked: unlock it, or give it a room by hand."
    )


def test_the_day_is_closed_only_after_a_yes(house: House, sign_in: Callable[..., Page]) -> None:
    house.book("2027-03-15", "2027-03-18", "101")
    page = sign_in("pms_manager", "/pms/night-audit")
    question = page.get_by_role("alertdialog")
    page.get_by_role("button", name="Close the day").click()
    expect(question).to_contain_text("Close Monday, 15 March 2027? 1 guest is still expected.")
    question.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="Monday, 15 March 2027")).to_be_visible()
    page.get_by_role("button", name="Close the day").click()
    question.get_by_role("button", name="Close the day").click()
    expect(page.get_by_role("heading", name="Tuesday, 16 March 2027")).to_be_visible()
