"""What is on the board is what a recount says, however the projection got there."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from addons.pms.projections.board import NAME
from addons.pms.services.rebuild import rebuild
from addons.pms.services.verify import verify
from oppsera_host.addons.registry import registry_of
from oppsera_host.db.base import db
from oppsera_host.identity.actor import system_actor
from oppsera_host.outbox.runner import run_subscriber
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.testing.tenants import make_tenant
from tests.factories.hotel import build_hotel
from tests.pms.projections.history import HISTORIES, Life, rows_of

SETTINGS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def lived(history: list) -> tuple[UUID, Life]:
    tenant = make_tenant(registry_of().names)
    actor = system_actor(tenant.id, "test")
    life = Life(actor, build_hotel(actor), lambda: run_subscriber(NAME, tenant.id, forced=True))
    for step in history:
        life.happen(step)
    return tenant.id, life


@SETTINGS
@given(history=HISTORIES)
def test_live_rebuild_and_recount_agree(app: Flask, history: list) -> None:
    tenant_id, _ = lived(history)
    assert verify(tenant_id) == []
    report = rebuild(tenant_id)
    assert report.switched, report
    with tenant_scope(tenant_id), db.engine.begin() as connection:
        assert rows_of(connection, tenant_id, 1) == rows_of(connection, tenant_id, report.version)


@SETTINGS
@given(history=HISTORIES, back=st.integers(1, 60))
def test_events_that_come_again_change_nothing(app: Flask, history: list, back: int) -> None:
    tenant_id, _ = lived(history)
    run_subscriber(NAME, tenant_id, forced=True)
    with tenant_scope(tenant_id):
        with db.engine.begin() as connection:
            before = rows_of(connection, tenant_id, 1)
            weeks = _week_versions(connection)
            connection.execute(
                text("update host_outbox_cursors set done_seq = greatest(0, done_seq - :back)"),
                {"back": back},
            )
        run_subscriber(NAME, tenant_id, forced=True)
        with db.engine.begin() as connection:
            assert rows_of(connection, tenant_id, 1) == before
            # Properties have no row to compare, so their version rises; no week's does.
            assert _week_versions(connection) == weeks


def _week_versions(connection) -> list:
    return connection.execute(
        text(
            "select property_id, week, value from rm_pms_calendar_versions where week > '0001-01-01' order by 1, 2"
        )
    ).all()
