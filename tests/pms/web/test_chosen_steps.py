"""Several stays, chosen one by one, taken through a step at once: all of them, or none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from oppsera_host.identity.actor import Actor
from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, key
from tests.factories.hotel import build_hotel

pytestmark = pytest.mark.stock
TODAY, LATER = "2027-03-15", "2027-03-18"


def act(desk: Desk, command: str, *stays: dict, **more: Any) -> Any:
    seen = [{"reservationId": stay["id"], "version": stay["version"]} for stay in stays]
    return desk.client.post(f"/api/pms/reservations/{command}", json={"reservations": seen} | more)


def statuses(desk: Desk, *stays: dict) -> list[str]:
    return [desk.get(stay)["status"] for stay in stays]


@pytest.fixture
def arriving(desk: Desk) -> list[dict]:
    """Two stays that arrive today, in 101 and 102."""
    return [desk.book(TODAY, LATER, room) for room in ("101", "102")]


def test_all_check_in_and_leave_their_audit_rows_and_events(
    desk: Desk, arriving: list[dict], database: Database
):
    done = act(desk, "check-in", *reversed(arriving))
    assert done.status_code == 200, done.text
    assert [stay["id"] for stay in done.json["reservations"]] == [stay["id"] for stay in reversed(arriving)]
    assert {stay["status"] for stay in done.json["reservations"]} == {"CHECKED_IN"}
    assert {stay["version"] for stay in done.json["reservations"]} == {2}
    assert done.json["seq"] > 0
    ids = [stay["id"] for stay in arriving]
    with database.connect_as_admin() as admin:
        audited = (
            "select entity_id::text from pms_audit_log"
            " where action = 'reservation.check_in' and entity_id = any(%s)"
        )
        told = (
            "select aggregate_id::text from host_outbox_events"
            " where type = 'pms.reservation.checked_in.v1' and aggregate_id = any(%s)"
        )
        rows = [sorted(row for (row,) in admin.execute(query, (ids,))) for query in (audited, told)]
    assert rows == [sorted(ids), sorted(ids)]


def test_one_that_cannot_and_nobody_checks_in(desk: Desk, arriving: list[dict]):
    tomorrow = desk.book("2027-03-16", LATER, "103")
    refused = act(desk, "check-in", *arriving, tomorrow)
    assert (refused.status_code, refused.json["code"]) == (409, "INVALID_STATUS_TRANSITION")
    assert [each["reservationId"] for each in refused.json["members"]] == [tomorrow["id"]]
    assert statuses(desk, *arriving, tomorrow) == ["CONFIRMED"] * 3
    assert act(desk, "check-in", *arriving).status_code == 200


def test_one_version_that_is_old_and_nothing_happens(desk: Desk, arriving: list[dict]):
    desk.client.patch(
        f"/api/pms/reservations/{arriving[1]['id']}", json={"notes": "late", "expectedVersion": 1}
    )
    refused = act(desk, "cancel", *arriving)
    assert (refused.status_code, refused.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    assert [each["reservationId"] for each in refused.json["members"]] == [arriving[1]["id"]]
    assert statuses(desk, *arriving) == ["CONFIRMED", "CONFIRMED"]


def test_holds_become_bookings_together(desk: Desk):
    held = [desk.book(TODAY, LATER, room, status="HOLD") for room in ("101", "102")]
    assert act(desk, "confirm", *held).status_code == 200
    assert statuses(desk, *held) == ["CONFIRMED", "CONFIRMED"]


def test_the_fee_agreed_to_is_the_sum(desk: Desk, arriving: list[dict], clock: Any):
    clock.stop_at(datetime(2027, 3, 15, 10, tzinfo=UTC))
    refused = act(desk, "cancel", *arriving, expectedFee={"amount": 10_000, "currency": "EUR"})
    assert (refused.status_code, refused.json["code"]) == (409, "CONFIRMATION_REQUIRED")
    assert refused.json["fee"] == {"amount": 20_000, "currency": "EUR"}
    done = act(desk, "cancel", *arriving, expectedFee=refused.json["fee"])
    assert done.status_code == 200, done.text
    assert statuses(desk, *arriving) == ["CANCELLED", "CANCELLED"]


def test_leaving_on_the_day_of_arrival_asks_for_a_yes(desk: Desk, arriving: list[dict]):
    inside = act(desk, "check-in", *arriving).json["reservations"]
    refused = act(desk, "check-out", *inside)
    assert (refused.status_code, refused.json["code"]) == (409, "CONFIRMATION_REQUIRED")
    assert len(refused.json["members"]) == 2
    assert act(desk, "check-out", *inside, confirm=True).status_code == 200
    assert statuses(desk, *arriving) == ["CHECKED_OUT", "CHECKED_OUT"]


def test_a_key_is_carried_out_once(desk: Desk, arriving: list[dict]):
    again = key()
    first = act(desk, "check-in", *arriving, idempotencyKey=again)
    replayed = act(desk, "check-in", *arriving, idempotencyKey=again)
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert replayed.data == first.data
    assert [desk.get(stay)["version"] for stay in arriving] == [2, 2]


def test_stays_of_two_properties_take_no_step_together(desk: Desk, arriving: list[dict], actor: Actor):
    elsewhere = Desk(desk.client, build_hotel(actor, code="ANNEX"))
    other = elsewhere.book(TODAY, LATER, "101")
    refused = act(desk, "check-in", arriving[0], other)
    assert (refused.status_code, refused.json["code"]) == (422, "VALIDATION_ERROR")
    assert statuses(desk, arriving[0], other) == ["CONFIRMED", "CONFIRMED"]


def test_each_stay_is_named_once_and_at_most_fifty_are(desk: Desk, arriving: list[dict]):
    for stays in ([], [arriving[0], arriving[0]], arriving * 26):
        answer = act(desk, "check-in", *stays)
        assert (answer.status_code, answer.json["code"]) == (422, "VALIDATION_ERROR")
        assert "reservations" in answer.json["fields"]


def test_each_step_needs_its_permission(client: FreshClient, desk: Desk, arriving: list[dict]):
    revenue = Desk(client.as_role("pms_revenue"), desk.hotel)
    for command in ("confirm", "cancel", "check-in", "check-out"):
        assert act(revenue, command, *arriving).json["code"] == "FORBIDDEN"
