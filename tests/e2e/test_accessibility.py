"""No screen breaks a rule that axe-core knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board import Board, day
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
AXE = Path(__file__).parents[2] / "addons/pms/frontend/node_modules/axe-core/axe.min.js"
# Colours in motion are no colours to judge: the page is asked once nothing moves.
_AT_REST = "() => document.getAnimations().every((one) => one.playState !== 'running')"


def violations(page: Page) -> list[str]:
    """Return one line for each rule a page breaks."""
    page.wait_for_function(_AT_REST)
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{rule['id']}: {rule['help']}; " + " | ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in found
    ]


def test_the_login_page(new_page: Callable[..., Page], house: House) -> None:
    page = new_page()
    page.goto("/login")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_and_its_dialogs(house: House, open_board: Callable[..., Board], scheme: str) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    house.book("2027-03-16", "2027-03-19", "102", guest="Alan Turing", status="HOLD")
    house.step(house.book("2027-03-15", "2027-03-17", "104"), "check-in")
    house.book("2027-03-18", "2027-03-20")
    house.close_room("201", "2027-03-16", "2027-03-18", "Painting")
    board = open_board(color_scheme=scheme)
    assert violations(board.page) == []

    board.drag(stay, "102")
    expect(board.conflict.get_by_role("list", name="Where it fits instead")).to_be_visible()
    assert violations(board.page) == []
    board.page.keyboard.press("Escape")

    board.drag(stay, "103")
    expect(board.toasts).to_contain_text("moved to room 103")
    assert violations(board.page) == []

    board.chip(stay).click()
    expect(board.drawer.get_by_label("Arrival")).to_be_visible()
    assert violations(board.page) == []
    board.page.keyboard.press("Escape")

    board.page.mouse.click(*board.cell("101", day("2027-03-23")))
    expect(board.drawer.get_by_role("status").filter(has_text="1 night")).to_contain_text("100.00")
    assert violations(board.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lists_and_settings(house: House, sign_in: Callable[..., Page], scheme: str) -> None:
    stay = house.book("2027-03-15", "2027-03-19", "101", guest="Grace Hopper")
    house.book("2027-03-15", "2027-03-16")
    page = sign_in("host_admin", color_scheme=scheme)
    hotel = house.desk.hotel.property_id
    paths = [
        "/pms", "/pms/guests", f"/pms/guests/{stay['guestId']}", "/pms/settings/properties",
        f"/pms/settings/properties/{hotel}", "/settings/users", "/settings/roles", "/settings/addons",
        "/settings/tokens", "/settings/account",
    ]  # fmt: skip
    broken = {}
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        if found := violations(page):
            broken[path] = found
    assert broken == {}
