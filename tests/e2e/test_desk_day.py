"""One guest's whole way through the house, as a clerk and a housekeeper at their screens go it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e


def test_from_walk_in_to_inspected_room(
    house: House, open_board: Callable[..., Board], sign_in: Callable[..., Page]
) -> None:
    board = open_board()
    walk_in(board, "Grace", "Hopper", room="101")
    chip = board.row("101").get_by_role("gridcell", name="Grace Hopper")
    expect(chip).to_have_attribute("data-status", "CHECKED_IN")
    stay = house.desk.get({"id": chip.get_attribute("data-reservation-id")})
    assert (stay["status"], stay["sourceType"]) == ("CHECKED_IN", "WALK_IN")

    board.drag(stay, "102")
    expect(board.question).to_contain_text("is in house")
    board.question.get_by_role("button", name="Move guest").click()
    board.expect_in("102", stay)
    expect(board.toasts.filter(has_text="moved to room 102")).to_be_visible()

    folio = open_folio(board, stay)
    charge(folio, "Minibar", "7.50")
    expect(folio.get_by_role("row", name=re.compile("Minibar"))).to_contain_text("7.50")

    house.next_day()
    board.open()
    folio = open_folio(board, stay)
    expect(folio.get_by_role("row", name=re.compile("Room"))).to_contain_text("100.00")
    expect(folio.get_by_role("status")).to_contain_text("107.50")
    board.drawer.get_by_role("button", name="Check out").click()
    expect(board.question).to_contain_text("107.50 of the folio is not paid yet")
    board.question.get_by_role("button", name="Open the folio").click()
    pay(folio, "Card", "T-4711")
    expect(folio.get_by_role("row", name=re.compile("T-4711"))).to_contain_text("107.50")
    expect(folio.get_by_role("status")).to_contain_text("0.00")

    folio.get_by_role("link", name="Open the whole folio").click()
    board.page.get_by_role("link", name="Receipt").click()
    paper = board.page.get_by_role("main")
    for words in ("Grace Hopper", "Minibar", "107.50"):
        expect(paper).to_contain_text(words)

    board.open()
    board.chip(stay).click()
    board.drawer.get_by_role("button", name="Check out").click()
    expect(board.drawer.get_by_text("Departed", exact=True)).to_be_visible()
    board.page.keyboard.press("Escape")
    expect_condition(board, "102", "dirty")

    clean_on_the_phone(house, sign_in, "102")
    expect_condition(board, "102", "clean")
    board.page.mouse.click(*label_of(board, "102"))
    board.page.get_by_role("menuitem", name="Mark inspected").click()
    expect_condition(board, "102", "inspected")
    room = house.desk.client.get(f"/api/pms/rooms/{house.desk.hotel.rooms['102']}").json
    assert (room["occupancy"], room["condition"]) == ("VACANT", "INSPECTED")


def walk_in(board: Board, first_name: str, last_name: str, room: str) -> None:
    """Book and check in somebody who stands at the desk, in one form."""
    board.page.keyboard.press("n")
    drawer = board.drawer
    drawer.get_by_role("switch", name="Walk-in: check in now").check()
    drawer.get_by_label("First name").fill(first_name)
    drawer.get_by_label("Last name").fill(last_name)
    drawer.get_by_label("Room type").select_option(label="Std · 4 free")
    drawer.get_by_label("Room", exact=True).select_option(str(board.hotel.rooms[room]))
    drawer.get_by_role("button", name="Check in", exact=True).click()
    expect(drawer).to_be_hidden()


def open_folio(board: Board, stay: dict) -> Locator:
    """Open a stay's drawer on its folio."""
    board.chip(stay).click()
    board.drawer.get_by_role("tab", name="Folio").click()
    return board.drawer.get_by_role("tabpanel")


def charge(folio: Locator, what: str, price: str) -> None:
    """Post a charge."""
    folio.get_by_role("button", name="Add charge").click()
    folio.get_by_label("Charge", exact=True).select_option(label=what)
    folio.get_by_label("Price of one").fill(price)
    folio.get_by_role("button", name="Post charge").click()


def pay(folio: Locator, method: str, reference: str) -> None:
    """Record a payment of what is owed."""
    folio.get_by_role("button", name="Record payment").click()
    folio.get_by_label("Method").select_option(label=method)
    folio.get_by_role("textbox", name="Reference").fill(reference)
    folio.get_by_role("button", name="Record payment").click()


def clean_on_the_phone(house: House, sign_in: Callable[..., Page], number: str) -> None:
    """Tick a room off as cleaned on the housekeeper's phone."""
    phone = sign_in("pms_housekeeping", "/pms/housekeeping", viewport={"width": 390, "height": 844})
    card = phone.locator(f'article[data-room-id="{house.desk.hotel.rooms[number]}"]')
    card.get_by_role("button", name="Cleaned").click()
    expect(card.get_by_text("Clean", exact=True)).to_be_visible()


def expect_condition(board: Board, number: str, condition: str) -> None:
    """Expect the board to say how a room is."""
    expect(board.row(number)).to_have_accessible_name(re.compile(rf"Room {number}, .*, {condition}$"))


def label_of(board: Board, number: str) -> tuple[float, float]:
    """Where to press for a room's menu."""
    row = board.row(number).bounding_box()
    assert row is not None
    return row["x"] + 40, row["y"] + row["height"] / 2
