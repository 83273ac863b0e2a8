"""A night audit that dies anywhere and is run again, by two at once, comes to what an undisturbed one comes to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from addons.pms.db.models.folio import NIGHT_UNIQUE
from addons.pms.db.queries import folios, night_charges
from addons.pms.db.queries import night_audit as audits
from addons.pms.services import night_audit
from addons.pms.services.night_audit_steps import Request
from addons.pms.services.verify import verify
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import system_actor
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel, build_hotel
from tests.support.race import timed

pytestmark = pytest.mark.faults
FIRST = date(2026, 1, 10)
IN_HOUSE, BATCH = 10, 4
# Ends itself before or after the commit of the n-th transaction, as a crash would.
DYING = f"""
import os, signal, sys
from addons.pms.services import night_audit
from oppsera_host.db.unit_of_work import UnitOfWork
night_audit.BATCH = {BATCH}
at, when, done, commit = int(sys.argv.pop(1)), sys.argv.pop(1), 0, UnitOfWork.commit
def counted(uow):
    global done
    done += 1
    if (done, when) == (at, "before"):
        os.kill(os.getpid(), signal.SIGKILL)
    commit(uow)
    if (done, when) == (at, "after"):
        os.kill(os.getpid(), signal.SIGKILL)
UnitOfWork.commit = counted
from oppsera_host.cli import main
sys.exit(main())
"""
#: Begun; marking the no-show and done with it; each of three batches; nothing left to charge; closing.
PLACES = [
    (1, "before"), (1, "after"), (2, "before"), (2, "after"), (4, "before"), (5, "before"), (5, "after"),
    (6, "before"), (9, "before"), (9, "after"),
]  # fmt: skip
#: After these deaths the command joins the two workers.
WITH_A_COMMAND = {(2, "before"), (5, "after")}


@dataclass
class Inn:
    """A hotel with guests in the house for every night, and one guest a day who never comes."""

    tenant: Tenant
    hotel: Hotel

    def command(self, day: date, script: str, *arguments: str) -> list[str]:
        return [
            sys.executable, "-c", script, *arguments, "pms", "night-audit", "--tenant", self.tenant.slug,
            "--property", "LODGE", "--through", day.isoformat(),
        ]  # fmt: skip

    def close(self, app: Flask, day: date) -> night_audit.NightAuditReport:
        with app.app_context():
            actor = system_actor(self.tenant.id, "worker")
            return night_audit.run(actor, Request(self.hotel.property_id, day))


def open_inn(client: FreshClient, tenant: Tenant) -> Inn:
    hotel = build_hotel(system_actor(tenant.id, "test"), rooms={"STD": IN_HOUSE + 5}, business_date=FIRST)
    desk = Desk(client.as_role("pms_manager", tenant), hotel)
    last = FIRST + timedelta(days=len(PLACES) + 2)
    for room in sorted(hotel.rooms)[:IN_HOUSE]:
        stay = desk.book(FIRST.isoformat(), last.isoformat(), room)
        assert desk.step(stay, "check-in").status_code == 200
    for number in range(len(PLACES)):
        day = FIRST + timedelta(days=number)
        desk.book(day.isoformat(), (day + timedelta(days=1)).isoformat())
    return Inn(tenant, hotel)


def entries(admin: psycopg.Connection, inn: Inn, code: str) -> list[tuple[Any, ...]]:
    """Return (reservation, night, how many charges, what they come to) of the charges of ``code``."""
    return admin.execute(
        "select reservation_id, night, count(*), sum(amount)::bigint from pms_folio_entries"
        " where tenant_id = %s and code = %s and kind = 'CHARGE' and tax_of_id is null group by 1, 2 order by 1, 2",
        (inn.tenant.id, code),
    ).fetchall()


def told(admin: psycopg.Connection, inn: Inn, kind: str) -> int:
    """Return how many events of the type there are."""
    statement = "select count(*) from host_outbox_events where tenant_id = %s and type = %s"
    found = admin.execute(statement, (inn.tenant.id, kind)).fetchone()
    assert found is not None
    return int(found[0])


def put_back(admin: psycopg.Connection, inn: Inn, day: date) -> None:
    """Open a closed date again behind the application's back, as if its audit had never been."""
    admin.execute("delete from pms_night_audits where tenant_id = %s", (inn.tenant.id,))
    admin.execute("update pms_properties set business_date = %s where tenant_id = %s", (day, inn.tenant.id))


