"""A hotel behind a real server and worker, and people at real browsers in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from oppsera_host.identity.actor import Actor
from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.processes import RunningProcess
from tests.e2e.board import Board
from tests.e2e.house import House
from tests.e2e.watch import Watch
from tests.factories.desk import Desk
from tests.factories.hotel import build_hotel
from tests.support.browsers import PASSWORD, make_user

__all__ = ["make_user"]

# Chromium otherwise asks for updates and name servers that a closed network refuses, all the time.
_QUIET = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_PATIENCE = 10_000
BUSINESS_DATE = date(2027, 3, 15)

NewPage = Callable[..., Page]


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of tests that break things on purpose."""
    config.addinivalue_line("markers", "console(text, …): complaints of the browser that the test expects")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser: the one ``CHROMIUM`` names, else the distribution's."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no browser: install Debian's chromium, or name one in CHROMIUM")
    expect.set_options(timeout=_PATIENCE)
    # Chromium's own sandbox refuses to run as root.
    arguments = [*_QUIET, "--no-sandbox"] if os.geteuid() == 0 else _QUIET
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def session_worker(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningProcess]:
    """One worker process for all browser tests."""
    process = RunningProcess(["worker"], environment, tmp_path_factory.mktemp("worker") / "worker.log")
    process.wait_for_output("worker_ready")
    yield process
    process.stop()


@pytest.fixture
def house(session_worker: RunningProcess, actor: Actor, client: FreshClient) -> House:
    """A lodge with rooms 101 to 104 (STD) and 201, 202 (SUITE) on Monday 2027-03-15, and a desk to book at."""
    del session_worker  # its projections fill the board
    hotel = build_hotel(actor, rooms={"STD": 4, "SUITE": 2}, business_date=BUSINESS_DATE)
    return House(Desk(client.as_role("pms_manager"), hotel))


@pytest.fixture
def new_page(
    chromium: Browser, live_server: RunningProcess, request: pytest.FixtureRequest
) -> Iterator[NewPage]:
    """``new_page()`` opens a browser of its own; complaints in its console fail the test at the end."""
    watches: list[Watch] = []
    with ExitStack() as stack:

        def make(**options: Any) -> Page:
            options = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"} | options
            context = chromium.new_context(base_url=live_server.url, **options)
            stack.callback(context.close)
            context.set_default_timeout(_PATIENCE)
            page = context.new_page()
            watches.append(Watch(page))
            return page

        yield make
        complaints = [line for watch in watches for line in watch.complaints]
    expected = [text for mark in request.node.iter_markers("console") for text in mark.args]
    unexpected = [line for line in complaints if not any(text in line for text in expected)]
    assert not unexpected, "the browser complained:\n" + "\n".join(unexpected)


@pytest.fixture
def sign_in(new_page: NewPage, make_user: Callable[..., str]) -> Callable[..., Page]:
    """``sign_in(role, path)`` opens a browser and signs a new person in on the login page, on the way to a path."""

    def make(role: str = "pms_front_desk", path: str = "/pms", **options: Any) -> Page:
        page = new_page(**options)
        page.goto(f"/login?next={path}")
        page.get_by_label("E-mail address").fill(make_user(role))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    return make


@pytest.fixture
def open_board(sign_in: Callable[..., Page], house: House) -> Callable[..., Board]:
    """``open_board()`` signs a front-desk clerk in and opens the calendar with all bookings so far on it."""

    def make(role: str = "pms_front_desk", **options: Any) -> Board:
        house.wait_until_shown()
        board = Board(sign_in(role, "/pms/calendar", **options), house.desk.hotel, BUSINESS_DATE)
        board.wait_until_loaded()
        return board

    return make
