"""The dashboard, the lists of the day and the reports as pages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import pytest

from addons.pms.web.charts import HEIGHT, bars
from addons.pms.web.pages import desk_lists
from tests.factories.desk import Desk


def test_the_lists_hold_who_they_name(client, desk: Desk):
    arriving = desk.book("2027-03-15", "2027-03-18", "101")
    here = desk.step(desk.book("2027-03-15", "2027-03-16", "102"), "check-in").json
    browser = client.as_role("pms_front_desk")
    pages = {name: browser.get(f"/pms/{name}").text for name in ("arrivals", "departures", "in-house")}
    row = 'data-reservation-id="{}"'
    assert row.format(arriving["id"]) in pages["arrivals"]
    assert row.format(here["id"]) in pages["in-house"]
    assert row.format(here["id"]) not in pages["arrivals"] + pages["departures"]
    assert (
        f'/api/pms/reservations/{arriving["id"]}/check-in" method="POST" data-version="1"'
        in pages["arrivals"]
    )


def test_a_list_is_filtered_sorted_and_paged_by_its_address(client, desk: Desk):
    desk.book("2027-03-15", "2027-03-18", "101", guest={"firstName": "Zoé", "lastName": "Alpha"})
    desk.book("2027-03-15", "2027-03-18", "102", guest={"firstName": "Al", "lastName": "Zulu"})
    browser = client.as_role("pms_front_desk")
    found = browser.get("/pms/arrivals?q=zulu").text
    assert "Al Zulu" in found
    assert "Zoé Alpha" not in found
    text = browser.get("/pms/arrivals?sort=guest").text
    assert text.index("Zoé Alpha") < text.index("Al Zulu")
    assert "Nobody fits" in browser.get("/pms/arrivals?page=2").text
    for odd in ("sort=;drop", "order=;drop", "page=-1", "page=99999999999", "type=nonsense", "q=%27%25"):
        assert browser.get(f"/pms/arrivals?{odd}").status_code == 200, odd


@pytest.mark.parametrize("sort", ["guest", "room", "arrival", "departure"])
def test_a_list_is_sorted_in_both_directions(client, desk: Desk, monkeypatch, sort: str):
    for nights, room, name in ((1, "102", "Alpha"), (2, None, "Mike"), (3, "101", "Zulu")):
        desk.book("2027-03-15", f"2027-03-{15 + nights}", room, guest={"firstName": "Al", "lastName": name})
    browser = client.as_role("pms_front_desk")

    def listed(address: str) -> list[str]:
        return re.findall(r'data-reservation-id="([^"]+)"', browser.get(address).text)

    rising, falling = (listed(f"/pms/arrivals?sort={sort}&order={order}") for order in ("asc", "desc"))
    assert len(rising) == 3
    assert falling == rising[::-1]
    assert listed(f"/pms/arrivals?sort={sort}") == rising
    monkeypatch.setattr(desk_lists, "ON_A_PAGE", 2)
    following = re.search(
        r'href="([^"]*page=2[^"]*)"', browser.get(f"/pms/arrivals?sort={sort}&order=desc").text
    )
    assert following is not None
    assert listed(html.unescape(following[1])) == falling[2:]


def test_a_list_is_searched_as_people_type(client, desk: Desk):
    guest = {"firstName": "Zoé", "lastName": "Müller-Łukasz"}
    stay = desk.book("2027-03-15", "2027-03-18", "101", guest=guest)
    desk.book("2027-03-15", "2027-03-18", "102", guest={"firstName": "Al", "lastName": "Zulu"})
    browser = client.as_role("pms_front_desk")
    number = stay["confirmationNumber"]
    assert "-" in number
    for words in (
        "zoe", "MULLER zoé", "mullerlukasz", "Müller-Łukasz", "lukasz 101", number, number.replace("-", "").lower(),
    ):  # fmt: skip
        found = browser.get("/pms/arrivals", query_string={"q": words}).text
        assert "Zoé Müller-Łukasz</a>" in found, words
        assert "Al Zulu</a>" not in found, words
    for words in ("zoe zulu", "muller 102", "%", "_"):
        assert "Zoé Müller-Łukasz</a>" not in browser.get("/pms/arrivals", query_string={"q": words}).text, (
            words
        )


def test_whoever_may_not_see_guests_sees_numbers(client, desk: Desk):
    stay = desk.book("2027-03-15", "2027-03-18", "101")
    text = client.as_role("pms_revenue").get("/pms/arrivals").text
    assert "Ada" not in text
    assert stay["confirmationNumber"] in text


def test_the_dashboard_names_what_wants_attention(client, desk: Desk, drain_outbox: Callable[[], int]):
    desk.book("2027-03-15", "2027-03-18")
    drain_outbox()
    text = client.as_role("pms_front_desk").get("/pms").text
    assert "1 arrival has no room yet" in text
    assert 'aria-label="Occupancy by night"' in text


def test_reports_say_what_is_wrong_with_a_period(client, desk: Desk):
    browser = client.as_role("pms_manager")
    assert "Please give a period" in browser.get("/pms/reports?from=2027-03-15&to=2027-03-01").text
    for odd in ("from=x", "from=2027-02-30&to=2027-13-01", "to=9999-99-99"):
        assert browser.get(f"/pms/reports?{odd}").status_code == 200, odd


def test_reports_draw_what_was_posted_and_what_is_on_the_books(client, desk: Desk):
    browser = client.as_role("pms_manager")
    period = "/pms/reports?from=2027-03-15&to=2027-03-17"
    assert "by business date" not in browser.get(period).text, "nothing is posted yet"
    stay = desk.step(desk.book("2027-03-15", "2027-03-17", "101"), "check-in").json
    folio = desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json
    posted = desk.client.post(
        f"/api/pms/folios/{folio['id']}/charges",
        json={
            "code": "MINIBAR",
            "price": {"amount": 7_50, "currency": "EUR"},
            "expectedVersion": folio["version"],
        },
    )
    assert posted.status_code == 201, posted.text
    text = browser.get(period).text
    charts = dict(re.findall(r'role="img" aria-label="([^"]+)">(.*?)</svg>', text, re.DOTALL))
    said = {
        title: list(dict.fromkeys(re.findall("<title>(.*?)</title>", drawn)))
        for title, drawn in charts.items()
    }
    assert said["Revenue by business date"] == ["Mon 15 Mar: €7.50", "Tue 16 Mar: €0.00", "Wed 17 Mar: €0.00"]
    assert said["Payments by business date"][0] == "Mon 15 Mar: €0.00"
    assert said["Room nights by month"] == ["March 2027: 2 room nights"]
    assert said["Revenue by month"] == ["March 2027: €200.00"]


@pytest.mark.parametrize("page", ["arrivals", "in-house"])
def test_a_list_costs_the_same_whatever_its_length(client, desk: Desk, query_counter, page: str):
    browser = client.as_role("pms_front_desk")
    browser.get(f"/pms/{page}")
    counts = []
    for room in ("101", "102"):
        stay = desk.book("2027-03-15", "2027-03-18", room)
        if page == "in-house":
            desk.step(stay, "check-in")
        with query_counter() as counter:
            browser.get(f"/pms/{page}")
        counts.append(len(counter))
    assert counts[0] == counts[1]


def test_bars_are_drawn_to_scale():
    day = date(2027, 3, 15)
    low, high, over = bars([(day, 50), (day, 100), (day, 300)], most=100)
    assert (low.height, high.height, over.height) == (HEIGHT / 2, HEIGHT, HEIGHT)
    assert bars([]) == []
    assert [bar.height for bar in bars([(day, 0), (day, -5)])] == [0, 0]


def test_todays_arrivals_get_their_rooms_by_one_click(client, desk: Desk):
    button = 'action="/api/pms/room-assignment"'
    desk.book("2027-03-15", "2027-03-18", "101")
    browser = client.as_role("pms_front_desk")
    assert button not in browser.get("/pms/arrivals").text, "everybody has a room"
    desk.book("2027-03-15", "2027-03-18")
    assert button in browser.get("/pms/arrivals").text
    assert button not in client.as_role("pms_read_only").get("/pms/arrivals").text
    assert browser.post("/api/pms/room-assignment", json={"propertyId": str(desk.hotel.property_id)}).json[
        "placed"
    ]
    assert button not in browser.get("/pms/arrivals").text


def test_a_room_that_is_not_ready_is_asked_about(client, desk: Desk):
    desk.book("2027-03-15", "2027-03-18", "101")
    browser = client.as_role("pms_manager")
    dirty = 'data-confirm="Room 101 is not clean yet. Check in all the same?"'
    unseen = 'data-confirm="Room 101 is not inspected yet. Check in all the same?"'
    room = f"/api/pms/rooms/{desk.hotel.rooms['101']}/status"

    def asked(condition: str) -> tuple[bool, bool]:
        assert browser.post(room, json={"condition": condition}).status_code == 200
        page = browser.get("/pms/arrivals").text
        return dirty in page, unseen in page

    assert [asked(each) for each in ("DIRTY", "CLEAN")] == [(True, False), (False, False)]
    path = f"/api/pms/properties/{desk.hotel.property_id}"
    assert browser.patch(path, json={"inspectRooms": True}, headers={"If-Match": "*"}).status_code == 200
    assert [asked(each) for each in ("DIRTY", "CLEAN", "INSPECTED")] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_the_lists_say_whom_they_dealt_with(client, desk: Desk):
    desk.book("2027-03-15", "2027-03-18", "101")
    stay = desk.book("2027-03-15", "2027-03-15", dayUse=True, roomId=str(desk.hotel.rooms["102"]))
    desk.step(stay, "check-in")
    for role, who in (("pms_front_desk", "Ada Probe"), ("pms_revenue", None)):
        browser = client.as_role(role)
        arrivals, departures = (browser.get(f"/pms/{name}").text for name in ("arrivals", "departures"))
        assert (f'data-saved="{who} is checked in to room 101."' in arrivals) == (who is not None)
        assert (f'data-saved="{who} has left room 102."' in departures) == (who is not None)
