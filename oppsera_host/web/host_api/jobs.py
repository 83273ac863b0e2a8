"""``/api/host/jobs``: the tenant's scheduled jobs, and running one now."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app
from marshmallow import fields
from redis import RedisError

from oppsera_host.errors import not_found, unavailable
from oppsera_host.jobs.queues import enqueue_scheduled_job
from oppsera_host.jobs.records import JobState, job_states
from oppsera_host.web.api import ApiBlueprint
from oppsera_host.web.openapi import errors
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import BaseSchema, Instant, StrictInteger, page_of

blueprint = ApiBlueprint("host_jobs", __name__, url_prefix="/api/host/jobs", description="Scheduled jobs.")


class JobSchema(BaseSchema):
    """A scheduled job and how it fared in this tenant; never what it worked on."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    addon = fields.String(required=True)
    every_seconds = StrictInteger(required=True)
    next_run_at = Instant(required=True, allow_none=True)
    last_started_at = Instant(required=True, allow_none=True)
    last_finished_at = Instant(required=True, allow_none=True)
    last_milliseconds = StrictInteger(required=True, allow_none=True)
    last_by = fields.String(
        required=True, allow_none=True, metadata={"description": "`schedule`, or who asked."}
    )
    runs = StrictInteger(required=True)
    failures = StrictInteger(required=True)
    failures_in_a_row = StrictInteger(
        required=True, metadata={"description": "0 when the last run succeeded."}
    )
    last_failed_at = Instant(required=True, allow_none=True)
    last_error = fields.String(required=True, allow_none=True)


@blueprint.get("")
@require("host.jobs.read")
@blueprint.response(200, page_of(JobSchema))
def list_jobs() -> dict[str, Any]:
    """List the scheduled jobs of the addons that are on."""
    return {"items": [described(state) for state in states()], "next_cursor": None}


@blueprint.post("/<name>/run")
@require("host.jobs.run")
@errors(503)
@blueprint.response(202)
def run_job(name: str) -> Response:
    """Have a worker run the job now, in this tenant; it stands in the list when it is done."""
    actor = current_actor()
    if all(state.name != name for state in states()):
        raise not_found()
    try:
        enqueue_scheduled_job(_app(), name, actor.tenant_id, actor.label)
    except RedisError as error:
        raise unavailable("The workers cannot be reached just now; try again shortly.") from error
    return Response(status=202)


def states() -> list[JobState]:
    """Return the jobs of the caller's tenant."""
    return job_states(_app(), current_actor().tenant_id)


def described(state: JobState) -> dict[str, Any]:
    """Return one job as ``JobSchema`` dumps it."""
    kept = state.record
    return {
        "name": state.name, "title": state.title, "addon": state.addon, "every_seconds": state.every_seconds,
        "next_run_at": state.next_run_at, "runs": kept.runs if kept else 0,
        "failures": kept.failures if kept else 0, "failures_in_a_row": kept.failures_in_a_row if kept else 0,
        **{
            name: getattr(kept, name) if kept else None
            for name in (
                "last_started_at", "last_finished_at", "last_milliseconds", "last_by", "last_failed_at", "last_error",
            )
        },
    }  # fmt: skip


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001
