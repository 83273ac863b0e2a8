"""From a room somebody left to a room somebody can have, on a phone; and the desk's view of the rooms."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import House
from tests.e2e.test_accessibility import violations

pytestmark = pytest.mark.e2e
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def card(page: Page, number: str) -> Locator:
    return page.get_by_role("article", name=f"Room {number}")


def inspect_rooms(house: House) -> None:
    path = f"/api/pms/properties/{house.desk.hotel.property_id}"
    answer = house.desk.client.patch(path, json={"inspectRooms": True}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def somebody_left(house: House, room: str) -> None:
    stay = house.step(house.book("2027-03-15", "2027-03-16", room, guest="Grace Hopper"), "check-in")
    house.next_day()
    house.step(house.desk.get(stay), "check-out")


def condition_of(house: House, room: str) -> str:
    answer = house.desk.client.get(f"/api/pms/rooms/{house.desk.hotel.rooms[room]}")
    condition: str = answer.json["condition"]
    return condition


def test_dirty_started_cleaned_inspected(house: House, sign_in: Callable[..., Page]) -> None:
    inspect_rooms(house)
    somebody_left(house, "101")
    page = sign_in("pms_housekeeping", "/pms/housekeeping", **PHONE)
    room = card(page, "101")
    expect(room).to_contain_text("Dirty")
    expect(page.get_by_text("Hopper")).to_have_count(0)
    assert page.evaluate(_OVERFLOW) == 0
    for name in ("Start", "Cleaned", "Skip"):
        box = room.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["height"] >= 44
    room.get_by_role("button", name="Start").tap()
    expect(room.get_by_text("In progress")).to_be_visible()
    room.get_by_role("button", name="Cleaned").tap()
    expect(room.get_by_role("button", name="Inspected", exact=True)).to_be_visible()
    assert condition_of(house, "101") == "CLEAN"
    expect(page.get_by_role("link", name="To clean 0")).to_be_visible()
    room.get_by_role("button", name="Inspected", exact=True).tap()
    expect(room.get_by_text("Inspection: Done")).to_be_visible()
    assert condition_of(house, "101") == "INSPECTED"
    page.reload()
    expect(card(page, "102")).to_be_visible()  # clean, and in this house that is not enough
    expect(card(page, "101")).to_have_count(0)
    assert page.evaluate(_OVERFLOW) == 0


def test_a_cleaning_is_taken_back_and_skipped(house: House, sign_in: Callable[..., Page]) -> None:
    somebody_left(house, "101")
    page = sign_in("pms_housekeeping", "/pms/housekeeping", **PHONE)
    room = card(page, "101")
    room.get_by_role("button", name="Cleaned").tap()
    room.get_by_role("button", name="Take back").tap()
    expect(room.get_by_role("button", name="Start")).to_be_visible()
    assert condition_of(house, "101") == "DIRTY"
    room.get_by_role("button", name="Skip").tap()
    expect(room.get_by_text("Departure: Skipped")).to_be_visible()


def test_filters_and_a_discrepancy(house: House, sign_in: Callable[..., Page]) -> None:
    house.step(house.book("2027-03-15", "2027-03-17", "101", guest="Grace Hopper"), "check-in")
    house.book("2027-03-15", "2027-03-17", "201", kind="SUITE")
    page = sign_in("pms_housekeeping", "/pms/housekeeping", **PHONE)
    expect(page.get_by_text("Everything is done")).to_be_visible()
    page.get_by_text("Plan and assign").tap()
    with page.expect_event("load"):
        page.get_by_role("button", name="Plan the day").tap()
    expect(card(page, "201")).to_be_visible()
    with page.expect_event("load"):
        page.get_by_role("link", name="All rooms").tap()
    page.get_by_label("Floor", exact=True).first.select_option("1")
    expect(card(page, "201")).to_have_count(0)
    expect(page).to_have_url(re.compile("floor=1"))
    room = card(page, "101")
    room.get_by_text("More").tap()
    room.get_by_role("button", name="Nobody is in the room").tap()
    expect(room.get_by_role("note")).to_contain_text("the desk believes the room occupied")

    desk = sign_in("pms_front_desk", "/pms/rooms?show=differ")
    desk.get_by_role("link", name="101").click()
    desk.get_by_role("button", name="The desk is right").click()
    expect(desk.get_by_role("note")).to_have_count(0)


def test_the_desk_closes_a_room_and_opens_it(house: House, sign_in: Callable[..., Page]) -> None:
    page = sign_in("pms_front_desk", "/pms/rooms")
    page.get_by_role("link", name="102").click()
    room = page.get_by_role("region", name="Room 102")
    room.get_by_text("Take out of order or service").click()
    room.get_by_label("Free again on").fill("2027-03-15")
    room.get_by_role("button", name="Out of order").click()
    expect(room.get_by_label("Free again on")).to_have_attribute("aria-invalid", "true")
    room.get_by_label("Free again on").fill("2027-03-18")
    room.get_by_label("Reason").fill("New carpet")
    room.get_by_role("button", name="Out of order").click()
    expect(room.get_by_text("New carpet").first).to_be_visible()
    expect(page.get_by_role("link", name="102")).to_contain_text("Out of order")
    room.get_by_role("button", name="Back in order").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Back in order").click()
    expect(room.get_by_text("Nothing planned.")).to_be_visible()
    room.get_by_label("Something to repair").fill("Tap drips")
    room.get_by_role("button", name="Add").click()
    expect(room.get_by_text("Tap drips")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(house: House, sign_in: Callable[..., Page], scheme: str) -> None:
    inspect_rooms(house)
    house.close_room("104", "2027-03-15", "2027-03-18", "Painting")
    house.book("2027-03-16", "2027-03-18", "102")
    somebody_left(house, "101")
    client, rooms = house.desk.client, house.desk.hotel.rooms
    client.post(f"/api/pms/rooms/{rooms['103']}/status", json={"condition": "INSPECTED"})
    client.post(
        f"/api/pms/rooms/{rooms['103']}/out-of-service",
        json={"startDate": "2027-03-16", "endDate": "2027-03-18", "reason": "Dim lamp"},
    )
    client.post("/api/pms/maintenance-notes", json={"roomId": str(rooms["103"]), "text": "Tap drips"})
    client.post("/api/pms/housekeeping/discrepancies", json={"roomId": str(rooms["201"]), "seen": "OCCUPIED"})
    page = sign_in("host_admin", color_scheme=scheme)
    broken = {}
    for path in ("/pms/housekeeping?show=all", "/pms/rooms", f"/pms/rooms?roomId={rooms['103']}"):
        page.goto(path)
        for summary in page.get_by_role("main").locator("summary").all():
            summary.click()
        if found := violations(page):
            broken[path] = found
    assert broken == {}
