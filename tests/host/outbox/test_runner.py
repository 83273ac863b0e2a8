"""Cursors move through the outbox in order, once, and past what cannot be read."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from oppsera_host.db import unit_of_work
from oppsera_host.db.base import db
from oppsera_host.db.unit_of_work import Event, Mutation
from oppsera_host.identity.actor import system_actor
from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.outbox import runner, sweeper
from oppsera_host.outbox.parking import replay
from oppsera_host.outbox.runner import SequenceGapError, run_subscriber
from oppsera_host.telemetry import OUTBOX_GAPS, PARKED, SWEEPER_RESCUES
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.testing.clock import TestClock
from oppsera_host.testing.databases import Database
from oppsera_host.testing.tenants import make_tenant
from tests.host.outbox.conftest import Listener

Publish = Callable[..., int]
Select = Callable[[str], list[Any]]
CURSOR = "select done_seq, fail_count, last_error, live from host_outbox_cursors"
PARKED_ROWS = "select seq, error from host_outbox_parked order by seq"


def fail_until_parked(tenant: Tenant) -> None:
    for _ in range(runner.TRIES_BEFORE_PARKING + 1):
        run_subscriber("test.listener", tenant.id, forced=True)


def test_every_event_once_and_in_order(
    listener: Listener, publish: Publish, tenant: Tenant, select: Select
) -> None:
    seqs = [publish() for _ in range(5)]
    assert seqs == [1, 2, 3, 4, 5]
    assert run_subscriber("test.listener", tenant.id) == 5
    assert run_subscriber("test.listener", tenant.id) == 0
    assert listener.seen == {1: seqs}
    assert select(CURSOR)[0].done_seq == 5


def test_only_wanted_types_but_the_cursor_passes_all(
    listener: Listener, publish: Publish, tenant: Tenant, select: Select
) -> None:
    listener.event_types = frozenset({"test.other.v1"})
    publish()
    run_subscriber("test.listener", tenant.id)
    assert listener.seen == {}
    assert select(CURSOR)[0].done_seq == 1


def test_of_the_payload_only_what_the_subscriber_reads(
    listener: Listener, publish: Publish, tenant: Tenant
) -> None:
    publish(poison=False, note="long")
    run_subscriber("test.listener", tenant.id)
    listener.payload_members = ("poison", "nothing")
    publish(poison=False, note="long")
    run_subscriber("test.listener", tenant.id)
    assert listener.payloads == [
        {"schemaVersion": 1, "poison": False, "note": "long"},
        {"poison": False, "nothing": None},
    ]


def test_garbage_waits_for_the_end_of_the_batch(listener: Listener, publish: Publish, tenant: Tenant) -> None:
    during = []

    def fail(connection: Connection) -> None:
        during.append(gc.isenabled())
        raise ValueError("half-way")

    listener.error = fail
    publish()
    assert gc.isenabled()
    run_subscriber("test.listener", tenant.id)
    assert during == [False]
    assert gc.isenabled()


def test_effect_and_cursor_commit_together(
    listener: Listener, publish: Publish, tenant: Tenant, select: Select
) -> None:
    publish()

    def half_way(connection: Connection) -> None:
        connection.execute(
            text(
                "insert into host_outbox_parked values (:tenant, 'effect', 1, 1, :tenant, 'written', now())"
            ),
            {"tenant": tenant.id},
        )
        raise ValueError("half-way")

    listener.error = half_way
    assert run_subscriber("test.listener", tenant.id) == 0
    assert select("select * from host_outbox_parked") == []
    (cursor,) = select(CURSOR)
    assert (cursor.done_seq, cursor.fail_count) == (0, 1)
    assert "half-way" in cursor.last_error


def test_backs_off_after_a_failure_and_comes_back(
    listener: Listener, publish: Publish, tenant: Tenant, clock: TestClock
) -> None:
    clock.stop_at(clock.now())
    publish(poison=True)
    run_subscriber("test.listener", tenant.id)
    listener.refuses = False
    assert run_subscriber("test.listener", tenant.id) == 0
    clock.advance(timedelta(seconds=1))
    assert run_subscriber("test.listener", tenant.id) == 1


def test_a_poison_event_is_parked_with_its_aggregate_and_the_rest_flows(
    listener: Listener, publish: Publish, tenant: Tenant, select: Select
) -> None:
    sick, healthy = new_id(), new_id()
    counted = PARKED.labels(subscriber="test.listener")._value.get()
    publish(healthy)
    poison = publish(sick, poison=True)
    publish(healthy)
    behind = publish(sick)
    fail_until_parked(tenant)
    assert listener.seen == {1: [1, 3]}
    assert [row.seq for row in select(PARKED_ROWS)] == [poison, behind]
    assert "cannot read this" in select(PARKED_ROWS)[0].error
    later = publish(sick)
    run_subscriber("test.listener", tenant.id)
    assert [row.seq for row in select(PARKED_ROWS)] == [poison, behind, later]
    assert PARKED.labels(subscriber="test.listener")._value.get() == counted + 3
    listener.refuses = False
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        assert replay(connection, listener, tenant.id, 1) == 3
    assert listener.seen == {1: [1, 3, poison, behind, later]}
    assert select(PARKED_ROWS) == []


def test_transient_trouble_never_parks(
    listener: Listener, publish: Publish, tenant: Tenant, select: Select
) -> None:
    publish()

    def time_out(connection: Connection) -> None:
        connection.execute(text("set local statement_timeout = '1ms'"))
        connection.execute(text("select pg_sleep(1)"))

    listener.error = time_out
    for _ in range(5):
        run_subscriber("test.listener", tenant.id, forced=True)
    assert select(PARKED_ROWS) == []
    listener.error = None
    assert run_subscriber("test.listener", tenant.id, forced=True) == 1


def test_a_batch_that_failed_comes_back_smaller(listener: Listener, publish: Publish, tenant: Tenant) -> None:
    for _ in range(runner.BATCH_AFTER_FAILURE + 1):
        publish()
    listener.error = lambda connection: connection.execute(text("select 1 / 0")) and None
    run_subscriber("test.listener", tenant.id)
    listener.error = None
    run_subscriber("test.listener", tenant.id, forced=True)
    assert listener.batches == [runner.BATCH_AFTER_FAILURE + 1, runner.BATCH_AFTER_FAILURE, 1]


def test_a_gap_stops_the_reader_and_alarms(
    listener: Listener, publish: Publish, tenant: Tenant, database: Database, select: Select
) -> None:
    for _ in range(3):
        publish()
    _lose(database, tenant, 2)
    counted = OUTBOX_GAPS._value.get()
    with pytest.raises(SequenceGapError, match="event 2 is missing"):
        run_subscriber("test.listener", tenant.id)
    assert OUTBOX_GAPS._value.get() == counted + 1
    assert listener.seen == {}
    assert select(CURSOR)[0].done_seq == 0


def test_one_tenants_gap_does_not_stop_the_sweeper(
    listener: Listener, publish: Publish, tenant: Tenant, database: Database, select: Select
) -> None:
    publish()
    _lose(database, tenant, 1)
    publish()
    healthy = make_tenant(())
    _publish_in(healthy)
    rescued = SWEEPER_RESCUES.labels(subscriber="test.listener")._value.get()
    sweeper.sweep_once()
    assert SWEEPER_RESCUES.labels(subscriber="test.listener")._value.get() > rescued
    with tenant_scope(healthy.id), db.engine.begin() as connection:
        assert connection.execute(text("select done_seq from host_outbox_cursors")).scalar() == 1


def test_a_held_cursor_is_left_alone(
    listener: Listener, publish: Publish, tenant: Tenant, select: Select
) -> None:
    publish()
    run_subscriber("test.listener", tenant.id)
    publish()
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        connection.execute(text("select from host_outbox_cursors for update"))
        assert run_subscriber("test.listener", tenant.id) == 0
    assert run_subscriber("test.listener", tenant.id) == 1


def _lose(database: Database, tenant: Tenant, seq: int) -> None:
    with database.connect_as_admin() as admin:
        admin.execute("set session_replication_role = replica")
        admin.execute("delete from host_outbox_events where tenant_id = %s and seq = %s", (tenant.id, seq))


def _publish_in(tenant: Tenant) -> None:
    event = Event("test.thing.changed.v1", "thing", new_id(), 1, {})
    mutation = Mutation("thing.change", "thing", event.aggregate_id, 1, None, {}, (event,))
    unit_of_work.run(lambda uow: uow.record(mutation), actor=system_actor(tenant.id, "test"))
