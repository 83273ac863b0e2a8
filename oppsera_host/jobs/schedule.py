"""Periodic jobs: each round is claimed by one worker and run once in every tenant that has the addon on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from flask import Flask
from sqlalchemy import select, text

from oppsera_host import clock
from oppsera_host.db.base import db
from oppsera_host.hookspecs.contributions import ScheduledJob
from oppsera_host.identity.models import Tenant
from oppsera_host.jobs.context import addons_of
from oppsera_host.jobs.metrics import SCHEDULED_JOB_FAILURES
from oppsera_host.jobs.records import BY_SCHEDULE, run_recorded
from oppsera_host.jobs.timer import plan

LEASE = timedelta(minutes=5)
"""How long one tenant's share of a round may take before another worker believes this one dead."""

log = structlog.get_logger(__name__)

_KNOW = text("insert into host_job_runs (name) values (:name) on conflict do nothing")
_NOT_DUE = text("select name from host_job_runs where next_run_at > :now")
_CLAIM = text(
    "update host_job_runs set last_started_at = :now, next_run_at = :until"
    " where name = :name and (next_run_at is null or next_run_at <= :now) returning name"
)
_RENEW = text("update host_job_runs set next_run_at = :until where name = :name")
_FINISH = text(
    "update host_job_runs set last_finished_at = :now, next_run_at = :next, last_error = :error"
    " where name = :name"
)


def run_due_jobs(app: Flask) -> list[str]:
    """Run every due job that no other worker has claimed, one after the other.

    Returns:
        The names of the jobs run here.
    """
    ran = []
    with app.app_context():
        with db.engine.begin() as connection:
            waiting = set(connection.execute(_NOT_DUE, {"now": clock.now()}).scalars())
        for job in addons_of(app).scheduled_jobs:
            if job.name not in waiting and _claim(job):
                _run_round(app, job)
                ran.append(job.name)
    return ran


def _claim(job: ScheduledJob) -> bool:
    """Move the job's due time ahead; of several workers only the first finds it due (READ COMMITTED)."""
    now = clock.now()
    with db.engine.begin() as connection:
        connection.execute(_KNOW, {"name": job.name})
        claim = {"name": job.name, "now": now, "until": now + LEASE}
        return connection.execute(_CLAIM, claim).one_or_none() is not None


def _run_round(app: Flask, job: ScheduledJob) -> None:
    owner = addons_of(app).owner_of_job(job.name)
    failures: list[str] = []
    for tenant_id in _tenants():
        with db.engine.begin() as connection:
            connection.execute(_RENEW, {"name": job.name, "until": clock.now() + LEASE})
        if not addons_of(app).is_enabled(owner, tenant_id):
            continue
        try:
            run_recorded(app, job, tenant_id, BY_SCHEDULE)
        except Exception as error:
            SCHEDULED_JOB_FAILURES.labels(job=job.name).inc()
            log.exception("scheduled_job_failed", job=job.name, tenant=str(tenant_id))
            failures.append(type(error).__name__)
    plan(app, job.name, _finish(job, failures))


def _tenants() -> Sequence[UUID]:
    with db.engine.begin() as connection:
        return connection.execute(select(Tenant.id).order_by(Tenant.id)).scalars().all()


def _finish(job: ScheduledJob, failures: list[str]) -> datetime:
    """Note how the round went; return when the next one is due."""
    now = clock.now()
    error = f"failed in {len(failures)} tenants: {', '.join(sorted(set(failures)))}" if failures else None
    next_run = now + timedelta(seconds=job.every_seconds)
    with db.engine.begin() as connection:
        connection.execute(_FINISH, {"name": job.name, "now": now, "next": next_run, "error": error})
    return next_run
