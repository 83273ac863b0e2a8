from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services.restrictions import refuse_restricted
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from tests.factories.desk import Desk

pytestmark = pytest.mark.stock


def write(desk: Desk, *rows: dict[str, Any], kind: str = "STD") -> Any:
    given = [{"roomTypeId": str(desk.hotel.types[kind]), **row} for row in rows]
    return desk.client.put("/api/pms/restrictions", json={"restrictions": given})


def nights(first: str, last: str, **rules: Any) -> dict[str, Any]:
    return {"startDate": first, "endDate": last, **rules}


def listed(desk: Desk, **more: str) -> list[dict[str, Any]]:
    query = {"startDate": "2027-03-15", "endDate": "2027-04-15", **more}
    return desk.client.get("/api/pms/restrictions", query_string=query).json["items"]


def search(desk: Desk, check_in: str, check_out: str, **more: str) -> dict[str, dict]:
    answer = desk.client.get(
        "/api/pms/availability", query_string={"checkInDate": check_in, "checkOutDate": check_out, **more}
    )
    assert answer.status_code == 200, answer.text
    return {each["code"]: each for each in answer.json["items"]}


@pytest.fixture
def plan(desk: Desk) -> str:
    return desk.client.post("/api/pms/rate-plans", json={"code": "FLEX", "name": "Flexible"}).json["id"]


def test_rules_are_written_night_by_night_and_written_over(desk: Desk, plan: str):
    first = nights("2027-03-20", "2027-03-23", minStay=3, closedToArrival=True)
    answer = write(desk, first, nights("2027-03-21", "2027-03-22", ratePlanId=plan, closed=True))
    assert (answer.status_code, answer.json["written"]) == (200, 2)
    found = listed(desk)
    assert [(each["date"], each["ratePlanId"]) for each in found] == [
        ("2027-03-20", None), ("2027-03-21", None), ("2027-03-21", plan), ("2027-03-22", None),
    ]  # fmt: skip
    assert (found[0]["minStay"], found[0]["closedToArrival"], found[0]["closed"]) == (3, True, False)
    assert len(listed(desk, ratePlanId=plan)) == 1
    assert write(desk, nights("2027-03-20", "2027-03-22", maxStay=5)).status_code == 200
    again = {each["date"]: each for each in listed(desk) if each["ratePlanId"] is None}
    assert (again["2027-03-20"]["minStay"], again["2027-03-20"]["maxStay"]) == (None, 5)
    assert again["2027-03-22"]["minStay"] == 3
    assert write(desk, nights("2027-03-01", "2027-04-01")).status_code == 200
    assert [each["ratePlanId"] for each in listed(desk)] == [plan]


def test_the_search_says_what_is_not_offered_and_why(desk: Desk, plan: str):
    write(
        desk,
        nights("2027-03-20", "2027-03-21", minStay=3),
        nights("2027-03-21", "2027-03-22", ratePlanId=plan, closed=True),
    )
    found = search(desk, "2027-03-20", "2027-03-22")
    assert (found["SUITE"]["offered"], found["SUITE"]["reasons"]) == (True, [])
    standard = found["STD"]
    assert (standard["offered"], standard["sellable"]) == (False, 3)
    assert [each["code"] for each in standard["reasons"]] == ["MIN_STAY"]
    assert [each["code"] for each in search(desk, "2027-03-20", "2027-03-22", ratePlanId=plan)["STD"]["reasons"]] == [
        "MIN_STAY", "CLOSED",
    ]  # fmt: skip
    assert search(desk, "2027-03-20", "2027-03-23")["STD"]["offered"]
    for _ in range(3):
        desk.book("2027-03-24", "2027-03-25")
    sold_out = search(desk, "2027-03-23", "2027-03-25")["STD"]
    assert [(each["code"], each["date"]) for each in sold_out["reasons"]] == [("SOLD_OUT", "2027-03-24")]


def test_the_explanation_names_the_rules_of_the_night(desk: Desk):
    write(desk, nights("2027-03-20", "2027-03-21", minStay=3, closedToDeparture=True))
    query = {"roomTypeId": str(desk.hotel.types["STD"]), "date": "2027-03-20"}
    found = desk.client.get("/api/pms/availability/explain", query_string=query).json
    assert [(each["rule"], each["units"]) for each in found["reasons"]] == [
        ("MIN_STAY", 0), ("CLOSED_TO_DEPARTURE", 0),
    ]  # fmt: skip


