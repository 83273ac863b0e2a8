"""What addons add to the calendar, in a browser: badges on chips, and a command that leads to a page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from oppsera_host.testing.databases import Database
from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def test_the_menu_of_a_stay_leads_to_an_addons_page(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    page = open_board().page
    chip = page.locator(f".stay[data-reservation-id='{stay['id']}']")
    chip.click(button="right")
    command = page.get_by_role("menuitem").last
    expect(command).to_have_text("Availability sent to the channel")
    with page.expect_navigation(url=f"**/pms-channels-stub/stays/{stay['id']}"):
        command.click()
    expect(page.get_by_role("heading", name="Availability sent to the channel")).to_be_visible()


def test_badges_stand_after_the_name(house: House, open_board: OpenBoard, database: Database) -> None:
    stay = house.book("2027-03-16", "2027-03-20", "101", guest="Ada Byron")
    plain = house.book("2027-03-16", "2027-03-20", "103", guest="Alan Turing")
    board = open_board()
    expect(board.chip(stay)).to_be_visible()  # it is in the read model now
    with database.connect_as_admin() as admin:
        admin.execute(
            b"update rm_pms_calendar_segments set badges = 'CH VIP' where reservation_id = %s", (stay["id"],)
        )
        admin.execute(b"update rm_pms_calendar_versions set value = value + 1")  # as the projection does
    board.page.reload()
    expect(board.chip(stay)).to_have_accessible_name(re.compile("Confirmed, CH VIP$"))
    expect(board.chip(stay)).to_have_attribute("data-note", re.compile("^ · CH VIP"))
    expect(board.chip(plain)).to_have_accessible_name(re.compile("Confirmed$"))
