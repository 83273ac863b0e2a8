"""Revenue sets a rule of sale in the browser, and the desk is held to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import House

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(house: House, sign_in: Callable[..., Page]) -> Page:
    """The screen, opened by the menu."""
    page = sign_in("pms_revenue")
    page.get_by_text("Settings", exact=True).click()
    page.get_by_role("link", name="Rules of sale").click()
    return page


def test_a_shortest_stay_is_set_seen_kept_to_and_lifted(house: House, page: Page) -> None:
    expect(page.get_by_text("whatever is free is sold")).to_be_visible()
    form = page.get_by_role("region", name="Set rules")
    form.get_by_label("First night").fill("2027-03-18")
    form.get_by_label("Until the morning of").fill("2027-03-23")
    for day in ("Mo", "Th", "Su"):
        form.get_by_text(day, exact=True).click()
    form.get_by_label("Shortest stay, nights").fill("2")
    form.get_by_role("button", name="Set rules").click()

    calendar = page.get_by_role("table", name="Rules of Std by day")
    expect(calendar.locator("[data-night='2027-03-19']")).to_contain_text(
        "Who arrives stays 2 nights at least."
    )
    expect(calendar.locator("[data-night='2027-03-21']")).not_to_contain_text("stays")

    body = house.desk.body("2027-03-19", "2027-03-20")
    refused = house.desk.client.post("/api/pms/reservations", json=body)
    assert refused.status_code == 409
    assert [each["code"] for each in refused.json["restrictions"]] == ["MIN_STAY"]
    house.book("2027-03-19", "2027-03-21")
    house.book("2027-03-21", "2027-03-22")

    page.get_by_role("button", name="Lift Std").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Lift").click()
    expect(page.get_by_text("whatever is free is sold")).to_be_visible()
    house.book("2027-03-19", "2027-03-20")


def test_what_makes_no_sense_is_said_at_the_field(page: Page) -> None:
    form = page.get_by_role("region", name="Set rules")
    form.get_by_label("First night").fill("2027-03-16")
    form.get_by_label("Until the morning of").fill("2027-03-18")
    form.get_by_label("Shortest stay, nights").fill("5")
    form.get_by_label("Longest stay, nights").fill("2")
    form.get_by_role("button", name="Set rules").click()
    longest = form.get_by_label("Longest stay, nights")
    expect(longest).to_have_attribute("aria-invalid", "true")
    expect(longest).to_have_accessible_description("The longest stay is shorter than the shortest.")
