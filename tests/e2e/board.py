"""The calendar page as a clerk sees it: chips, rows and cells, found by what contract §7 promises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.factories.hotel import Hotel

_WEEK = "**/api/pms/calendar/week*"


@dataclass(frozen=True)
class Board:
    """An open calendar page."""

    page: Page
    hotel: Hotel
    business_date: date

    def open(self, query: str = "") -> None:
        """Open the page and wait for the nights."""
        self.page.goto(f"/pms/calendar{query}")
        self.wait_until_loaded()

    def wait_until_loaded(self) -> None:
        """Wait until rooms and figures of the nights are there."""
        expect(self.row("101")).to_be_visible()
        expect(self.header(self.business_date)).to_have_attribute("aria-label", re.compile("% occupied"))

    @property
    def grid(self) -> Locator:
        """The grid."""
        return self.page.get_by_role("grid")

    @property
    def toasts(self) -> Locator:
        """The messages with their Undo buttons."""
        return self.page.locator("pms-toasts").get_by_role("status")

    @property
    def drawer(self) -> Locator:
        """The reservation's drawer."""
        return self.page.get_by_role("dialog", name="Reservation", exact=True)

    @property
    def conflict(self) -> Locator:
        """The dialog that says who is there."""
        return self.page.get_by_role("dialog", name="Room not available")

    @property
    def question(self) -> Locator:
        """The dialog that asks yes or no."""
        return self.page.get_by_role("alertdialog")

    @property
    def spoken(self) -> Locator:
        """What the live region says."""
        return self.page.locator(".board-spoken")

    @property
    def active_cell(self) -> Locator:
        """The cell or chip the keyboard is on."""
        return self.page.locator(f'[id="{self.grid.get_attribute("aria-activedescendant")}"]')

    def stop_news(self) -> None:
        """Let the page's questions for changes hang, so that it believes what it knows."""
        self.page.route(_WEEK, lambda _route: None)

    def resume_news(self) -> None:
        """Answer the page's questions again."""
        self.page.unroute(_WEEK)

    def row(self, number: str) -> Locator:
        """The row of a room."""
        return self.grid.locator(f'[role="row"][data-room-id="{self.hotel.rooms[number]}"]')

    def chip(self, stay: dict) -> Locator:
        """The chip of a stay, wherever it is."""
        return self.grid.locator(f'[data-reservation-id="{stay["id"]}"]')

    def chip_in(self, number: str, stay: dict) -> Locator:
        """The chip of a stay in a room's row."""
        return self.row(number).locator(f'[data-reservation-id="{stay["id"]}"]')

    def header(self, day: date) -> Locator:
        """The column header of a night."""
        named = re.compile(rf"(?:{day:%b}\w* {day.day}|\b{day.day} {day:%b}\w*),? {day.year}")
        return self.grid.get_by_role("columnheader", name=named)

    def expect_in(self, number: str, stay: dict) -> None:
        """Expect the stay in a room, and nowhere else."""
        expect(self.chip_in(number, stay)).to_be_visible()
        expect(self.chip(stay)).to_have_count(1)

    def expect_saved(self, stay: dict, version: int) -> None:
        """Expect the chip to show a version that came from the server."""
        expect(self.chip(stay)).to_have_attribute("data-version", str(version))

    @property
    def night_width(self) -> float:
        """Pixels of a night's column."""
        return box_of(self.grid.get_by_role("columnheader").last)["width"]

    def cell(self, number: str, day: date) -> tuple[float, float]:
        """Where to press for a room's night: the middle of its cell."""
        column, row = box_of(self.header(day)), box_of(self.row(number))
        return column["x"] + column["width"] / 2, row["y"] + row["height"] / 2

    def drag(self, stay: dict, number: str, nights: int = 0, *, drop: bool = True) -> None:
        """Drag a chip by its middle to another room and ``nights`` later, as a hand would."""
        self.drag_to(stay, self.row(number), nights, drop=drop)

    def drag_to(self, stay: dict, target: Locator, nights: int = 0, *, drop: bool = True) -> None:
        """Drag a chip by its middle to any row."""
        chip, row = box_of(self.chip(stay)), box_of(target)
        x, y = chip["x"] + chip["width"] / 2, chip["y"] + chip["height"] / 2
        self._pull((x, y), (x + nights * self.night_width, row["y"] + row["height"] / 2), drop=drop)

    def drag_edge(self, stay: dict, edge: str, nights: int) -> None:
        """Drag the LEFT or RIGHT edge of a chip by a number of nights."""
        chip = box_of(self.chip(stay))
        x = chip["x"] + 3 if edge == "LEFT" else chip["x"] + chip["width"] - 3
        y = chip["y"] + chip["height"] / 2
        self._pull((x, y), (x + nights * self.night_width, y))

    def drag_cells(self, number: str, first: date, last: date) -> None:
        """Drag over the free cells of a room from one night to another."""
        self._pull(self.cell(number, first), self.cell(number, last))

    def _pull(self, start: tuple[float, float], end: tuple[float, float], *, drop: bool = True) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        if drop:
            mouse.up()


def box_of(locator: Locator) -> FloatRect:
    """Return where an element is on the screen."""
    box = locator.bounding_box()
    assert box is not None, f"not on the screen: {locator}"
    return box


def day(text: str, more: int = 0) -> date:
    """Return an ISO date, ``more`` days later."""
    return date.fromisoformat(text) + timedelta(days=more)
