"""The only functions a queued job may name."""

from __future__ import annotations

import importlib
import time
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app
from rq import get_current_job
from rq.job import Job

from oppsera_host.jobs.context import addons_of, job_context, run_for_addon
from oppsera_host.jobs.queues import send_wake_ups, take_wake_up
from oppsera_host.jobs.records import run_recorded
from oppsera_host.jobs.timer import ROUND_DUE
from oppsera_host.outbox.runner import run_or_report_gap

TOGETHER_SECONDS = 1.0


def run_subscriber_job(subscriber: str) -> None:
    """Bring ``subscriber`` up to date in the tenants that have news; the outbox asks the addon's gate itself.

    After a second, or when one breaks off, the others are left to another wake-up: they must wait for no one's
    backlog, and a worker that is to stop not for all of them.
    """
    job = cast("Job", get_current_job())  # whatever runs this is one
    tenants = take_wake_up(job.connection, subscriber)
    until = time.monotonic() + TOGETHER_SECONDS
    try:
        while tenants and time.monotonic() < until:
            tenant_id = tenants.pop()
            with job_context(_app(), subscriber, tenant_id):
                run_or_report_gap(subscriber, tenant_id)
    finally:
        for tenant_id in tenants:
            send_wake_ups(job.connection, [subscriber], tenant_id)


def run_addon_function(addon: str, function: str, tenant: str, arguments: dict[str, Any]) -> None:
    """Call a function of ``addon`` in ``tenant``, unless the addon is off there.

    Raises:
        PermissionError: the function is not inside the addon's package.
    """
    app, tenant_id = _app(), UUID(tenant)
    module_name, _, name = function.rpartition(".")
    if not f"{module_name}.".startswith(f"{addons_of(app).package_of(addon)}."):
        raise PermissionError(f"{addon} may not queue a function from outside its package")
    called = getattr(importlib.import_module(module_name), name)
    run_for_addon(app, addon, function, tenant_id, lambda: called(tenant_id, **arguments))


def run_round(_job: str) -> None:
    """Let the schedule of this process look for due rounds now; it, not the queue, has the time they take."""
    ROUND_DUE.set()


def run_scheduled_job(name: str, tenant: str, by: str) -> None:
    """Run a scheduled job in one tenant now, because somebody asked for it.

    Raises:
        LookupError: no addon brings such a job.
    """
    app = _app()
    job = next((each for each in addons_of(app).scheduled_jobs if each.name == name), None)
    if job is None:
        raise LookupError("no addon brings this job")
    run_recorded(app, job, UUID(tenant), by)


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001
