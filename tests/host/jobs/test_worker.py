"""A real worker process keeps the outbox moving, with Redis and without."""

from __future__ import annotations

import os
import signal

import pytest
from redis import Redis, RedisError
from rq.serializers import JSONSerializer
from sqlalchemy import make_url

from oppsera_host.jobs import tasks
from oppsera_host.jobs.loops import HEARTBEAT
from oppsera_host.jobs.metrics import WAKE_UP_JOB_FAILURES
from oppsera_host.jobs.queues import (
    FAILURE_SECONDS,
    HostJob,
    enqueue,
    queue,
    send_wake_ups,
    worker_connection,
)
from oppsera_host.jobs.worker import QueueWorker
from tests.support.dummy_application import (  # noqa: F401 - fixtures, found by their names
    application_fixture,
    dummies_fixture,
    dummy_fixture,
    environment_fixture,
)
from tests.support.late_redis import late_redis_fixture  # noqa: F401
from tests.support.waiting import wait_until


@pytest.fixture
def enabled_addons():
    return ("dummy_addon",)


@pytest.fixture
def behind(database, tenant):
    """How many events of the tenant the dummy's subscriber has not handled yet."""
    statement = (
        "select s.last_seq - coalesce(c.done_seq, 0) from host_outbox_streams s"
        " left join host_outbox_cursors c on c.tenant_id = s.tenant_id and c.subscriber = 'dummy_addon.notes'"
        " where s.tenant_id = %s"
    )

    def read():
        with database.connect_as_admin() as connection:
            return connection.execute(statement, (tenant.id,)).fetchone()[0]

    return read


def listening(url):
    """Names of the RQ workers that Redis knows."""
    try:
        return Redis.from_url(url).smembers("rq:workers")
    except RedisError:
        return set()


def test_a_wake_up_is_worked_off(database, worker, tenant, behind):
    connection = worker_connection(database.redis_url)
    wait_until(lambda: listening(database.redis_url), "the worker listening")
    send_wake_ups(connection, ["dummy_addon.notes"], tenant.id)
    wait_until(lambda: queue(connection).count == 0 and behind() == 0, "the outbox being worked off")


def test_a_worker_takes_up_redis_once_it_is_there(late_redis, start_worker, tenant, behind):
    process = start_worker(REDIS_URL=late_redis.url)
    wait_until(lambda: behind() == 0, "the sweeper moving the outbox")
    late_redis.start()
    wait_until(lambda: listening(late_redis.url), "the worker listening")
    late_redis.stop()
    wait_until(lambda: not late_redis.answers(), "Redis being gone")
    late_redis.start()
    connection = worker_connection(late_redis.url)
    send_wake_ups(connection, ["dummy_addon.notes"], tenant.id)
    wait_until(lambda: queue(connection).count == 0, "the worker taking the wake-up")
    assert process.running()
    assert process.stop() == 0


def test_a_worker_asked_to_stop_ends_in_order(worker, environment):
    wait_until(lambda: listening(environment["REDIS_URL"]), "the worker listening")
    assert worker.stop() == 0
    assert "worker_stopped" in worker.printed()
    assert listening(environment["REDIS_URL"]) == set()


def test_a_killed_worker_leaves_nothing_undone(start_worker, tenant, behind, client):
    first = start_worker()
    client.token_for("host_admin")
    os.killpg(first.pid, signal.SIGKILL)
    start_worker()
    wait_until(lambda: behind() == 0, "the second worker finishing")


def test_a_worker_outlives_its_database_connections(database, start_worker, tenant, behind, client):
    named = make_url(database.app_url).update_query_dict({"application_name": tenant.slug})
    process = start_worker(DATABASE_URL=named.render_as_string(hide_password=False))
    wait_until(lambda: behind() == 0, "the worker at work")
    kill = "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = %s"
    with database.connect_as_admin() as connection:
        assert connection.execute(kill, (tenant.slug,)).fetchone() > (0,)
    client.token_for("host_admin")
    wait_until(lambda: behind() == 0, "the worker at work again")
    assert process.running()


def test_a_failing_job_leaves_its_type_and_not_its_words(app, database, tenant, dummy, capfd):
    dummy.failing.add(tenant.id)
    name = f"queue-{tenant.slug}"
    enqueue(app, "dummy_addon", "dummy_addon.plugin.do_rounds", tenant.id, queue_name=name)
    jobs = queue(worker_connection(database.redis_url), name)
    [job] = jobs.jobs
    worker = QueueWorker([jobs], job_class=HostJob, serializer=JSONSerializer, connection=jobs.connection)
    worker.work(burst=True)
    assert job.latest_result().exc_string == "ValueError"
    logged = capfd.readouterr().err
    assert "job_failed" in logged
    assert "stumbled" not in logged
    assert 0 < jobs.connection.ttl(job.key) <= FAILURE_SECONDS


@pytest.fixture
def wake_queue(own_redis):
    """The queue of wake-ups, and a worker that follows what is in it."""
    jobs = queue(worker_connection(own_redis))
    return jobs, QueueWorker([jobs], job_class=HostJob, serializer=JSONSerializer, connection=jobs.connection)


def test_nothing_is_kept_of_a_wake_up(app, tenant, dummy, wake_queue):
    jobs, worker = wake_queue
    send_wake_ups(jobs.connection, ["dummy_addon.notes"], tenant.id)
    [job] = jobs.jobs
    assert 0 < jobs.connection.ttl(job.key) <= 60, "nor of one whose worker was killed"
    worker.work(burst=True)
    assert (tenant.id, 1) in dummy.handled
    assert jobs.connection.keys(f"*{job.id}*") == []
    assert jobs.failed_job_registry.count == jobs.started_job_registry.count == 0


def test_a_wake_up_that_breaks_off_is_counted_and_the_next_is_followed(
    app, tenant, dummy, wake_queue, capfd, monkeypatch
):
    jobs, worker = wake_queue
    before, run = WAKE_UP_JOB_FAILURES._value.get(), tasks.run_or_report_gap
    stumbles = [SystemExit("Ada stumbled"), ValueError("Ada stumbled")]

    def run_or_stumble(*asked):
        if stumbles:
            raise stumbles.pop()
        return run(*asked)

    monkeypatch.setattr(tasks, "run_or_report_gap", run_or_stumble)
    for _ in range(3):
        send_wake_ups(jobs.connection, ["dummy_addon.notes"], tenant.id)
        worker.work(burst=True)
    assert WAKE_UP_JOB_FAILURES._value.get() == before + 2
    assert (tenant.id, 1) in dummy.handled
    logged = capfd.readouterr().err
    assert "job_failed" in logged
    assert "stumbled" not in logged


def test_a_worker_shows_that_it_lives(database, worker):
    def beaten():
        with database.connect_as_admin() as connection:
            return connection.execute("select 1 from host_job_runs where name = %s", (HEARTBEAT,)).fetchone()

    with database.connect_as_admin() as connection:
        connection.execute("delete from host_job_runs where name = %s", (HEARTBEAT,))
    wait_until(beaten, "a heartbeat")
