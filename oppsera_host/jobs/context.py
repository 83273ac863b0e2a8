"""What surrounds every piece of background work: application, tenant, log fields, and the addon's gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

import structlog
from flask import Flask

from oppsera_host.hookspecs.contributions import ScheduledJob
from oppsera_host.jobs.metrics import DROPPED_JOBS
from oppsera_host.tenancy.scope import tenant_scope

log = structlog.get_logger(__name__)


class Addons(Protocol):
    """What background work needs of the addon registry."""

    @property
    def scheduled_jobs(self) -> tuple[ScheduledJob, ...]:
        """The jobs of all installed addons."""

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues of all installed addons."""

    def owner_of_job(self, job: str) -> str:
        """Return the addon that brought the scheduled ``job``."""

    def package_of(self, addon: str) -> str:
        """Return the package of ``addon``; raises LookupError when it is not installed."""

    def is_enabled(self, addon: str, tenant_id: UUID) -> bool:
        """Tell whether ``addon`` is on for the tenant."""


def addons_of(app: Flask) -> Addons:
    """Return the addons of ``app``."""
    addons: Addons = app.extensions["oppsera_addons"]
    return addons


@contextmanager
def job_context(app: Flask, job: str, tenant_id: UUID) -> Iterator[None]:
    """Hold application context, tenant scope and log fields for one job in one tenant."""
    fields = structlog.contextvars.bound_contextvars(job=job, tenant=str(tenant_id))
    with app.app_context(), tenant_scope(tenant_id), fields:
        yield


def run_for_addon(app: Flask, addon: str, job: str, tenant_id: UUID, function: Callable[[], None]) -> bool:
    """Call ``function`` inside the job's context; drop it where the addon is off.

    Returns:
        False when it was dropped.
    """
    with job_context(app, job, tenant_id):
        if not addons_of(app).is_enabled(addon, tenant_id):
            DROPPED_JOBS.labels(addon=addon).inc()
            log.info("job_dropped", addon=addon, reason="the addon is off")
            return False
        function()
        return True
