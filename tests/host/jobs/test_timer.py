"""RQ's scheduler announces rounds when they are due; Redis lost, they come a little later and still once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from rq.registry import ScheduledJobRegistry
from rq.serializers import JSONSerializer

from oppsera_host.jobs.metrics import SCHEDULE_FAILURES
from oppsera_host.jobs.queues import RUN_ROUND, SCHEDULE_QUEUE, HostJob, queue, worker_connection
from oppsera_host.jobs.schedule import run_due_jobs
from oppsera_host.jobs.timer import ROUND_DUE, Timer, plan
from oppsera_host.jobs.worker import QueueWorker
from tests.support.dummy_application import (  # noqa: F401 - fixtures, found by their names
    application_fixture,
    dummies_fixture,
    dummy_fixture,
    environment_fixture,
)
from tests.support.late_redis import late_redis_fixture  # noqa: F401
from tests.support.waiting import wait_until

JOB = "dummy_addon.rounds"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def enabled_addons():
    return ("dummy_addon",)


@pytest.fixture(name="rounds")
def rounds_fixture(database):
    """The queue of timed rounds, empty."""
    connection = worker_connection(database.redis_url)
    found = queue(connection, SCHEDULE_QUEUE)
    found.empty()
    for each in planned(found):
        ScheduledJobRegistry(queue=found).remove(each)
    return found


def planned(rounds):
    return ScheduledJobRegistry(queue=rounds).get_job_ids()


def test_a_due_round_is_queued_once_and_a_later_one_waits(app, rounds):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for _ in range(2):
        plan(app, JOB, LONG_AGO)
        plan(app, JOB, tomorrow)
    first, second = Timer(app), Timer(app)
    first.look()
    second.look()
    assert [(job.func_name, job.args) for job in rounds.jobs] == [(RUN_ROUND, [JOB])]
    assert len(planned(rounds)) == 1
    first.stop()
    second.look()
    second.stop()
    assert len(rounds.jobs) == 1


def test_a_worker_hands_the_round_to_its_schedule(app, rounds):
    ROUND_DUE.clear()
    plan(app, JOB, LONG_AGO)
    timer = Timer(app)
    timer.look()
    timer.stop()
    worker = QueueWorker([rounds], job_class=HostJob, serializer=JSONSerializer, connection=rounds.connection)
    worker.work(burst=True)
    assert ROUND_DUE.is_set()
    ROUND_DUE.clear()


def test_a_round_that_ended_leaves_the_next_one(app, clock, database, rounds):
    with database.connect_as_admin() as connection:
        connection.execute("truncate host_job_runs")
    clock.advance(timedelta())
    assert JOB in run_due_jobs(app)
    due = int((clock.now() + timedelta(seconds=60)).timestamp())
    assert f"dummy_addon-rounds-{due}" in planned(rounds)


def test_without_redis_planning_is_counted_and_nothing_else(app, monkeypatch, tmp_path):
    settings = app.extensions["oppsera_settings"]
    fields = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    nowhere = type(settings)(**fields | {"redis_url": f"unix://{tmp_path / 'nobody.sock'}"})
    monkeypatch.setitem(app.extensions, "oppsera_settings", nowhere)
    counted = SCHEDULE_FAILURES.labels(reason="ConnectionError")
    before = counted._value.get()
    plan(app, JOB, LONG_AGO)
    assert counted._value.get() == before + 1


@pytest.mark.parametrize("redis_there", [True, False])
def test_a_worker_runs_rounds_with_redis_and_without(database, start_worker, late_redis, tenant, redis_there):
    if redis_there:
        late_redis.start()
    with database.connect_as_admin() as connection:
        connection.execute("truncate host_job_runs")
        start_worker(REDIS_URL=late_redis.url)

        def ran():
            found = "select 1 from host_tenant_jobs where tenant_id = %s and job = %s"
            return connection.execute(found, (tenant.id, JOB)).fetchone()

        wait_until(ran, "the first round")
