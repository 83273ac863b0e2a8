"""Building the read models anew while people work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from addons.pms.projections.board import NAME
from addons.pms.services.calendar_week import SegmentRow, WeekRequest, read_board
from addons.pms.services.rebuild import rebuild, roll_back
from oppsera_host.db.base import db
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.outbox import cursors
from oppsera_host.outbox import rebuild as outbox_rebuild
from oppsera_host.outbox.runner import run_subscriber
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk


def versions(tenant: Tenant) -> dict[int, bool]:
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        rows = connection.execute(
            text("select version, live from host_outbox_cursors where subscriber = 'pms.board'")
        )
        return {row.version: row.live for row in rows}


def shown(actor: Actor, desk: Desk) -> list[str]:
    with tenant_scope(actor.tenant_id):
        board = read_board(
            actor, WeekRequest(start=date(2027, 3, 15), days=7, property_id=desk.hotel.property_id)
        )
    assert not isinstance(board, str)
    return sorted(SegmentRow._make(row).reservation_id or "" for row in board.segments)


def test_switches_keeps_one_way_back_and_drops_what_is_older(
    desk: Desk, tenant: Tenant, actor: Actor, drain_outbox: Callable[[], int]
) -> None:
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    first = rebuild(tenant.id)
    assert (first.version, first.switched, first.dropped) == (2, True, [])
    assert versions(tenant) == {1: False, 2: True}
    assert shown(actor, desk) == [stay["id"]]
    second = rebuild(tenant.id)
    assert (second.version, second.switched, second.dropped) == (3, True, [1])
    assert versions(tenant) == {2: False, 3: True}
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        left = connection.execute(
            text("select distinct model_version from rm_pms_calendar_segments order by 1")
        )
        assert left.scalars().all() == [2, 3]


def test_both_versions_are_fed_after_the_switch(
    desk: Desk, tenant: Tenant, actor: Actor, drain_outbox: Callable[[], int]
) -> None:
    rebuild(tenant.id)
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    assert shown(actor, desk) == [stay["id"]]
    assert roll_back(tenant.id) == 1
    assert shown(actor, desk) == [stay["id"]]
    with pytest.raises(LookupError):
        roll_back(tenant.id)


def test_reads_stay_on_the_old_version_while_the_new_one_catches_up(
    desk: Desk, tenant: Tenant, actor: Actor, drain_outbox: Callable[[], int]
) -> None:
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        version = outbox_rebuild.begin(connection, tenant.id, NAME)
    assert versions(tenant) == {1: True, version: False}
    assert shown(actor, desk) == [stay["id"]]
    run_subscriber(NAME, tenant.id)
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        assert cursors.versions(connection, tenant.id, NAME) == [1, version]
    assert shown(actor, desk) == [stay["id"]]


def test_a_version_that_differs_is_not_used(
    desk: Desk, tenant: Tenant, actor: Actor, drain_outbox: Callable[[], int], database: Database
) -> None:
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    drain_outbox()
    with database.connect_as_admin() as admin:
        # An event nobody told of: the stay is not where its events say.
        admin.execute("set session_replication_role = replica")
        admin.execute(
            "update host_outbox_events set type = 'pms.rate_plan.updated.v1'"
            " where tenant_id = %s and type = 'pms.reservation.created.v1'",
            (tenant.id,),
        )
    report = rebuild(tenant.id)
    assert not report.switched
    assert {drift.check for drift in report.drift} == {"board segments", "board occupancy"}
    assert versions(tenant) == {1: True, 2: False}
    assert shown(actor, desk) == [stay["id"]]
