"""Addons' badges beside the chips: written with the stay, or not at all, whatever the addon does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.projections import segments
from addons.pms.projections.places import Span
from addons.pms.services.rebuild import rebuild
from addons.pms.services.verify import verify
from oppsera_host.addons import activation
from oppsera_host.addons.registry import registry_of
from oppsera_host.db import pipeline
from oppsera_host.db.base import db
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk
from tests.support.chip_partner import NAME, ChipPartner, left_out

Drain = Callable[[], int]
HOOK = "pms_chip_badges"


@pytest.fixture
def badges(tenant: Tenant) -> Callable[[], dict[str, set[str]]]:
    """What is kept of each reservation, over its weeks, in the version that is read."""

    def read() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        with tenant_scope(tenant.id), db.engine.begin() as connection:
            for row in connection.execute(
                text(
                    "select s.reservation_id, s.badges from rm_pms_calendar_segments s join host_outbox_cursors c"
                    " on c.tenant_id = s.tenant_id and c.version = s.model_version"
                    " where c.subscriber = 'pms.board' and c.live and s.reservation_id is not null"
                )
            ):
                found.setdefault(str(row.reservation_id), set()).add(row.badges)
        return found

    return read


def write(tenant: Tenant, desk: Desk, stay: dict) -> Any:
    """Write the stay once more, as a replayed event does; return which weeks changed."""
    span = Span(
        desk.hotel.property_id, *(date.fromisoformat(stay[name]) for name in ("checkInDate", "checkOutDate"))
    )
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        return segments.write_stays(connection, tenant.id, 1, [UUID(stay["id"])], [span])


def test_a_stay_has_its_badges_in_every_week(
    desk: Desk, chip_partner: ChipPartner, badges, drain_outbox: Drain
) -> None:
    chip_partner.badges = lambda segment: ["CH", "1P"] if segment.adults == 1 else []
    single = desk.book("2027-03-20", "2027-03-29", "101", adults=1)
    double = desk.book("2027-03-20", "2027-03-29", "102")
    drain_outbox()
    assert badges() == {single["id"]: {"CH 1P"}, double["id"]: {""}}


def test_an_addon_is_told_of_the_stay_and_of_nobody(
    desk: Desk, chip_partner: ChipPartner, drain_outbox: Drain
) -> None:
    stay = desk.book("2027-03-20", "2027-03-29", "101")
    waiting = desk.book("2027-03-20", "2027-03-22")
    drain_outbox()
    told = {str(segment.reservation_id): segment for segment in chip_partner.asked}
    assert len(chip_partner.asked) == 2, "once a segment, however many weeks it lies in"
    segment = told[stay["id"]]
    assert (segment.room_id, segment.status, segment.adults) == (
        desk.hotel.rooms["101"],
        ReservationStatus.CONFIRMED,
        2,
    )
    assert (str(segment.start_date), str(segment.check_out_date)) == ("2027-03-20", "2027-03-29")
    assert told[waiting["id"]].room_id is None
    assert "Probe" not in repr(chip_partner.asked)


def test_a_badge_that_changed_changes_the_week_and_one_that_did_not_changes_nothing(
    desk: Desk, tenant: Tenant, chip_partner: ChipPartner, badges, drain_outbox: Drain
) -> None:
    chip_partner.badges = lambda _segment: ["CH"]
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    assert write(tenant, desk, stay) == set()
    chip_partner.badges = lambda _segment: ["VIP"]
    ((_, week),) = write(tenant, desk, stay)
    assert str(week) == "2027-03-15"
    assert badges() == {stay["id"]: {"VIP"}}


def test_nothing_is_read_for_badges_where_no_addon_has_any(
    desk: Desk, actor: Actor, tenant: Tenant, chip_partner: ChipPartner, monkeypatch: pytest.MonkeyPatch,
    drain_outbox: Drain,
) -> None:  # fmt: skip
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    sent: list[bytes] = []
    start = pipeline.start

    def noted(driver: Any, statements: Any, **more: Any) -> None:
        sent.extend(each.text for each in statements if b"pms_reservations" in each.text)
        start(driver, statements, **more)

    monkeypatch.setattr(pipeline, "start", noted)
    write(tenant, desk, stay)
    assert len(sent) == 2, "the control: the chips, and the rows"
    activation.disable(registry_of(), NAME, actor=actor)
    chip_partner.asked.clear()
    sent.clear()
    write(tenant, desk, stay)
    (statement,) = sent
    assert b"jsonb" not in statement
    assert chip_partner.asked == []


def test_an_addon_that_is_off_is_not_asked(
    desk: Desk, actor: Actor, chip_partner: ChipPartner, badges, drain_outbox: Drain
) -> None:
    chip_partner.badges = lambda _segment: ["CH"]
    first = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    activation.disable(registry_of(), NAME, actor=actor)
    second = desk.book("2027-03-16", "2027-03-18", "102")
    drain_outbox()
    assert badges() == {first["id"]: {"CH"}, second["id"]: {""}}
    assert desk.move(first, "103").status_code == 200
    drain_outbox()
    assert badges() == {first["id"]: {""}, second["id"]: {""}}, "its next event takes them off"


@pytest.mark.parametrize(
    ("answer", "kept", "dropped"),
    [
        (["A", "b", "LONG5", "", 7, None, "A\n", "É"], "A", 7),
        (["A", "A", "B", "C", "A", "D", "E"], "A B C", 2),
        ("CH", "", 1),
        (7, "", 1),
        (None, "", 0),
        (("1A2B",), "1A2B", 0),
    ],
)
def test_what_breaks_the_rule_is_left_out_and_counted(
    answer: Any, kept: str, dropped: int, desk: Desk, chip_partner: ChipPartner, badges, drain_outbox: Drain
) -> None:
    chip_partner.badges = lambda _segment: answer
    before = left_out(HOOK)
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    assert badges() == {stay["id"]: {kept}}
    assert left_out(HOOK) - before == dropped


def test_an_addon_that_fails_delays_no_board(
    desk: Desk, tenant: Tenant, chip_partner: ChipPartner, badges, drain_outbox: Drain
) -> None:
    def fail(segment: Any) -> Any:
        if segment.adults == 1:
            raise RuntimeError("the addon is broken")
        return ["OK"]

    chip_partner.badges = fail
    before = left_out(HOOK)
    broken = desk.book("2027-03-16", "2027-03-18", "101", adults=1)
    sound = desk.book("2027-03-16", "2027-03-18", "102")
    drain_outbox()
    assert badges() == {broken["id"]: {""}, sound["id"]: {"OK"}}
    assert left_out(HOOK) - before == 1
    assert verify(tenant.id) == []


def test_the_verification_compares_them(
    desk: Desk, tenant: Tenant, chip_partner: ChipPartner, database: Database, drain_outbox: Drain
) -> None:
    chip_partner.badges = lambda _segment: ["CH"]
    desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    assert verify(tenant.id) == []
    with database.connect_as_admin() as admin:
        admin.execute(b"update rm_pms_calendar_segments set badges = 'XX' where tenant_id = %s", (tenant.id,))
    facts = [drift.detail for drift in verify(tenant.id) if drift.check == "board segments"]
    assert {next(iter(each)): next(iter(each.values()))["badges"] for each in facts} == {
        "expected": "CH",
        "found": "XX",
    }


def test_a_rebuild_brings_the_badges_of_an_addon_that_came_later(
    desk: Desk, tenant: Tenant, chip_partner: ChipPartner, badges, drain_outbox: Drain
) -> None:
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    chip_partner.badges = lambda _segment: ["NEW"]
    assert {drift.check for drift in verify(tenant.id)} == {"board segments"}
    assert rebuild(tenant.id).switched
    assert badges() == {stay["id"]: {"NEW"}}
    assert verify(tenant.id) == []