def test_whoever_may_is_asked_and_others_are_refused(desk: Desk, actor: Actor):
    write(desk, nights("2027-03-20", "2027-03-21", closedToArrival=True))
    dates = StayDates(date(2027, 3, 20), date(2027, 3, 22))
    clerk = Actor(actor.tenant_id, "user", None, "clerk", permissions=frozenset({"pms.reservations.create"}))

    def refusal(by: Actor, *, confirm: bool) -> DomainError | None:
        def work(uow: unit_of_work.UnitOfWork) -> None:
            refuse_restricted(uow, desk.hotel.types["STD"], None, dates, confirm=confirm)

        try:
            unit_of_work.run(work, actor=by)
        except DomainError as error:
            return error
        return None

    asked = refusal(actor, confirm=False)
    assert asked is not None
    assert (asked.code, asked.facts["restrictions"][0]["code"]) == (
        "CONFIRMATION_REQUIRED",
        "CLOSED_TO_ARRIVAL",
    )
    assert refusal(actor, confirm=True) is None
    for confirm in (False, True):
        refused = refusal(clerk, confirm=confirm)
        assert refused is not None
        assert refused.code == "STAY_RESTRICTED"


def test_the_desk_books_against_a_rule_after_a_yes(desk: Desk):
    write(desk, nights("2027-03-20", "2027-03-21", minStay=3))
    body = desk.body("2027-03-20", "2027-03-22")
    asked = desk.client.post("/api/pms/reservations", json=body)
    assert (asked.status_code, asked.json["code"]) == (409, "CONFIRMATION_REQUIRED")
    assert [each["code"] for each in asked.json["restrictions"]] == ["MIN_STAY"]
    assert desk.client.post("/api/pms/reservations", json=body | {"confirm": True}).status_code == 201
    assert (
        desk.client.post("/api/pms/reservations", json=desk.body("2027-03-20", "2027-03-23")).status_code
        == 201
    )


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (nights("2027-03-20", "2027-03-20", closed=True), "restrictions.0.endDate"),
        (nights("2027-03-20", "2028-03-22", closed=True), "restrictions.0.endDate"),
        (nights("2027-03-20", "2027-03-21", minStay=4, maxStay=3), "restrictions.0.maxStay"),
        (nights("2027-03-20", "2027-03-21", minStay=0), "restrictions.0.minStay"),
        (nights("2027-03-20", "2027-03-21", ratePlanId=str(UUID(int=1))), "restrictions.0.ratePlanId"),
        (nights("2027-03-20", "2027-03-21", roomTypeId=str(UUID(int=1))), "restrictions.0.roomTypeId"),
    ],
)
def test_bad_rows_are_named(desk: Desk, row: dict, field: str):
    answer = write(desk, row)
    assert (answer.status_code, answer.json["code"]) == (422, "VALIDATION_ERROR")
    assert field in answer.json["fields"], answer.json["fields"]


def test_writing_tells_of_the_type_and_takes_the_permission(desk: Desk, client: Any):
    write(desk, nights("2027-03-20", "2027-03-21", closed=True))
    events = desk.client.get("/api/events", query_string={"limit": 200}).json["items"]
    told = [each for each in events if each["type"] == "pms.room_type.updated.v1"]
    assert told[-1]["payload"]["restrictions"][0]["closed"] is True
    clerk = client.as_role("pms_front_desk")
    assert (
        clerk.get(
            "/api/pms/restrictions", query_string={"startDate": "2027-03-15", "endDate": "2027-03-16"}
        ).status_code
        == 200
    )
    assert clerk.put("/api/pms/restrictions", json={"restrictions": []}).status_code == 403


def test_rules_of_some_days_of_the_week_leave_the_others_alone(desk: Desk):
    week = ("2027-03-15", "2027-03-22")  # Monday to Sunday
    assert write(desk, nights(*week, maxStay=7)).status_code == 200
    weekend = nights(*week, minStay=2, weekdays=["SATURDAY", "FRIDAY"])
    assert write(desk, weekend).json["written"] == 1
    assert {each["date"]: each["minStay"] for each in listed(desk) if each["maxStay"] is None} == {
        "2027-03-19": 2,
        "2027-03-20": 2,
    }
    assert len(listed(desk)) == 7
    assert write(desk, nights(*week, weekdays=["FRIDAY"])).status_code == 200
    assert [each["date"] for each in listed(desk) if each["minStay"]] == ["2027-03-20"]


@pytest.mark.parametrize(
    ("weekdays", "field"),
    [
        (["SUNDAY"], "restrictions.0.weekdays"),
        ([], "restrictions.0.weekdays"),
        (["Friday"], "restrictions.0.weekdays"),
    ],
)
def test_days_of_the_week_that_mean_no_night_are_refused(desk: Desk, weekdays: list[str], field: str):
    refused = write(desk, nights("2027-03-15", "2027-03-18", minStay=2, weekdays=weekdays))
    assert refused.status_code == 422
    assert [name for name in refused.json["fields"] if name.startswith(field)], refused.json
    assert listed(desk) == []
