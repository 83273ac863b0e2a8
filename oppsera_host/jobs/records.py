"""How a tenant's scheduled jobs fare: written after every run, read by the jobs screen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from oppsera_host import clock
from oppsera_host.db.base import db
from oppsera_host.hookspecs.contributions import ScheduledJob
from oppsera_host.jobs.context import addons_of, run_for_addon
from oppsera_host.jobs.models import JobRun, TenantJob
from oppsera_host.tenancy.scope import tenant_scope

BY_SCHEDULE = "schedule"

_WRITE = text(
    "insert into host_tenant_jobs as kept (tenant_id, job, last_started_at, last_finished_at, last_milliseconds,"
    " last_by, runs, failures, failures_in_a_row, last_failed_at, last_error)"
    " values (:tenant, :job, :started, :finished, :milliseconds, :by, 1, :failed, :failed, :failed_at, :error)"
    " on conflict (tenant_id, job) do update set last_started_at = excluded.last_started_at,"
    " last_finished_at = excluded.last_finished_at, last_milliseconds = excluded.last_milliseconds,"
    " last_by = excluded.last_by, runs = kept.runs + 1, failures = kept.failures + excluded.failures,"
    " failures_in_a_row = case excluded.failures when 0 then 0 else kept.failures_in_a_row + 1 end,"
    " last_failed_at = coalesce(excluded.last_failed_at, kept.last_failed_at),"
    " last_error = coalesce(excluded.last_error, kept.last_error)"
)


@dataclass(frozen=True, slots=True)
class JobState:
    """A scheduled job of a tenant's addons.

    Attributes:
        name: the job's.
        title: what people call it.
        addon: which addon brought it.
        every_seconds: pause between two rounds.
        next_run_at: when its next round is due; None before the first.
        record: how it fared in the tenant; None when it never ran there.
    """

    name: str
    title: str
    addon: str
    every_seconds: int
    next_run_at: datetime | None
    record: TenantJob | None


def run_recorded(app: Flask, job: ScheduledJob, tenant_id: UUID, by: str) -> bool:
    """Run the job in one tenant and note how it went; drop it where its addon is off.

    Args:
        app: the application.
        job: what to run.
        tenant_id: where.
        by: who asked: ``BY_SCHEDULE`` or an actor's label.

    Returns:
        False when it was dropped.

    Raises:
        Exception: whatever the job raises, once it is noted.
    """
    started, stopwatch = clock.now(), time.monotonic()
    error: str | None = None
    ran = False

    def work() -> None:
        job.function(tenant_id)

    try:
        ran = run_for_addon(app, addons_of(app).owner_of_job(job.name), job.name, tenant_id, work)
    except Exception as failure:
        error = described(failure)
        raise
    finally:
        if ran or error is not None:
            _write(job.name, tenant_id, started, time.monotonic() - stopwatch, by, error)
    return ran


def described(failure: Exception) -> str:
    """Return the type of ``failure`` and its code, if it has one."""
    code = getattr(failure, "code", None)
    name = type(failure).__name__
    return f"{name}: {code}" if isinstance(code, str) and code.isascii() and code.isupper() else name


def job_states(app: Flask, tenant_id: UUID) -> list[JobState]:
    """Return the scheduled jobs of the addons that are on for the tenant, by name."""
    addons = addons_of(app)
    with tenant_scope(tenant_id), Session(db.engine, expire_on_commit=False) as session:
        kept = session.scalars(select(TenantJob).where(TenantJob.tenant_id == tenant_id))
        records = {row.job: row for row in kept}
        due = {row.name: row.next_run_at for row in session.execute(select(JobRun.name, JobRun.next_run_at))}
    return [
        JobState(
            job.name, job.title or job.name, addons.owner_of_job(job.name), job.every_seconds,
            due.get(job.name), records.get(job.name),
        )
        for job in sorted(addons.scheduled_jobs, key=lambda job: job.name)
        if addons.is_enabled(addons.owner_of_job(job.name), tenant_id)
    ]  # fmt: skip


def _write(job: str, tenant_id: UUID, started: datetime, seconds: float, by: str, error: str | None) -> None:
    now = clock.now()
    with tenant_scope(tenant_id), db.engine.begin() as connection:
        connection.execute(
            _WRITE,
            {
                "tenant": tenant_id, "job": job, "started": started, "finished": now,
                "milliseconds": round(seconds * 1000), "by": by, "failed": int(error is not None),
                "failed_at": None if error is None else now, "error": error,
            },
        )  # fmt: skip
