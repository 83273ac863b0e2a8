"""A manager sets up a hotel, and finds a guest again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import House

pytestmark = pytest.mark.e2e


def test_from_an_empty_house_to_a_board(session_worker: object, sign_in: Callable[..., Page]) -> None:
    page = sign_in("host_admin")
    page.goto("/pms/calendar")
    page.get_by_role("main").get_by_role("link", name="Hotel set-up").click()

    form = page.locator("oppsera-form")
    form.get_by_label("Name").fill("Harbour Lodge")
    form.get_by_label("Code").fill("HARB")
    form.get_by_label("Time zone").fill("Europe/Nowhere")
    form.get_by_label("Currency").fill("EUR")
    form.get_by_role("button", name="Add property").click()
    expect(form.get_by_label("Time zone")).to_have_attribute("aria-invalid", "true")
    form.get_by_label("Time zone").fill("Europe/Lisbon")
    form.get_by_role("button", name="Add property").click()
    page.get_by_role("link", name="Harbour Lodge").click()

    types = page.get_by_role("region", name="Room types")
    types.get_by_label("Code").fill("DBL")
    types.get_by_label("Name").fill("Double")
    types.get_by_label("Base rate").fill("129.50")
    types.get_by_role("button", name="Add room type").click()
    expect(types.get_by_role("row", name="DBL")).to_contain_text("€129.50")

    rooms = page.get_by_role("region", name="Rooms")
    rooms.get_by_label("Number").fill("12")
    rooms.get_by_role("button", name="Add room").click()
    expect(rooms.get_by_role("row", name="12")).to_contain_text("DBL")
    rooms.get_by_label("Number").fill("12")
    rooms.get_by_role("button", name="Add room").click()
    expect(rooms.get_by_label("Number")).to_have_attribute("aria-invalid", "true")

    page.get_by_role("link", name="Calendar").click()
    expect(page.get_by_role("row", name="Room 12, Double, clean")).to_be_visible()


def test_a_guest_is_found_while_typing(house: House, sign_in: Callable[..., Page]) -> None:
    house.book("2027-03-16", "2027-03-19", guest="Grace Hopper")
    house.book("2027-03-16", "2027-03-19", guest="Alan Turing")
    page = sign_in()
    page.get_by_role("link", name="Guests").click()
    page.get_by_label("Name, e-mail or phone").press_sequentially("hopp")
    expect(page.get_by_role("link", name="Turing, Alan")).to_have_count(0)
    page.get_by_role("link", name="Hopper, Grace").click()
    page.get_by_label("Phone").fill("+49 30 1234")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Phone")).to_have_value("+49 30 1234")
    page.get_by_role("link", name="Stays", exact=True).click()
    expect(page.locator('time[datetime="2027-03-16"]')).to_be_visible()
