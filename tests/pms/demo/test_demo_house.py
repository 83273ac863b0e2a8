from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from addons.pms.demo import fill
from addons.pms.services.verify import verify
from oppsera_host.cli.demo import ADMINISTRATOR, PASSWORD, DemoLogin, ensure_demo
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.tenants import find_tenant
from oppsera_host.settings import Settings, SettingsError
from oppsera_host.testing.outbox import drain


@pytest.fixture(scope="module")
def login(application: Flask) -> DemoLogin | None:
    return ensure_demo(application)


@pytest.fixture
def demo(app: Flask, login: DemoLogin | None) -> Actor:
    return system_actor(find_tenant("demo"), "test")


def one(actor: Actor, statement: str) -> Any:
    with unit_of_work.reading(actor) as session:
        return session.execute(text(statement), {"tenant": actor.tenant_id}).one()


def test_there_is_a_house_to_look_at(demo: Actor) -> None:
    found = one(
        demo,
        "select (select count(*) from pms_rooms where tenant_id = :tenant) as rooms,"
        " (select count(*) from pms_rooms where tenant_id = :tenant and occupancy = 'OCCUPIED') as occupied,"
        " (select count(*) from pms_rooms where tenant_id = :tenant and condition = 'DIRTY') as dirty,"
        " (select count(*) from pms_reservations where tenant_id = :tenant and status = 'CHECKED_IN') as here,"
        " (select count(*) from pms_reservations where tenant_id = :tenant and notes <> '') as noted,"
        " (select count(*) from pms_room_blocks where tenant_id = :tenant and kind = 'OUT_OF_ORDER') as closed,"
        " (select count(distinct reservation_id) from rm_pms_calendar_segments where tenant_id = :tenant) as chips,"
        " (select count(*) from pms_reservations where tenant_id = :tenant) as stays",
    )
    assert found.rooms == 60
    assert found.occupied >= 15
    assert found.dirty > 0
    assert found.noted > 100
    assert found.closed == 3
    assert found.chips == found.stays > 3000


def test_a_guest_in_the_house_has_an_occupied_room(demo: Actor) -> None:
    differing = one(
        demo,
        "select count(*) as n from pms_rooms m where m.tenant_id = :tenant and (m.occupancy = 'OCCUPIED') <>"
        " exists (select from pms_room_blocks b join pms_reservations r on r.tenant_id = b.tenant_id"
        " and r.id = b.reservation_id where b.tenant_id = m.tenant_id and b.room_id = m.id"
        " and r.status = 'CHECKED_IN')",
    )
    assert differing.n == 0


def test_guests_in_the_house_owe_the_nights_they_have_slept(demo: Actor) -> None:
    found = one(
        demo,
        "select count(*) as slept, count(e.id) as charged, count(*) filter (where e.amount <> n.amount) as wrong,"
        " count(*) filter (where e.business_date <> p.business_date) as of_other_days"
        " from pms_reservations r join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id"
        " join pms_reservation_nights n on n.tenant_id = r.tenant_id and n.reservation_id = r.id"
        " and n.night < p.business_date left join pms_folio_entries e on e.tenant_id = n.tenant_id"
        " and e.reservation_id = n.reservation_id and e.night = n.night and e.kind = 'CHARGE'"
        " where r.tenant_id = :tenant and r.status = 'CHECKED_IN'",
    )
    assert found.slept == found.charged > 30
    assert (found.wrong, found.of_other_days) == (0, 0)


def test_some_have_paid_in_advance_and_others_pay_when_they_leave(demo: Actor) -> None:
    found = one(
        demo,
        "select count(*) filter (where owed > 0) as owing, count(*) filter (where owed < 0) as ahead from ("
        "select sum(e.amount) as owed from pms_folio_entries e where e.tenant_id = :tenant"
        " group by e.reservation_id) as guests",
    )
    assert found.owing > 5
    assert found.ahead > 5


def test_the_read_models_are_up_to_date_already(demo: Actor) -> None:
    assert drain(demo.tenant_id) == 0


def test_everything_that_is_kept_twice_agrees(demo: Actor) -> None:
    assert verify(demo.tenant_id) == []


def test_a_second_start_adds_nothing(app: Flask, demo: Actor, login: DemoLogin) -> None:
    before = one(demo, "select last_seq from host_outbox_streams where tenant_id = :tenant")
    assert ensure_demo(app) == login
    assert one(demo, "select last_seq from host_outbox_streams where tenant_id = :tenant") == before


def test_an_interrupted_start_goes_on(app: Flask, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first week of bookings, broken off after its first batch and taken up again."""
    generate = fill.generate
    monkeypatch.setattr(fill, "generate", lambda today: generate(today)[:60])
    monkeypatch.setattr(fill, "BATCH", 25)
    write = fill._write
    written: list[int] = []

    def broken_off(*arguments: Any) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(1)
        write(*arguments)

    monkeypatch.setattr(fill, "_write", broken_off)
    with pytest.raises(KeyboardInterrupt):
        fill.fill(actor)
    monkeypatch.setattr(fill, "_write", write)
    fill.fill(actor)
    fill.fill(actor)
    found = one(
        actor,
        "select count(*) as n, count(distinct source_ref) as different, (select count(*) from pms_rooms"
        " where tenant_id = :tenant) as rooms, (select count(*) from pms_room_blocks where tenant_id = :tenant"
        " and kind = 'OUT_OF_ORDER') as closed from pms_reservations where tenant_id = :tenant",
    )
    assert tuple(found) == (60, 60, 60, 3)


def test_manager_clerk_and_administrator_can_sign_in(app: Flask, login: DemoLogin) -> None:
    assert login == DemoLogin("manager@lodge.example", PASSWORD)
    for email in (login.email, "clerk@lodge.example", ADMINISTRATOR.email):
        answer = app.test_client().post("/login", data={"email": email, "password": PASSWORD})
        assert answer.status_code in {200, 302, 303}, (email, answer.text)


def test_production_refuses_a_known_password(application: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = application.extensions["oppsera_settings"]
    production = dataclasses.replace(settings, app_env="production")
    monkeypatch.setitem(application.extensions, "oppsera_settings", production)
    with pytest.raises(SettingsError, match="APP_ENV"):
        ensure_demo(application)
