"""However many workers look, each round of a scheduled job is run by one of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from oppsera_host.db.base import db
from oppsera_host.jobs.metrics import SCHEDULED_JOB_FAILURES
from oppsera_host.jobs.models import JobRun
from oppsera_host.jobs.schedule import LEASE, run_due_jobs
from oppsera_host.testing.tenants import make_tenant
from tests.support.dummy_application import (  # noqa: F401 - fixtures, found by their names
    application_fixture,
    dummies_fixture,
    dummy_fixture,
    environment_fixture,
)

JOB = "dummy_addon.rounds"


@pytest.fixture
def enabled_addons():
    return ("dummy_addon",)


@pytest.fixture(autouse=True)
def _nothing_ran_yet(database):
    with database.connect_as_admin() as connection:
        connection.execute("truncate host_job_runs")


@pytest.fixture
def own_runs(tenant, dummy):
    """How often the job ran in the test's tenant."""
    return lambda: dummy.ran.count(tenant.id)


def recorded():
    with Session(db.engine) as session:
        return session.scalars(select(JobRun).where(JobRun.name == JOB)).one()


def due(app):
    """Run what is due; say which of the dummy's jobs that was (other addons have theirs)."""
    return [name for name in run_due_jobs(app) if name == JOB]


def at_once(app, workers):
    """Let ``workers`` threads look for due jobs at the same moment; return what each ran."""
    barrier = Barrier(workers)

    def look():
        barrier.wait()
        return due(app)

    with ThreadPoolExecutor(workers) as pool:
        return [each.result() for each in [pool.submit(look) for _ in range(workers)]]


def test_a_job_runs_when_due_and_not_before(app, clock, own_runs):
    clock.advance(timedelta())
    assert due(app) == [JOB]
    assert due(app) == []
    clock.advance(timedelta(seconds=59))
    assert due(app) == []
    clock.advance(timedelta(seconds=1))
    assert due(app) == [JOB]
    assert own_runs() == 2


def test_two_workers_run_a_round_once(app, clock, own_runs):
    for round_number in range(1, 11):
        clock.advance(timedelta(minutes=2))
        assert sorted(at_once(app, workers=2)) == [[], [JOB]]
        assert own_runs() == round_number


def test_a_round_left_by_a_dead_worker_is_taken_over(app, clock, own_runs):
    clock.advance(timedelta())
    now = clock.now()
    with Session(db.engine) as session:
        session.add(JobRun(name=JOB, last_started_at=now, next_run_at=now + LEASE))
        session.commit()
    assert due(app) == []
    clock.advance(LEASE)
    assert due(app) == [JOB]
    assert own_runs() == 1


def test_one_tenant_in_trouble_does_not_stop_the_others(app, clock, tenant, dummy):
    other = make_tenant(("dummy_addon",))
    dummy.failing.add(tenant.id)
    counted = SCHEDULED_JOB_FAILURES.labels(job=JOB)
    before = counted._value.get()
    clock.advance(timedelta())
    due(app)
    assert {tenant.id, other.id} <= set(dummy.ran)
    assert counted._value.get() == before + 1
    assert recorded().last_error == "failed in 1 tenants: ValueError"
    dummy.failing.clear()
    clock.advance(timedelta(minutes=2))
    due(app)
    assert recorded().last_error is None


def test_a_round_leaves_its_times(app, clock, tenant):
    clock.advance(timedelta())
    due(app)
    row = recorded()
    assert row.last_started_at == row.last_finished_at == clock.now()
    assert row.next_run_at == clock.now() + timedelta(seconds=60)


def test_tenants_without_the_addon_are_left_out(app, clock, dummy):
    without = make_tenant(())
    clock.advance(timedelta())
    assert due(app) == [JOB]
    assert without.id not in dummy.ran
