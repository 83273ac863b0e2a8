"""Background work runs in its tenant, and not at all where its addon is off."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from rq.serializers import JSONSerializer

from oppsera_host.jobs import tasks
from oppsera_host.jobs.context import run_for_addon
from oppsera_host.jobs.metrics import DROPPED_JOBS
from oppsera_host.jobs.queues import (
    MOST_TENANTS,
    RUN_SUBSCRIBER,
    HostJob,
    queue,
    send_wake_ups,
    take_wake_up,
    worker_connection,
)
from oppsera_host.tenancy.scope import current_tenant
from oppsera_host.testing.tenants import make_tenant, make_token
from tests.support.dummy_application import (  # noqa: F401 - fixtures, found by their names
    application_fixture,
    dummies_fixture,
    dummy_fixture,
    environment_fixture,
)


@pytest.fixture
def enabled_addons():
    return ("dummy_addon",)


def follow_wake_up(connection, *tenants):
    for tenant_id in tenants:
        send_wake_ups(connection, ["dummy_addon.notes"], tenant_id)
    take_up(connection)


def take_up(connection):
    HostJob.create(
        RUN_SUBSCRIBER, ["dummy_addon.notes"], connection=connection, serializer=JSONSerializer
    ).perform()


@pytest.fixture
def without_addons(app):
    return make_tenant((), "House without addons")


def test_work_runs_in_its_tenant(app, tenant):
    seen = []
    assert run_for_addon(app, "dummy_addon", "job", tenant.id, lambda: seen.append(current_tenant())) is True
    assert seen == [tenant.id]
    assert current_tenant() is None


def test_work_of_an_addon_that_is_off_is_dropped_and_counted(app, without_addons):
    counted = DROPPED_JOBS.labels(addon="dummy_addon")
    before, seen = counted._value.get(), []
    assert run_for_addon(app, "dummy_addon", "job", without_addons.id, lambda: seen.append(1)) is False
    assert seen == []
    assert counted._value.get() == before + 1


def test_a_queued_function_of_the_addon_is_called(app, tenant, dummy):
    tasks.run_addon_function("dummy_addon", "dummy_addon.plugin.do_rounds", str(tenant.id), {})
    assert tenant.id in dummy.ran


def test_a_queued_function_is_dropped_where_the_addon_is_off(app, without_addons, dummy):
    tasks.run_addon_function("dummy_addon", "dummy_addon.plugin.do_rounds", str(without_addons.id), {})
    assert without_addons.id not in dummy.ran


@pytest.mark.parametrize("function", ["os.getcwd", "dummy_addonly.plugin.do_rounds", "getcwd"])
def test_a_function_from_outside_the_addon_is_refused(app, tenant, function):
    with pytest.raises(PermissionError, match="from outside its package"):
        tasks.run_addon_function("dummy_addon", function, str(tenant.id), {})


def test_redis_cannot_make_a_worker_call_just_anything(database):
    connection = worker_connection(database.redis_url)
    job = HostJob.create("os.getcwd", connection=connection, serializer=JSONSerializer)
    with pytest.raises(PermissionError, match="not a task of the host"):
        job.perform()


def test_a_subscriber_job_moves_its_cursor(app, tenant, own_redis, dummy):
    follow_wake_up(worker_connection(own_redis), tenant.id)
    assert (tenant.id, 1) in dummy.handled


def test_one_wake_up_moves_every_tenant_with_news_and_a_gap_stops_only_its_own(
    app, database, own_redis, dummy
):
    houses = [make_tenant(("dummy_addon",), name) for name in ("North", "South", "West")]
    make_token(houses[1], "host_admin")
    with database.connect_as_admin() as admin:
        admin.execute("set session_replication_role = replica")  # the outbox refuses to lose an event
        admin.execute("delete from host_outbox_events where tenant_id = %s and seq = 1", (houses[1].id,))
    follow_wake_up(worker_connection(own_redis), *(house.id for house in houses))
    assert {tenant for tenant, _ in dummy.handled} >= {houses[0].id, houses[2].id}
    assert houses[1].id not in {tenant for tenant, _ in dummy.handled}


def test_whom_a_wake_up_has_no_time_left_for_gets_another(app, own_redis, monkeypatch):
    connection = worker_connection(own_redis)
    houses = [make_tenant(("dummy_addon",), name) for name in ("North", "South", "West")]
    run, followed = tasks.run_or_report_gap, []

    def stumble(_subscriber, tenant_id):
        followed.append(tenant_id)
        raise ValueError("stumbled")

    monkeypatch.setattr(tasks, "run_or_report_gap", stumble)
    with pytest.raises(ValueError, match="stumbled"):
        follow_wake_up(connection, *(house.id for house in houses))
    monkeypatch.setattr(tasks, "run_or_report_gap", run)
    monkeypatch.setattr(tasks, "TOGETHER_SECONDS", 0)
    take_up(connection)
    assert queue(connection).count == 3, "one for all of them, one after the stumble, one after no time"
    left = {UUID(each.decode()) for each in connection.smembers("oppsera-wake/news/dummy_addon.notes")}
    assert left == {house.id for house in houses} - {*followed}


def test_many_tenants_are_left_to_further_wake_ups(own_redis):
    connection = worker_connection(own_redis)
    wanted = {uuid4() for _ in range(MOST_TENANTS + 1)}
    for tenant_id in wanted:
        send_wake_ups(connection, ["dummy_addon.notes"], tenant_id)
    jobs = queue(connection)
    assert jobs.count == 1
    first = take_wake_up(connection, "dummy_addon.notes")
    assert jobs.count == 2
    assert {*first, *take_wake_up(connection, "dummy_addon.notes")} == wanted
    assert jobs.count == 2
