"""The board, its dialogs and the drawer speak the language of the page, whichever somebody chooses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board import Board
from tests.e2e.house import House
from tests.e2e.leftovers import english_in, said_by

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]
#: Names of guests, rooms and people, and what reads the same in both languages.
SAME = re.compile(
    r"Ada|Grace|Hopper|Alan|Turing|pms_manager in a test|Painting|Test house|Std|Suite"
    r"|OppsEra|EUR|E-mail|Check-in|Minibar|Total|Hotel"
    r"|Page Up|Page Down|Ctrl|Shift|Enter|Esc|Menu|Português|Portugal|Brasil|English"
    r"|(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}|\b[A-Z]\b"
)


def choose(page: Page, language: str) -> None:
    """Choose the language of pages in this browser, as a person does."""
    page.goto("/settings/account")
    with page.expect_navigation():
        page.locator("[data-language-switch]").select_option(language)
    expect(page.locator("html")).to_have_attribute("lang", language)


def screens(board: Board, stay: dict) -> Iterator[tuple[str, set[str]]]:
    """Walk through the board's screens, without a word of any language; yield what each says."""
    page = board.page
    page.goto("/pms/calendar")
    expect(board.chip(stay)).to_be_visible()
    yield "board", said_by(page)

    page.keyboard.press("?")
    expect(page.locator("pms-shortcuts-help dialog")).to_be_visible()
    yield "shortcuts", said_by(page)
    page.keyboard.press("Escape")

    board.chip(stay).click(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    yield "menu of a stay", said_by(page)
    page.keyboard.press("Escape")

    page.locator(".board-label.room", has_text="103").click(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    yield "menu of a room", said_by(page)
    page.get_by_role("menuitem").last.click()
    expect(page.locator("dialog.move-dialog[open]")).to_be_visible()
    yield "closing a room", said_by(page)
    page.keyboard.press("Escape")

    board.drag(stay, "102")
    expect(page.locator("pms-conflict-dialog [data-room-id]").first).to_be_visible()
    yield "room not available", said_by(page)
    page.keyboard.press("Escape")

    board.drag(stay, "103")
    toast = page.locator("pms-toasts .pms-toast-message")
    moved = toast.inner_text()
    yield "toast of a move", said_by(page)
    page.locator("pms-toasts .pms-toast-action").click()
    expect(toast.get_by_text(moved)).to_have_count(0)
    expect(toast).to_be_visible()
    yield "toast of an undo", said_by(page)

    board.chip(stay).click()
    drawer = page.locator("pms-reservation-drawer dialog")
    expect(drawer.locator("input[type=date]").first).to_be_visible()
    expect(drawer.locator("[role=tab][id*=channels_stub]")).to_be_visible()  # an addon's comes last
    for number, tab in enumerate(drawer.get_by_role("tab").all()):
        tab.click()
        expect(drawer.locator("[aria-busy=true]")).to_have_count(0)
        yield f"tab {number} of the drawer", said_by(page)
    page.keyboard.press("Escape")

    page.keyboard.press("n")
    expect(drawer.locator("input[type=date]").first).to_be_visible()
    yield "new reservation", said_by(page)
    drawer.locator("textarea").fill("x")
    page.keyboard.press("Escape")
    expect(board.question).to_be_visible()
    yield "question before typed text is lost", said_by(page)
    board.question.get_by_role("button").last.click()
    expect(drawer).to_be_hidden()


def test_portuguese_leaves_no_english_on_the_board(house: House, open_board: OpenBoard) -> None:
    stay, board = furnished(house, open_board)
    english = dict(screens(board, stay))
    choose(board.page, "pt-PT")
    portuguese = dict(screens(board, stay))

    assert [screen for screen, said in english.items() if not english_in(said, "pt")] == [], "blind"
    assert {text for said in portuguese.values() for text in english_in(said, "pt")} == set()
    both = {text for screen, said in portuguese.items() for text in said & english[screen]}
    assert {text for text in both if re.search(r"[^\W\d_]", SAME.sub("", text))} == set()


def test_numbers_take_their_form(house: House, open_board: OpenBoard) -> None:
    stay, board = furnished(house, open_board)
    choose(board.page, "pt-BR")
    board.page.goto("/pms/calendar")
    header = board.grid.get_by_role("columnheader").nth(1)
    expect(header).to_have_attribute("aria-label", re.compile(r"\b1 quarto livre, |\b[2-9] quartos livres, "))
    name = "Grace Hopper, 16 de mar. de 2027 a 19 de mar. de 2027, quarto 101, Confirmada"
    expect(board.chip(stay)).to_have_attribute("aria-label", name)


def furnished(house: House, open_board: OpenBoard) -> tuple[dict, Board]:
    """Return a stay and the board of a house with something of everything on it."""
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    house.book("2027-03-16", "2027-03-17", "102", guest="Alan Turing", status="HOLD")
    house.book("2027-03-18", "2027-03-20", guest="Alan Turing")
    house.close_room("201", "2027-03-16", "2027-03-18", "Painting")
    return stay, open_board("pms_manager")