def figures(report: night_audit.NightAuditReport) -> dict[str, Any]:
    return report.to_payload() | {"propertyId": "", "version": 0}


def test_killed_at_ten_places_and_run_again_by_two_at_once(
    app: Flask,
    database: Database,
    environment: dict[str, str],
    client: FreshClient,
    tenant: Tenant,
    other_tenant: Tenant,
):
    inn, calm = open_inn(client, tenant), open_inn(client, other_tenant)
    run: Callable[..., Any] = lambda command: subprocess.run(  # noqa: E731
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=90
    )
    days = [FIRST + timedelta(days=number) for number in range(len(PLACES))]
    with timed("night audits killed") as notes:
        for day, (at, when) in zip(days, PLACES, strict=True):
            died = run(inn.command(day, DYING, str(at), when))
            assert died.returncode == -signal.SIGKILL, f"{at} {when}: {died.stdout}{died.stderr}"
            with ThreadPoolExecutor(3) as workers:
                pair = [workers.submit(inn.close, app, day) for _ in range(2)]
                if (at, when) in WITH_A_COMMAND:
                    assert workers.submit(run, inn.command(day, DYING, "0", "never")).result().returncode == 0
            expected = figures(calm.close(app, day))
            assert [figures(each.result()) for each in pair] == [expected] * 2, f"killed {when} commit {at}"
        notes["places"] = len(PLACES)
    with database.connect_as_admin() as admin:
        found = entries(admin, inn, "ROOM")
        assert [row[2] for row in found] == [1] * IN_HOUSE * len(days)
        assert {row[1] for row in found} == set(days)
        assert told(admin, inn, "pms.night_audit.completed.v1") == len(days)
        assert told(admin, inn, "pms.reservation.no_show_marked.v1") == len(days)
        assert [row[2] for row in entries(admin, inn, "NO_SHOW_FEE")] == [1] * len(days)
        assert sum(row[3] for row in found) == sum(row[3] for row in entries(admin, calm, "ROOM"))
    assert verify(tenant.id) == []


def test_an_audit_of_the_same_night_again_posts_nothing(
    app: Flask, database: Database, client: FreshClient, tenant: Tenant
):
    inn = open_inn(client, tenant)
    assert inn.close(app, FIRST).charged_stays == IN_HOUSE
    with database.connect_as_admin() as admin:
        put_back(admin, inn, FIRST)
        again = inn.close(app, FIRST)
        assert (again.already_closed, again.charged_stays, again.room_charges.amount) == (False, 0, 0)
        assert [row[2] for row in entries(admin, inn, "ROOM")] == [1] * IN_HOUSE


@pytest.fixture(name="unguarded")
def unguarded_fixture(database: Database, monkeypatch: pytest.MonkeyPatch, tenant: Tenant) -> Iterator[None]:
    """Nobody looks whether a night was posted, and the database takes it twice; afterwards all is as before."""
    again = re.sub(r" and not exists \(select from pms_folio_entries.*?is null\)", "", audits.UNCHARGED.text)
    assert again != audits.UNCHARGED.text
    monkeypatch.setattr(audits, "UNCHARGED", text(again))
    monkeypatch.setattr(night_charges, "POSTED", text(f"{night_charges.POSTED.text} and false"))
    monkeypatch.setattr(
        folios, "ADD_ENTRIES", text(re.sub(r" on conflict.*do nothing", "", folios.ADD_ENTRIES.text))
    )
    with database.connect_as_admin() as admin:
        found = admin.execute(
            "select indexdef from pg_indexes where indexname = %s", (NIGHT_UNIQUE,)
        ).fetchone()
        assert found is not None
        admin.execute(f"drop index {NIGHT_UNIQUE}")
        yield
        admin.execute("set session_replication_role = replica")
        admin.execute("delete from pms_folio_entries where tenant_id = %s", (tenant.id,))
        admin.execute(found[0])


@pytest.mark.usefixtures("unguarded")
def test_control_without_the_guards_the_night_is_posted_twice(
    app: Flask, database: Database, client: FreshClient, tenant: Tenant
):
    inn = open_inn(client, tenant)
    actor = system_actor(tenant.id, "test")

    def close() -> None:
        unit_of_work.run(
            lambda uow: night_audit.close_business_date(uow, inn.hotel.property_id, FIRST), actor=actor
        )

    close()
    with database.connect_as_admin() as admin:
        put_back(admin, inn, FIRST)
        close()
        assert max(row[2] for row in entries(admin, inn, "ROOM")) > 1
