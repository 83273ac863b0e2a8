"""No screen breaks a rule that axe-core knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from playwright.sync_api import Page, expect

from tests.e2e.board import Board, day
from tests.e2e.house import House

pytestmark = pytest.mark.e2e
AXE = Path(__file__).parents[2] / "addons/pms/frontend/node_modules/axe-core/axe.min.js"
#: Addresses tested elsewhere, and those that answer machines.
_ELSEWHERE = {"/login", "/pms/calendar", "/healthz", "/readyz", "/metrics"}
# Colours in motion are no colours to judge: the page is asked once nothing moves.
_AT_REST = "() => document.getAnimations().every((one) => one.playState !== 'running')"


def violations(page: Page) -> list[str]:
    """Return one line for each rule a page breaks."""
    page.wait_for_function(_AT_REST)
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{rule['id']}: {rule['help']}; " + " | ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in found
    ]


def test_the_login_page(new_page: Callable[..., Page], house: House) -> None:
    page = new_page()
    page.goto("/login")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_and_its_dialogs(house: House, open_board: Callable[..., Board], scheme: str) -> None:
    stay = house.book("2027-03-16", "2027-03-19", "101", guest="Grace Hopper")
    house.book("2027-03-16", "2027-03-19", "102", guest="Alan Turing", status="HOLD")
    house.step(house.book("2027-03-15", "2027-03-17", "104"), "check-in")
    house.book("2027-03-18", "2027-03-20")
    house.close_room("201", "2027-03-16", "2027-03-18", "Painting")
    board = open_board(color_scheme=scheme)
    assert violations(board.page) == []

    board.drag(stay, "102")
    expect(board.conflict.get_by_role("list", name="Where it fits instead")).to_be_visible()
    assert violations(board.page) == []
    board.page.keyboard.press("Escape")

    board.drag(stay, "103")
    expect(board.toasts).to_contain_text("moved to room 103")
    assert violations(board.page) == []

    board.chip(stay).click()
    expect(board.drawer.get_by_label("Arrival")).to_be_visible()
    assert violations(board.page) == []
    tabs = {
        "Guests": "Who stays",
        "Folio": "Balance",
        "Notes": "Notes",
        "Audit trail": "Created the reservation",
    }
    for tab, words in tabs.items():
        board.drawer.get_by_role("tab", name=tab).click()
        expect(board.drawer.get_by_role("tabpanel")).to_contain_text(words)
        assert violations(board.page) == []
    board.drawer.get_by_role("tab", name="Guests").click()
    board.drawer.get_by_role("button", name="Add guest").click()
    expect(board.drawer.get_by_role("form", name="Further guest")).to_be_visible()
    assert violations(board.page) == []
    board.drawer.get_by_role("button", name="Cancel", exact=True).click()
    board.drawer.get_by_role("tab", name="Folio").click()
    board.drawer.get_by_role("button", name="Add charge").click()
    expect(board.drawer.get_by_label("Charge", exact=True)).to_contain_text("Minibar")
    assert violations(board.page) == []
    board.drawer.get_by_role("button", name="Cancel reservation").click()
    expect(board.question).to_contain_text("free")
    assert violations(board.page) == []
    board.page.keyboard.press("Escape")
    board.page.keyboard.press("Escape")

    board.page.mouse.click(
        board.cell("104", day("2027-03-24"))[0], board.cell("104", day("2027-03-24"))[1], button="right"
    )
    assert violations(board.page) == []
    board.page.get_by_role("menuitem", name="Out of order…").click()
    assert violations(board.page) == []
    board.page.keyboard.press("Escape")

    board.page.mouse.click(*board.cell("101", day("2027-03-23")))
    expect(board.drawer.get_by_role("status").filter(has_text="1 night")).to_contain_text("100.00")
    assert violations(board.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page(house: House, sign_in: Callable[..., Page], app: Flask, scheme: str) -> None:
    """Every address that answers with a page, on a house in which something happened."""
    stay = house.book("2027-03-15", "2027-03-19", "101", guest="Grace Hopper")
    house.book("2027-03-15", "2027-03-16")
    house.book("2027-03-17", "2027-03-18", "102", status="HOLD")
    house.step(stay, "check-in")
    house.close_room("201", "2027-03-16", "2027-03-18", "Painting")
    folio = house.desk.client.get(f"/api/pms/reservations/{stay['id']}/folio").json
    price = {"amount": 750, "currency": "EUR"}
    posted = house.desk.client.post(
        f"/api/pms/folios/{folio['id']}/charges", json={"code": "MINIBAR", "price": price}
    )
    assert posted.status_code == 201, posted.text
    rule = {
        "roomTypeId": str(house.desk.hotel.types["STD"]), "startDate": "2027-03-18", "endDate": "2027-03-20",
        "minStay": 2, "maxStay": 9, "closedToArrival": True, "closedToDeparture": True, "closed": True,
    }  # fmt: skip
    written = house.desk.client.put("/api/pms/restrictions", json={"restrictions": [rule]})
    assert written.status_code == 200, written.text
    ids = {
        "reservation_id": stay["id"], "guest_id": stay["guestId"], "folio_id": folio["id"],
        "property_id": house.desk.hotel.property_id, "room_id": house.desk.hotel.rooms["101"], "which": "arrivals",
    }  # fmt: skip
    page = sign_in("host_admin", color_scheme=scheme)
    broken, seen = {}, 0
    for path in page_paths(app, ids):
        answer = page.request.get(path)
        assert answer.ok, path
        if "<main" not in answer.text():
            continue  # a part of a page, or no page
        page.goto(path)
        seen += 1
        if found := violations(page):
            broken[path] = found
    assert not broken, "\n".join(f"{path}: {line}" for path, lines in broken.items() for line in lines)
    assert seen > len(ids)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_that_have_much_to_say(house: House, sign_in: Callable[..., Page], scheme: str) -> None:
    """Pages on a day with several tasks of a kind, a closed date, a guest known twice, and words of refusal."""
    stay = house.book("2027-03-15", "2027-03-19", "101", guest="Grace Hopper")
    double = house.book("2027-04-15", "2027-04-19", "102", guest="Grace Hopper")
    known = house.desk.client.patch(
        f"/api/pms/guests/{double['guestId']}",
        json={"email": "grace@navy.example"},
        headers={"If-Match": "*"},
    )
    assert known.status_code == 200, known.text
    house.step(stay, "check-in")
    house.next_day()
    rooms = house.desk.hotel.rooms
    for room, note in (("102", "Fridge"), ("102", "Lamp"), ("103", "Lamp")):
        task = {"roomId": str(rooms[room]), "date": "2027-03-16", "note": note}
        made = house.desk.client.post("/api/pms/housekeeping/tasks", json=task)
        assert made.status_code == 201, made.text
    page = sign_in("host_admin", color_scheme=scheme)
    paths = {
        "/pms/housekeeping": "Fridge",
        "/pms/night-audit": "15 Mar 2027",
        f"/pms/rooms?roomId={rooms['101']}": "Grace Hopper",
        f"/pms/guests/{stay['guestId']}?tab=privacy": "grace@navy.example",
        f"/pms/rooms?sort=status&order=desc&type=STD&roomId={rooms['102']}": "Fridge",
        "/pms/reports/flash": "Month to date",
        "/pms/reports?from=2026-12-01&to=2026-01-01": "Please give a period",
    }
    broken = {}
    for path, words in paths.items():
        page.goto(path)
        expect(page.get_by_role("main")).to_contain_text(words)
        if found := violations(page):
            broken[path] = found
    assert not broken, "\n".join(f"{path}: {line}" for path, lines in broken.items() for line in lines)


def page_paths(app: Flask, ids: dict[str, object]) -> list[str]:
    """Return the address of every page, those of one thing with the id of ours; an unknown kind of id fails."""
    paths = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/") or rule.rule in _ELSEWHERE or rule.endpoint.endswith("static"):
            continue
        if "GET" not in (rule.methods or ()):
            continue
        with app.test_request_context():
            values = {name: ids[name] for name in rule.arguments}
            paths.append(url_for(rule.endpoint, **values))
    return sorted(paths)
