from __future__ import annotations

from datetime import UTC, datetime, timedelta

from addons.pms.jobs.purge_idempotency_keys import purge_idempotency_keys
from addons.pms.jobs.release_holds import release_holds
from tests.factories.desk import Desk, key

RELEASE = datetime(2027, 3, 15, 18, tzinfo=UTC)


def test_a_hold_is_released_once_its_time_has_passed(desk: Desk, actor, clock):
    clock.stop_at(RELEASE - timedelta(hours=2))
    stay = desk.book("2027-03-20", "2027-03-22", "101", status="HOLD", releaseAt="2027-03-15T18:00:00Z")
    kept = desk.book("2027-03-20", "2027-03-22", "102", status="HOLD")
    release_holds(actor.tenant_id)
    assert desk.get(stay)["status"] == "HOLD"
    clock.stop_at(RELEASE)
    release_holds(actor.tenant_id)
    assert desk.get(stay)["status"] == "EXPIRED"
    assert desk.get(kept)["status"] == "HOLD"
    desk.book("2027-03-20", "2027-03-22", "101")


def test_answers_are_forgotten_after_three_days(desk: Desk, actor, clock):
    clock.stop_at(RELEASE)
    body = desk.body("2027-03-20", "2027-03-22") | {"idempotencyKey": key()}
    first = desk.client.post("/api/pms/reservations", json=body)
    clock.stop_at(RELEASE + timedelta(hours=71))
    purge_idempotency_keys(actor.tenant_id)
    assert desk.client.post("/api/pms/reservations", json=body).data == first.data
    clock.stop_at(RELEASE + timedelta(hours=73))
    purge_idempotency_keys(actor.tenant_id)
    assert desk.client.post("/api/pms/reservations", json=body).json["id"] != first.json["id"]


def test_the_manager_sees_the_hotels_jobs_and_runs_one(client, desk: Desk):
    manager, front_desk = client.as_role("pms_manager"), client.as_role("pms_front_desk")
    page = manager.get("/settings/jobs")
    assert page.status_code == 200
    assert "/api/host/jobs/pms.release_holds/run" in page.text
    assert manager.post("/api/host/jobs/pms.release_holds/run").status_code == 202
    assert front_desk.get("/settings/jobs").status_code == 403
    assert front_desk.post("/api/host/jobs/pms.release_holds/run").status_code == 403
