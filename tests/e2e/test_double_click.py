"""The second click of a double-click is no order of its own, whatever lies under the pointer by then."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import House
from tests.e2e.test_housekeeping import card, condition_of, somebody_left
from tests.e2e.test_slow_scripts import SlowScripts

pytestmark = pytest.mark.e2e


def press(page: Page, place: tuple[float, float], click_count: int) -> None:
    """Click as a mouse does; ``click_count`` 2 is the second click of a double-click."""
    page.mouse.move(*place)
    page.mouse.down(click_count=click_count)
    page.mouse.up(click_count=click_count)


def middle_of(button: Locator) -> tuple[float, float]:
    box = button.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def posts_of(page: Page) -> list[str]:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return sent


def expect_idle(page: Page) -> None:
    """What a click sets off has begun by now: turns of the page's own queue have passed."""
    page.evaluate("() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done())))")


def two_to_come(house: House) -> tuple[dict, dict]:
    """Two that look alike in the list, so that the second takes the first one's place."""
    first = house.book("2027-03-15", "2027-03-18", "101", guest="Ada Alpha")
    return first, house.book("2027-03-15", "2027-03-18", "102", guest="Ada Beta")


def test_a_double_click_checks_in_one_guest(house: House, sign_in: Callable[..., Page]) -> None:
    first, second = two_to_come(house)
    page = sign_in("pms_front_desk", "/pms/arrivals")
    place = middle_of(page.get_by_role("button", name="Check in: Ada Alpha"))
    with page.expect_event("load"):
        press(page, place, 1)
    button = page.get_by_role("button", name="Check in: Ada Beta")
    page.wait_for_function("customElements.get('oppsera-form') !== undefined")
    place = middle_of(button)
    sent = posts_of(page)
    press(page, place, 2)
    expect_idle(page)
    assert sent == []
    assert house.desk.get(second)["status"] == "CONFIRMED"
    with page.expect_event("load"):
        press(page, place, 1)
    assert house.desk.get(first)["status"] == house.desk.get(second)["status"] == "CHECKED_IN"


def test_nor_while_the_scripts_are_under_way(house: House, sign_in: Callable[..., Page]) -> None:
    _first, second = two_to_come(house)
    page = sign_in("pms_front_desk", "/pms/arrivals")
    scripts = SlowScripts(page)
    page.goto("/pms/arrivals", wait_until="commit")
    button = page.get_by_role("button", name="Check in: Ada Beta")
    sent = posts_of(page)
    press(page, middle_of(button), 2)
    with page.expect_event("load"):
        scripts.arrive()
    expect_idle(page)
    assert sent == []
    assert house.desk.get(second)["status"] == "CONFIRMED"


def test_a_double_click_starts_a_cleaning_and_no_more(house: House, sign_in: Callable[..., Page]) -> None:
    somebody_left(house, "101")
    page = sign_in("pms_housekeeping", "/pms/housekeeping", viewport={"width": 390, "height": 844})
    room = card(page, "101")
    press(page, middle_of(room.get_by_role("button", name="Start")), 1)
    expect(room.get_by_text("In progress")).to_be_visible()
    button = room.get_by_role("button", name="Cleaned")
    sent = posts_of(page)
    press(page, middle_of(button), 2)
    expect_idle(page)
    assert sent == []
    assert condition_of(house, "101") == "DIRTY"
    press(page, middle_of(button), 1)
    expect(room.get_by_text("Departure: Done")).to_be_visible()
    assert condition_of(house, "101") == "CLEAN"


@pytest.mark.console("net::ERR_FAILED", "status of 4")
def test_a_page_without_components(sign_in: Callable[..., Page]) -> None:
    page = sign_in("pms_manager", "/settings/account")
    page.route("**/components.js*", lambda route: route.abort())
    page.reload()
    expect(page.locator("oppsera-form form").first).to_be_attached()
    page.get_by_label("Present password").fill("not the present one")
    page.get_by_label("New password").fill("a new one of enough letters")
    place = middle_of(page.get_by_role("button", name="Change password"))
    sent = posts_of(page)
    press(page, place, 2)
    expect_idle(page)
    assert sent == []
    with page.expect_response("**/api/host/me/password"):
        press(page, place, 1)
