from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from addons.pms.cli.night_audit import close_through
from addons.pms.domain.errors import DomainError
from addons.pms.domain.night_audit import OverduePolicy
from addons.pms.domain.room_status import RoomStatus
from addons.pms.services import night_audit, night_audit_steps
from addons.pms.services.closures import set_out_of_order
from addons.pms.services.night_audit import close_business_date, run
from addons.pms.services.night_audit_report import NightAuditReport
from addons.pms.services.night_audit_steps import Request
from addons.pms.services.night_charges import PostedNight
from addons.pms.services.properties import find_property
from addons.pms.services.rooms import find_room
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.clock import TestClock
from tests.factories.desk import Desk
from tests.factories.hotel import BUSINESS_DATE, Hotel


def audit(actor: Actor, hotel: Hotel, day: date) -> NightAuditReport:
    return unit_of_work.run(lambda uow: close_business_date(uow, hotel.property_id, day), actor=actor)


def business_date(actor: Actor, hotel: Hotel) -> date:
    with unit_of_work.reading(actor) as session:
        return find_property(session, actor.tenant_id, hotel.property_id).business_date


def counts(report: NightAuditReport) -> dict[str, int]:
    payload = report.to_payload()
    return {name: payload[name] for name in ("arrivals", "departures", "inHouse", "dueIn", "dueOut")}


def completed(actor: Actor) -> list[dict]:
    with unit_of_work.reading(actor) as session:
        return list(
            session.execute(
                text(
                    "select payload from host_outbox_events where tenant_id = :tenant"
                    " and type = 'pms.night_audit.completed.v1' order by seq"
                ),
                {"tenant": actor.tenant_id},
            ).scalars()
        )


def test_closes_the_day_once_and_repeats_its_report(actor: Actor, desk: Desk, hotel: Hotel):
    here = desk.book("2027-03-15", "2027-03-17", "101")
    gone = desk.book("2027-03-15", "2027-03-16", "102")
    desk.book("2027-03-15", "2027-03-16", "103")
    for stay in (here, gone):
        assert desk.step(stay, "check-in").status_code == 200
    first = audit(actor, hotel, BUSINESS_DATE)
    assert counts(first) == {"arrivals": 2, "departures": 0, "inHouse": 2, "dueIn": 1, "dueOut": 0}
    assert desk.step(desk.get(gone), "check-out").status_code == 200
    second = audit(actor, hotel, first.next_business_date)
    assert counts(second) == {"arrivals": 0, "departures": 1, "inHouse": 1, "dueIn": 1, "dueOut": 0}
    third = audit(actor, hotel, second.next_business_date)
    assert counts(third) == {"arrivals": 0, "departures": 0, "inHouse": 1, "dueIn": 1, "dueOut": 1}
    again = audit(actor, hotel, BUSINESS_DATE)
    assert again.already_closed
    assert again.to_payload() == first.to_payload()
    assert business_date(actor, hotel) == third.next_business_date == BUSINESS_DATE + timedelta(days=3)
    assert completed(actor) == [report.to_payload() for report in (first, second, third)]


@pytest.mark.parametrize("offset", [-1, 1])
def test_only_the_current_date_can_be_closed(actor: Actor, hotel: Hotel, offset: int):
    with pytest.raises(DomainError) as refused:
        audit(actor, hotel, BUSINESS_DATE + timedelta(days=offset))
    assert list(refused.value.facts["fields"]) == ["businessDate"]
    assert business_date(actor, hotel) == BUSINESS_DATE


def test_many_clerks_close_a_day_and_it_is_closed_once(app: Flask, actor: Actor, hotel: Hotel):
    def clerk(_number: int) -> bool:
        with app.app_context():
            return audit(actor, hotel, BUSINESS_DATE).already_closed

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(clerk, range(4)))
    assert sorted(answers) == [False, True, True, True]
    assert business_date(actor, hotel) == BUSINESS_DATE + timedelta(days=1)
    assert len(completed(actor)) == 1


