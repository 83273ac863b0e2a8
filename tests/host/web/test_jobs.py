"""What a tenant sees of its scheduled jobs, and running one now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rq.serializers import JSONSerializer

from oppsera_host.jobs.queues import RUN_SCHEDULED_JOB, SCHEDULE_QUEUE, HostJob, queue, worker_connection
from oppsera_host.jobs.records import BY_SCHEDULE, run_recorded
from oppsera_host.jobs.worker import QueueWorker
from tests.support.dummy_application import (  # noqa: F401 - fixtures, found by their names
    application_fixture,
    dummies_fixture,
    dummy_fixture,
    environment_fixture,
)

JOB, PATH = "dummy_addon.rounds", "/api/host/jobs"


@pytest.fixture
def enabled_addons():
    return ("dummy_addon",)


@pytest.fixture(name="job")
def job_fixture(dummy):
    return next(iter(dummy.oppsera_register_scheduled_jobs()))


@pytest.fixture(name="listed")
def listed_fixture(client, tenant):
    """The job as the tenant's list shows it."""
    admin = client.as_role("host_admin")
    return lambda: next(each for each in admin.get(PATH).json["items"] if each["name"] == JOB)


def test_a_job_that_never_ran_is_listed_with_nothing(listed):
    assert listed() | {"nextRunAt": None} == {
        "name": JOB, "title": JOB, "addon": "dummy_addon", "everySeconds": 60, "nextRunAt": None,
        "lastStartedAt": None, "lastFinishedAt": None, "lastMilliseconds": None, "lastBy": None, "runs": 0,
        "failures": 0, "failuresInARow": 0, "lastFailedAt": None, "lastError": None,
    }  # fmt: skip


def test_runs_and_failures_are_counted_and_a_failure_tells_no_words(app, clock, tenant, dummy, job, listed):
    clock.advance(timedelta())
    run_recorded(app, job, tenant.id, BY_SCHEDULE)
    first = listed()
    assert (first["runs"], first["failures"], first["lastBy"], first["lastError"]) == (1, 0, "schedule", None)
    assert first["lastFinishedAt"] == clock.now().isoformat().replace("+00:00", "Z")
    dummy.failing.add(tenant.id)
    for _ in range(2):
        with pytest.raises(ValueError, match="stumbled"):
            run_recorded(app, job, tenant.id, BY_SCHEDULE)
    failed = listed()
    assert (failed["runs"], failed["failures"], failed["failuresInARow"]) == (3, 2, 2)
    assert failed["lastError"] == "ValueError"
    dummy.failing.clear()
    run_recorded(app, job, tenant.id, BY_SCHEDULE)
    healed = listed()
    assert (healed["runs"], healed["failures"], healed["failuresInARow"]) == (4, 2, 0)


def test_another_tenant_sees_its_own_runs_only(app, client, tenant, other_tenant, job):
    run_recorded(app, job, tenant.id, BY_SCHEDULE)
    items = client.as_role("host_admin", other_tenant).get(PATH).json["items"]
    assert [each["runs"] for each in items if each["name"] == JOB] == [0]


def test_a_job_is_run_now_by_a_worker(app, database, client, tenant, dummy, listed):
    asked = client.as_role("host_admin").post(f"{PATH}/{JOB}/run")
    assert asked.status_code == 202
    connection = worker_connection(database.redis_url)
    [waiting] = [each for each in queue(connection, SCHEDULE_QUEUE).jobs if each.args[1:2] == [str(tenant.id)]
                 and each.func_name == RUN_SCHEDULED_JOB]  # fmt: skip
    assert waiting.args[0] == JOB
    assert waiting.timeout == 600, "a wake-up's half minute is not for it"
    worker = QueueWorker(
        [queue(connection, SCHEDULE_QUEUE)],
        job_class=HostJob,
        serializer=JSONSerializer,
        connection=connection,
    )
    worker.execute_job(waiting, queue(connection, SCHEDULE_QUEUE))
    assert tenant.id in dummy.ran
    assert listed()["runs"] == 1
    assert listed()["lastBy"] != "schedule"


def test_who_may_see_and_run_jobs(client, tenant):
    assert client.as_role("dummy_addon_reader").get(PATH).status_code == 403
    assert client.as_role("dummy_addon_reader").post(f"{PATH}/{JOB}/run").status_code == 403
    assert client.as_role("host_admin").post(f"{PATH}/dummy_addon.nothing/run").status_code == 404


def test_without_redis_running_now_is_refused_and_says_so(app, client, monkeypatch, tmp_path):
    settings = app.extensions["oppsera_settings"]
    nowhere = type(settings)(**{**_fields(settings), "redis_url": f"unix://{tmp_path / 'nobody.sock'}"})
    monkeypatch.setitem(app.extensions, "oppsera_settings", nowhere)
    refused = client.as_role("host_admin").post(f"{PATH}/{JOB}/run")
    assert (refused.status_code, refused.json["code"]) == (503, "UNAVAILABLE")


def test_the_screen_shows_the_job_and_its_failure(app, client, tenant, dummy, job):
    dummy.failing.add(tenant.id)
    with pytest.raises(ValueError, match="stumbled"):
        run_recorded(app, job, tenant.id, BY_SCHEDULE)
    dummy.failing.clear()
    page = client.as_role("host_admin").get("/settings/jobs").text
    assert JOB in page
    assert "ValueError" in page
    assert "stumbled" not in page
    rows = client.as_role("host_admin").get("/settings/jobs", headers={"HX-Request": "true"}).text
    assert JOB in rows
    assert "<html" not in rows


def _fields(settings):
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}
