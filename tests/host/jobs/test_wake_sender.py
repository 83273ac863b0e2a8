"""News travels to the workers through Redis when it can, and is counted when it cannot."""

from __future__ import annotations

import os
import signal
import socket
from datetime import timedelta

import pytest

from oppsera_host.db.base import db
from oppsera_host.ids import new_id
from oppsera_host.jobs.news import take, tell
from oppsera_host.jobs.queues import worker_connection
from oppsera_host.jobs.wake_sender import WakeSender
from oppsera_host.telemetry import WAKE_UP_FAILURES
from oppsera_host.testing.databases import with_redis_number
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
def own_redis(database):
    """A Redis that the application itself does not send to."""
    number = int(database.redis_url.rpartition("=")[2].rpartition("/")[2])
    url = with_redis_number(database.redis_url, 15 - number)
    worker_connection(url).flushdb()
    return url


@pytest.fixture
def waiting(own_redis, tenant):
    """Whether the test's tenant waits for a worker."""

    def read(url=own_redis):
        return worker_connection(url).zscore("oppsera-news", str(tenant.id)) is not None

    return read


def failures():
    return WAKE_UP_FAILURES._value.get()


def test_news_reaches_redis(own_redis, tenant, waiting):
    assert not waiting()
    WakeSender(own_redis)(tenant.id)
    wait_until(waiting, "the tenant waiting for a worker")


def test_a_commit_wakes_the_workers(database, tenant, waiting):
    wait_until(lambda: waiting(database.redis_url), "the tenant waiting")  # for its addon coming on


def test_a_tenant_waits_once_and_anew_after_it_was_taken(own_redis, tenant, waiting):
    connection = worker_connection(own_redis)
    for _ in range(5):
        tell(connection, [tenant.id])
    assert take(connection) == tenant.id
    assert not waiting()
    tell(connection, [tenant.id])
    assert take(connection) == tenant.id
    assert take(connection) is None


def test_who_waited_longest_is_taken_first(own_redis, clock):
    connection = worker_connection(own_redis)
    first, second = new_id(), new_id()
    clock.stop_at(clock.now())
    tell(connection, [second])
    clock.advance(timedelta(seconds=-1))
    tell(connection, [first])
    clock.advance(timedelta(seconds=5))
    tell(connection, [first])
    assert [take(connection), take(connection)] == [first, second]


def test_a_dead_redis_costs_nothing_but_a_count(tenant, tmp_path):
    before = failures()
    sender = WakeSender(f"unix://{tmp_path / 'nobody-listens.sock'}")
    sender(tenant.id)
    wait_until(lambda: failures() == before + 1, "a counted failure")
    sender(tenant.id)
    wait_until(lambda: failures() == before + 2, "a second counted failure")


def test_a_hung_redis_is_given_up(tenant):
    before = failures()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = WakeSender(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        sender(tenant.id)
        wait_until(lambda: failures() == before + 1, "a counted failure")


def test_redis_is_used_again_when_it_is_back(tenant, waiting, late_redis):
    before = failures()
    sender = WakeSender(late_redis.url)
    sender(tenant.id)
    wait_until(lambda: failures() == before + 1, "a counted failure")
    late_redis.start()
    sender(tenant.id)
    wait_until(lambda: waiting(late_redis.url), "the tenant waiting")


def test_a_forked_process_starts_its_own_thread(own_redis, tenant, waiting):
    sender = WakeSender(own_redis)
    sender(tenant.id)
    wait_until(waiting, "the tenant waiting")
    worker_connection(own_redis).flushdb()
    with sender._lock:  # as when another thread is noting news at that moment
        child = os.fork()
        if child == 0:
            status = 1
            try:
                signal.alarm(30)
                db.engine.dispose(close=False)  # the connections stay the parent's
                sender(tenant.id)
                wait_until(waiting, "the child's news")
                status = 0
            finally:
                os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert waiting()
