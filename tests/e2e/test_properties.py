"""Two hotels under one roof: each page says which it shows, and the last choice is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from oppsera_host.identity.actor import Actor
from tests.e2e.house import House
from tests.e2e.test_accessibility import violations
from tests.factories.hotel import build_hotel

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [1366, 390])
def test_the_chosen_property_opens_everywhere_until_another_is_chosen(
    house: House, actor: Actor, sign_in: Callable[..., Page], width: int
) -> None:
    build_hotel(actor, code="CASA", name="Casa Nova", rooms={"STD": 1})
    page = sign_in(viewport={"width": width, "height": 800})
    page.goto("/pms/calendar")
    chooser = page.get_by_role("combobox", name="Property")
    expect(page.locator("[data-room-id]")).to_have_count(len(house.desk.hotel.rooms))
    expect(chooser.locator("option:checked")).to_have_text("Test Lodge")
    assert violations(page) == []

    chooser.select_option(label="Casa Nova")
    page.get_by_role("button", name="Switch").click()
    expect(page.locator("[data-room-id]")).to_have_count(1)
    places = set()
    for path in (
        "/pms/calendar",
        "/pms",
        "/pms/arrivals",
        "/pms/housekeeping",
        "/pms/rooms",
        "/pms/reports",
        "/pms/night-audit",
    ):
        page.goto(path)
        expect(chooser.locator("option:checked")).to_have_text("Casa Nova")
        box = chooser.bounding_box()
        assert box is not None
        places.add((box["x"], box["y"]))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert len(places) == 1, f"{places}: the chooser stands elsewhere on one of the pages"

    chooser.select_option(label="Test Lodge")
    page.get_by_role("button", name="Switch").click()
    page.goto("/pms/calendar")
    expect(page.locator("[data-room-id]")).to_have_count(len(house.desk.hotel.rooms))