def test_rooms_whose_closure_begins_or_ends_change_their_word(actor: Actor, hotel: Hotel):
    def close(room: str, start: int, end: int) -> None:
        first = BUSINESS_DATE + timedelta(days=start)
        last = BUSINESS_DATE + timedelta(days=end)
        unit_of_work.run(lambda uow: set_out_of_order(uow, hotel.rooms[room], first, last, "x"), actor=actor)

    close("101", 0, 1)
    close("102", 1, 2)
    close("103", 0, 3)
    with unit_of_work.reading(actor) as session:
        before = {n: find_room(session, actor.tenant_id, i).snapshot for n, i in hotel.rooms.items()}
    audit(actor, hotel, BUSINESS_DATE)
    with unit_of_work.reading(actor) as session:
        after = {n: find_room(session, actor.tenant_id, i).snapshot for n, i in hotel.rooms.items()}
    assert after["101"].status is RoomStatus.VACANT_CLEAN
    assert after["102"].status is RoomStatus.OUT_OF_ORDER
    told = {number for number in hotel.rooms if after[number].version > before[number].version}
    assert told == {"101", "102"}


def test_the_command_line_closes_every_date_through_the_one_given(actor: Actor, hotel: Hotel):
    reports = close_through(actor, "LODGE", BUSINESS_DATE + timedelta(days=2))
    assert [report["businessDate"] for report in reports] == ["2027-03-15", "2027-03-16", "2027-03-17"]
    assert close_through(actor, "LODGE", BUSINESS_DATE) == []
    assert len(close_through(actor, "LODGE", None)) == 1
    assert business_date(actor, hotel) == BUSINESS_DATE + timedelta(days=4)


def charged(actor: Actor) -> list[tuple[str, str, int]]:
    """Return (reservation, night, amount) of every room charge of the tenant."""
    with unit_of_work.reading(actor) as session:
        rows = session.execute(
            text(
                "select reservation_id, night, amount from pms_folio_entries where tenant_id = :tenant"
                " and kind = 'CHARGE' and tax_of_id is null and code in ('ROOM', 'DAY_USE') order by night, amount"
            ),
            {"tenant": actor.tenant_id},
        )
        return [(str(row.reservation_id), row.night.isoformat(), row.amount) for row in rows]


def run_audit(actor: Actor, hotel: Hotel, day: date, overdue: OverduePolicy = OverduePolicy.KEEP):
    return run(actor, Request(hotel.property_id, day, overdue))


def arrived(desk: Desk, *booking: str, **more: Any) -> dict:
    stay = desk.book(*booking, **more)
    assert desk.step(stay, "check-in").status_code == 200
    return stay


def test_a_day_that_has_not_begun_is_not_closed(actor: Actor, hotel: Hotel, clock: TestClock):
    clock.stop_at(datetime(2027, 3, 15, 20, tzinfo=UTC))
    run_audit(actor, hotel, BUSINESS_DATE)
    with pytest.raises(DomainError, match="another look") as refused:
        run_audit(actor, hotel, BUSINESS_DATE + timedelta(days=1))
    assert refused.value.facts["fields"]["businessDate"][0].startswith("2027-03-16 has not begun yet")
    clock.stop_at(datetime(2027, 3, 15, 23, tzinfo=UTC))
    run_audit(actor, hotel, BUSINESS_DATE + timedelta(days=1))


