"""Who stays: further guests are named and taken off, and the main guest's details corrected, in the drawer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
OpenBoard = Callable[..., Board]


def test_a_further_guest_is_named_and_still_there_later(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    known = house.desk.client.post("/api/pms/guests", json={"firstName": "Alan", "lastName": "Turing"})
    assert known.status_code == 201, known.text
    board = open_board()
    board.chip(stay).click()
    drawer, page = board.drawer, board.page
    drawer.get_by_role("tab", name="Guests").click()
    expect(drawer.get_by_text("Nobody else is named yet")).to_be_visible()
    drawer.get_by_role("button", name="Add guest").click()
    search = drawer.locator("pms-guests-panel").get_by_label("Find a guest")
    expect(search).to_be_focused()
    search.fill("Turing")
    drawer.get_by_role("option", name="Alan Turing").click()
    drawer.get_by_role("button", name="Add to this stay").click()
    expect(board.toasts).to_contain_text("Alan Turing is named for this stay.")
    expect(drawer.get_by_role("button", name="Add guest")).to_be_focused()

    page.goto(f"/pms/calendar?reservationId={stay['id']}")
    drawer.get_by_role("tab", name="Guests").click()
    listed = drawer.get_by_role("list", name="Who stays").get_by_role("listitem")
    expect(listed).to_have_count(2)
    expect(listed.nth(1)).to_contain_text("Stays too")
    guest_id = known.json["id"]
    expect(listed.nth(1).get_by_role("link")).to_have_attribute("href", f"/pms/guests/{guest_id}")

    listed.nth(1).get_by_role("button", name="Take off Alan Turing").click()
    board.question.get_by_role("button", name="Take off").click()
    expect(listed).to_have_count(1)
    named = house.desk.client.get(f"/api/pms/reservations/{stay['id']}/guests").json["items"]
    assert [each["lastName"] for each in named] == ["Hopper"]


def test_more_than_the_party_are_refused_where_they_are_typed(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper", adults=1)
    board = open_board()
    board.chip(stay).click()
    drawer = board.drawer
    drawer.get_by_role("tab", name="Guests").click()
    drawer.get_by_role("button", name="Add guest").click()
    form = drawer.get_by_role("form", name="Further guest")
    form.get_by_label("Last name").fill("Turing")
    form.get_by_role("button", name="Add to this stay").click()
    expect(form.get_by_role("alert")).to_contain_text("make it larger first")
    expect(form.get_by_label("Last name")).to_have_value("Turing")

    form.get_by_label("What the guest is to this stay").select_option(label="Booked it, need not stay")
    form.get_by_role("button", name="Add to this stay").click()
    expect(drawer.get_by_role("list", name="Who stays").get_by_role("listitem")).to_have_count(2)


def test_details_are_corrected_in_place(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hoper")
    board = open_board()
    board.chip(stay).click()
    drawer = board.drawer
    drawer.get_by_role("tab", name="Guests").click()
    drawer.get_by_role("button", name="Edit Grace Hoper").click()
    form = drawer.get_by_role("form", name="Guest details")
    form.get_by_label("Last name").fill("Hopper")
    form.get_by_label("E-mail").fill("grace@")
    form.get_by_role("button", name="Save details").click()
    expect(form.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("E-mail")).to_be_focused()
    form.get_by_label("E-mail").fill("grace@example.com")
    form.get_by_role("button", name="Save details").click()
    expect(drawer.get_by_role("heading", name="Grace Hopper")).to_be_visible()
    expect(drawer.get_by_role("button", name="Edit Grace Hopper")).to_be_focused()
    expect(board.chip(stay)).to_contain_text("Grace Hopper")
    saved = house.desk.client.get(f"/api/pms/guests/{stay['guestId']}").json
    assert (saved["lastName"], saved["email"]) == ("Hopper", "grace@example.com")


def test_what_is_typed_about_a_guest_is_asked_about_before_it_is_lost(
    house: House, open_board: OpenBoard
) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board()
    board.chip(stay).click()
    drawer = board.drawer
    drawer.get_by_role("tab", name="Guests").click()
    drawer.get_by_role("button", name="Add guest").click()
    name = drawer.get_by_role("form", name="Further guest").get_by_label("Last name")
    name.fill("Turing")
    drawer.get_by_role("tab", name="Stay").click()
    board.page.keyboard.press("Escape")
    board.question.get_by_role("button", name="Keep editing").click()
    drawer.get_by_role("tab", name="Guests").click()
    expect(name).to_have_value("Turing")


def test_a_reader_sees_the_guests_alone(house: House, open_board: OpenBoard) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    board = open_board("pms_read_only")
    board.chip(stay).click()
    board.drawer.get_by_role("tab", name="Guests").click()
    expect(board.drawer.get_by_role("link", name="Grace Hopper")).to_be_visible()
    expect(board.drawer.get_by_role("tabpanel").get_by_role("button")).to_have_count(0)
