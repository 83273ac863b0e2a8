"""News travels to the workers through Redis when it can, and is counted when it cannot."""

from __future__ import annotations

import os
import signal
import socket

import psycopg
import pytest

from oppsera_host.addons.registry import registry_of
from oppsera_host.db import fast_read
from oppsera_host.db.base import db
from oppsera_host.jobs.queues import RUN_SUBSCRIBER, queue, send_wake_ups, take_wake_up, worker_connection
from oppsera_host.jobs.wake_sender import WakeSender
from oppsera_host.telemetry import WAKE_UP_FAILURES
from oppsera_host.testing.tenants import make_tenant
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
def waiting(own_redis, tenant):
    """The wake-ups queued, once news of the test's tenant, or another, waits."""

    def read(wanted=tenant, url=own_redis):
        connection = worker_connection(url)
        if not connection.sismember("oppsera-wake/news/dummy_addon.notes", str(wanted.id)):
            return []
        return [(job.func_name, job.args) for job in queue(connection).jobs]

    return read


def failures():
    return WAKE_UP_FAILURES._value.get()


def test_news_becomes_one_job_per_subscriber(app, own_redis, tenant, waiting):
    WakeSender(app, own_redis)(tenant.id)
    wait_until(waiting, "a queued wake-up")
    assert waiting() == [(RUN_SUBSCRIBER, ["dummy_addon.notes"])]


def test_a_commit_wakes_the_workers(database, tenant, waiting):
    wait_until(
        lambda: waiting(url=database.redis_url), "a queued wake-up"
    )  # for the tenant's addon coming on


def test_news_that_nobody_followed_yet_is_queued_once(own_redis, tenant, waiting):
    connection = worker_connection(own_redis)
    for _ in range(5):
        send_wake_ups(connection, ["dummy_addon.notes"], tenant.id)
    assert len(waiting()) == 1
    assert take_wake_up(connection, "dummy_addon.notes") == [tenant.id]
    send_wake_ups(connection, ["dummy_addon.notes"], tenant.id)
    assert len(waiting()) == 2


def test_a_lost_wake_up_does_not_silence_later_ones_for_long(own_redis, tenant, waiting):
    connection = worker_connection(own_redis)
    send_wake_ups(connection, ["dummy_addon.notes"], tenant.id)
    queue(connection).empty()
    [mark] = connection.keys("oppsera-wake/queued/*")
    assert 0 < connection.pttl(mark) <= 1000


def test_subscribers_of_addons_that_are_off_are_not_woken(app, own_redis, tenant, waiting):
    without = make_tenant(())
    sender = WakeSender(app, own_redis)
    sender(without.id)
    wait_until(lambda: not sender._tenants, "the first tenant being looked at")
    sender(tenant.id)
    wait_until(waiting, "a queued wake-up")
    assert waiting(without) == []


def test_a_dead_redis_costs_nothing_but_a_count(app, tenant, tmp_path):
    before = failures()
    sender = WakeSender(app, f"unix://{tmp_path / 'nobody-listens.sock'}")
    sender(tenant.id)
    wait_until(lambda: failures() == before + 1, "a counted failure")
    sender(tenant.id)
    wait_until(lambda: failures() == before + 2, "a second counted failure")


def test_a_dead_database_costs_a_count_and_not_the_thread(app, own_redis, tenant, waiting, monkeypatch):
    before, run = failures(), fast_read._run
    troubles = [psycopg.OperationalError("away")]

    def run_or_be_away(*asked):
        if troubles:
            raise troubles.pop()
        return run(*asked)

    monkeypatch.setattr(fast_read, "_run", run_or_be_away)
    registry_of(app).forget(tenant.id)
    sender = WakeSender(app, own_redis)
    sender(tenant.id)
    wait_until(lambda: failures() == before + 1, "a counted failure")
    thread = sender._thread
    sender(tenant.id)
    wait_until(waiting, "a queued wake-up")
    assert sender._thread is thread
    assert thread.is_alive()


def test_a_hung_redis_is_given_up(app, tenant):
    before = failures()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = WakeSender(app, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        sender(tenant.id)
        wait_until(lambda: failures() == before + 1, "a counted failure")


def test_redis_is_used_again_when_it_is_back(app, tenant, waiting, late_redis):
    before = failures()
    sender = WakeSender(app, late_redis.url)
    sender(tenant.id)
    wait_until(lambda: failures() == before + 1, "a counted failure")
    late_redis.start()
    sender(tenant.id)
    wait_until(lambda: waiting(url=late_redis.url), "a queued wake-up")


def test_a_forked_process_starts_its_own_thread(app, own_redis, tenant, waiting):
    sender = WakeSender(app, own_redis)
    sender(tenant.id)
    wait_until(waiting, "a queued wake-up")
    worker_connection(own_redis).flushdb()
    with sender._lock:  # as when another thread is noting news at that moment
        child = os.fork()
        if child == 0:
            status = 1
            try:
                signal.alarm(30)
                db.engine.dispose(close=False)  # the connections stay the parent's
                sender(tenant.id)
                wait_until(waiting, "a wake-up queued by the child")
                status = 0
            finally:
                os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert waiting() == [(RUN_SUBSCRIBER, ["dummy_addon.notes"])]
