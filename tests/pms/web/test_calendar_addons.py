"""What addons add to the calendar, as the page gets it: badges with the stays, commands with the page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from addons.pms.hookspecs.ui import ChipCommand
from oppsera_host.addons import activation
from oppsera_host.addons.registry import registry_of
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.client import FreshClient, RoleClient
from tests.factories.desk import Desk
from tests.pms.web.asking_for_boards import ask, board
from tests.pms.web.test_calendar_stream import Listener
from tests.support.chip_partner import NAME, ChipPartner, left_out

Drain = Callable[[], int]
KEY = ChipCommand("keys.cut", "Channel", "/keys/{reservationId}?back=calendar")


@pytest.fixture
def badged(desk: Desk, chip_partner: ChipPartner, drain_outbox: Drain) -> dict[str, list[str]]:
    """Stays in rooms and without, by id, and the badges they have."""
    chip_partner.badges = lambda segment: ["CH", "VIP"][: 3 - segment.adults]
    stays = {
        desk.book("2027-03-16", "2027-03-18", "201", kind="SUITE", adults=3)["id"]: [],
        desk.book("2027-03-16", "2027-03-18", "101", adults=2)["id"]: ["CH"],
        desk.book("2027-03-17", "2027-03-29", adults=1)["id"]: ["CH", "VIP"],
    }
    drain_outbox()
    return stays


def test_the_board_has_badges_where_there_are_any(desk: Desk, badged: dict[str, list[str]]) -> None:
    week = board(desk)
    rows = {each["reservationId"]: each for each in week["segments"] + week["unassigned"]}
    assert {stay: row.get("badges", []) for stay, row in rows.items()} == badged
    assert ["badges" in row for row in rows.values()].count(False) == 1
    segments = board(desk, format="compact")["segments"]
    found = {segments["reservationId"][place]: codes for place, *codes in segments["badges"]}
    assert found == {stay: codes for stay, codes in badged.items() if codes}


def test_a_board_without_badges_does_not_say_so(
    desk: Desk, chip_partner: ChipPartner, drain_outbox: Drain
) -> None:
    desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    assert chip_partner.asked
    for form in ("full", "compact"):
        assert b"badges" not in ask(desk, format=form).data


def test_a_board_that_was_read_is_read_again_when_a_badge_changes(
    desk: Desk, chip_partner: ChipPartner, drain_outbox: Drain
) -> None:
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    known = {"If-None-Match": ask(desk, format="compact").headers["ETag"]}
    assert ask(desk, format="compact", headers=known).status_code == 304
    chip_partner.badges = lambda segment: ["SOLO"] if segment.adults == 1 else []
    assert ask(desk, format="compact", headers=known).status_code == 304, "nothing was written yet"
    edited = desk.client.patch(
        f"/api/pms/reservations/{stay['id']}", json={"expectedVersion": stay["version"], "adults": 1}
    )
    assert edited.status_code == 200, edited.text
    drain_outbox()
    answer = ask(desk, format="compact", headers=known)
    assert answer.status_code == 200
    assert answer.json["segments"]["badges"] == [[0, "SOLO"]]


def test_the_stream_tells_them(desk: Desk, chip_partner: ChipPartner, drain_outbox: Drain) -> None:
    chip_partner.badges = lambda _segment: ["CH"]
    drain_outbox()
    since = int(board(desk)["seq"])
    desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    listener = Listener(desk.client, desk, since)
    (segment,) = listener.hear()[2]["segments"]
    listener.close()
    assert segment["badges"] == ["CH"]


def commands(client: RoleClient, **headers: str) -> list[dict[str, Any]]:
    page = client.get("/pms/calendar", headers=headers)
    assert page.status_code == 200
    found = re.search(r"data-chip-commands='([^']*)'", page.text)
    return json.loads(html.unescape(found[1])) if found else []


def test_the_page_has_the_commands_of_addons(desk: Desk, chip_partner: ChipPartner) -> None:
    assert commands(desk.client) == []
    assert "data-chip-commands" not in desk.client.get("/pms/calendar").text
    chip_partner.commands = lambda: [KEY]
    assert commands(desk.client) == [{"id": KEY.id, "label": "Channel", "url": KEY.url}]


def test_a_command_is_for_those_who_may_use_it(
    client: FreshClient, desk: Desk, chip_partner: ChipPartner
) -> None:
    fees = ChipCommand(
        "keys.fees", "Fees", "/keys/fees/{reservationId}", permission="pms.reservations.waive_fee"
    )
    chip_partner.commands = lambda: [KEY, fees]
    assert [each["id"] for each in commands(desk.client)] == ["keys.cut", "keys.fees"]
    assert [each["id"] for each in commands(client.as_role("pms_front_desk"))] == ["keys.cut"]


def test_an_addon_that_is_off_adds_no_command(desk: Desk, actor: Actor, chip_partner: ChipPartner) -> None:
    chip_partner.commands = lambda: [KEY]
    activation.disable(registry_of(), NAME, actor=actor)
    assert commands(desk.client) == []


def test_an_addon_that_fails_costs_its_commands_and_no_page(desk: Desk, chip_partner: ChipPartner) -> None:
    before = left_out("pms_chip_menu")
    chip_partner.commands = lambda: [ChipCommand("keys.cut", "Cut", "https://keys.example/{reservationId}")]
    assert commands(desk.client) == []
    chip_partner.commands = lambda: [{"id": "keys.cut"}, KEY]
    assert [each["id"] for each in commands(desk.client)] == ["keys.cut"]
    assert left_out("pms_chip_menu") - before == 2


@pytest.mark.parametrize(
    ("label", "url"),
    [
        (" ", "/keys/{reservationId}"),
        ("Cut", "/keys"),
        ("Cut", "javascript:alert('{reservationId}')"),
        ("Cut", "//keys.example/{reservationId}"),
        ("Cut", "/\\keys.example/{reservationId}"),
    ],
)
def test_a_command_leads_to_a_page_of_this_site(label: str, url: str) -> None:
    with pytest.raises(ValueError, match="chip command"):
        ChipCommand("keys.cut", label, url)


def test_a_label_is_said_in_the_readers_language(desk: Desk, chip_partner: ChipPartner) -> None:
    chip_partner.commands = lambda: [KEY]
    (command,) = commands(desk.client, **{"Accept-Language": "pt"})
    assert command["label"] == "Canal"
