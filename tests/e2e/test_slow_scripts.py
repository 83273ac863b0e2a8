"""What a clerk does while the page's scripts are still on their way is not lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.house import House

pytestmark = pytest.mark.e2e

_BEFORE_THE_PAGE_IS_DRAWN = ("theme.js", "early.js")


class SlowScripts:
    """Keeps the scripts of a page under way until ``arrive`` is called."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._under_way: list[Route] = []
        self._arrived = False
        page.route("**/*.js*", self._keep)

    def _keep(self, route: Route) -> None:
        if self._arrived or any(name in route.request.url for name in _BEFORE_THE_PAGE_IS_DRAWN):
            route.continue_()
        else:
            self._under_way.append(route)

    def arrive(self) -> None:
        assert self._under_way, "the page has had its scripts already, so nothing is shown"
        assert self._page.evaluate("document.readyState") != "complete"
        self._arrived = True
        for route in self._under_way:
            route.continue_()


@pytest.fixture
def open_slowly(
    sign_in: Callable[..., Page], make_user: Callable[..., str]
) -> Callable[..., tuple[Page, SlowScripts]]:
    """``open_slowly(role, path)`` signs in and shows a page whose scripts have not arrived."""

    def make(role: str, path: str) -> tuple[Page, SlowScripts]:
        page = sign_in(role, "/settings/account")
        scripts = SlowScripts(page)
        page.goto(path, wait_until="commit")
        return page, scripts

    return make


OpenSlowly = Callable[..., tuple[Page, SlowScripts]]


def test_what_was_typed_is_searched_for(house: House, open_slowly: OpenSlowly) -> None:
    house.book("2027-03-16", "2027-03-19", guest="Grace Hopper")
    house.book("2027-03-16", "2027-03-19", guest="Alan Turing")
    page, scripts = open_slowly("pms_front_desk", "/pms/guests")
    page.get_by_label("Name, e-mail or phone").press_sequentially("hopp")
    scripts.arrive()
    expect(page.get_by_role("link", name="Turing, Alan")).to_have_count(0)
    expect(page.get_by_role("link", name="Hopper, Grace")).to_be_visible()


@pytest.mark.parametrize("by_key", [False, True], ids=["button", "enter"])
def test_a_form_is_sent_once(house: House, open_slowly: OpenSlowly, by_key: bool) -> None:
    page, scripts = open_slowly("pms_front_desk", "/pms/guests")
    page.get_by_text("New guest").click()
    page.get_by_label("First name").fill("Grace")
    page.get_by_label("Last name").fill("Hopper")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for _ in range(2):
        if by_key:
            page.get_by_label("Last name").press("Enter")
        else:
            page.get_by_role("button", name="Add guest").click()
    scripts.arrive()
    page.wait_for_url("**/pms/guests/*")
    expect(page.get_by_label("Last name")).to_have_value("Hopper")
    assert len([url for url in sent if url.endswith("/api/pms/guests")]) == 1


def test_a_button_of_the_frame_works(open_slowly: OpenSlowly) -> None:
    page, scripts = open_slowly("pms_front_desk", "/settings/account")
    page.get_by_role("button", name="Sign out").click()
    scripts.arrive()
    page.wait_for_url("**/login*")
