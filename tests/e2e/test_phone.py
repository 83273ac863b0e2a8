"""A manager with a phone in the corridor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board import Board, box_of
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_FINGER = 44


def test_the_board_fits_a_phone(house: House, open_board: Callable[..., Board]) -> None:
    stay = house.book("2027-03-15", "2027-03-18", "101", guest="Grace Hopper")
    board = open_board(**PHONE)
    assert board.page.evaluate(_OVERFLOW) == 0
    assert box_of(board.row("101"))["height"] >= _FINGER
    board.chip(stay).tap()
    expect(board.drawer).to_contain_text("Grace Hopper")
    box = box_of(board.drawer)
    assert (round(box["x"]), round(box["width"])) == (0, 390)
    board.drawer.get_by_role("button", name="Check in").tap()
    expect(board.drawer.get_by_text("In-house", exact=True)).to_be_visible()
    board.drawer.get_by_role("button", name="Close reservation").tap()
    expect(board.chip(stay)).to_have_attribute("data-status", "CHECKED_IN")


def test_a_long_press_lifts_a_stay(house: House, open_board: Callable[..., Board]) -> None:
    stay = house.book("2027-03-15", "2027-03-17", "101", guest="Grace Hopper")
    board = open_board(**PHONE)
    chip, target = box_of(board.chip(stay)), box_of(board.row("103"))
    x, y = chip["x"] + chip["width"] / 2, chip["y"] + chip["height"] / 2
    fingers = board.page.context.new_cdp_session(board.page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    expect(board.page.locator(".ghost")).to_be_visible()
    for step in (0.5, 1.0):
        touch("touchMove", {"x": x, "y": y + (target["y"] + target["height"] / 2 - y) * step})
    touch("touchEnd")
    board.expect_in("103", stay)
    board.expect_saved(stay, version=2)


def test_lists_and_settings_fit_a_phone(house: House, sign_in: Callable[..., Page]) -> None:
    house.book("2027-03-15", "2027-03-19", "101", guest="Grace Hopper", notes="x")
    page = sign_in("host_admin", **PHONE)
    for path in (
        "/pms", "/pms/guests", "/pms/settings/properties",
        f"/pms/settings/properties/{house.desk.hotel.property_id}", "/settings/users", "/settings/tokens",
    ):  # fmt: skip
        page.goto(path)
        assert page.evaluate(_OVERFLOW) == 0, path
    page.get_by_role("button", name="Menu").tap()
    page.get_by_role("link", name="Guests").tap()
    expect(page.get_by_role("heading", name="Guests")).to_be_visible()