def test_small_batches_come_to_the_same(
    actor: Actor, desk: Desk, hotel: Hotel, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("addons.pms.services.night_audit.BATCH", 1)
    for room in ("101", "102", "103"):
        arrived(desk, "2027-03-15", "2027-03-17", room)
    report = run_audit(actor, hotel, BUSINESS_DATE)
    assert (report.charged_stays, report.room_charges.amount) == (3, 30_000)


def test_who_checks_in_while_nights_are_posted_is_charged_too(
    actor: Actor, desk: Desk, hotel: Hotel, monkeypatch: pytest.MonkeyPatch
):
    first = arrived(desk, "2027-03-15", "2027-03-17", "101")
    late = desk.book("2027-03-15", "2027-03-17", "102")
    close = night_audit.close_business_date

    def check_in_first(*arguments: Any) -> NightAuditReport:
        if desk.get(late)["status"] == "CONFIRMED":
            assert desk.step(late, "check-in").status_code == 200
        return close(*arguments)

    monkeypatch.setattr(night_audit, "close_business_date", check_in_first)
    assert run_audit(actor, hotel, BUSINESS_DATE).charged_stays == 2
    assert {each[0] for each in charged(actor)} == {first["id"], late["id"]}


def test_a_night_closed_before_the_guest_came_is_charged_with_the_next(
    actor: Actor, desk: Desk, hotel: Hotel
):
    late = desk.book("2027-03-15", "2027-03-18", "101")
    run_audit(actor, hotel, BUSINESS_DATE)
    assert charged(actor) == []
    assert desk.step(late, "check-in").status_code == 200
    run_audit(actor, hotel, BUSINESS_DATE + timedelta(days=1))
    assert charged(actor) == [(late["id"], "2027-03-15", 10_000), (late["id"], "2027-03-16", 10_000)]


def test_a_closed_account_is_told_of_and_holds_up_nobody(actor: Actor, desk: Desk, hotel: Hotel):
    first, second = (arrived(desk, "2027-03-15", "2027-03-18", room) for room in ("101", "102"))
    run_audit(actor, hotel, BUSINESS_DATE)
    with unit_of_work.reading(actor) as session:
        folio = session.execute(
            text("select id from pms_folios where tenant_id = :tenant and reservation_id = :stay"),
            {"tenant": actor.tenant_id, "stay": first["id"]},
        ).scalar_one()
    unit_of_work.run(
        lambda uow: uow.connection.execute(
            text("update pms_folios set status = 'CLOSED' where tenant_id = :tenant and id = :id"),
            {"tenant": actor.tenant_id, "id": folio},
        ),
        actor=actor,
    )
    report = run_audit(actor, hotel, BUSINESS_DATE + timedelta(days=1))
    assert report.charged_stays + len(report.problems) >= 2
    assert {each["reservationId"] for each in report.problems} <= {first["id"]}
    assert (second["id"], "2027-03-16", 10_000) in charged(actor)
    assert business_date(actor, hotel) == BUSINESS_DATE + timedelta(days=2)


def test_an_overdue_stay_is_extended_only_where_its_room_is_free(actor: Actor, desk: Desk, hotel: Hotel):
    stays = [arrived(desk, "2027-03-15", "2027-03-16", room) for room in ("101", "102")]
    desk.book("2027-03-16", "2027-03-17", "102")
    run_audit(actor, hotel, BUSINESS_DATE)
    report = run_audit(actor, hotel, BUSINESS_DATE + timedelta(days=1), OverduePolicy.EXTEND)
    assert (report.extended, report.due_out, report.charged_stays) == (1, 1, 1)
    assert report.problems == [
        {"reservationId": stays[1]["id"], "step": "OVERDUE", "code": "ROOM_ALREADY_BOOKED"}
    ]
    assert desk.get(stays[0])["checkOutDate"] == "2027-03-17"


def test_day_guests_are_charged_once(actor: Actor, desk: Desk, hotel: Hotel):
    day = arrived(desk, "2027-03-15", "2027-03-15", "101", dayUse=True)
    assert run_audit(actor, hotel, BUSINESS_DATE).charged_stays == 1
    run_audit(actor, hotel, BUSINESS_DATE + timedelta(days=1))
    assert [each[:2] for each in charged(actor)] == [(day["id"], "2027-03-15")]


def test_stays_that_cannot_be_charged_at_all_do_not_go_on_for_ever(
    actor: Actor, desk: Desk, hotel: Hotel, monkeypatch: pytest.MonkeyPatch
):
    stay = arrived(desk, "2027-03-15", "2027-03-17", "101")
    monkeypatch.setattr(night_audit_steps, "post_night", lambda *_: PostedNight(0, 0, 0))
    report = run_audit(actor, hotel, BUSINESS_DATE)
    assert report.problems == [{"reservationId": stay["id"], "step": "CHARGES", "code": "NOT_CHARGED"}]


def test_closing_plans_the_cleaning_of_the_new_day(actor: Actor, desk: Desk, hotel: Hotel):
    arrived(desk, "2027-03-15", "2027-03-16", "101")
    assert run_audit(actor, hotel, BUSINESS_DATE).tasks == 1
