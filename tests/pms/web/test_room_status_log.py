from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel
from tests.factories.maids import Maid


@pytest.fixture
def maid(client: FreshClient, hotel: Hotel) -> Maid:
    return Maid(client.as_role("pms_housekeeping"), hotel)


def test_tells_who_when_from_to_and_why(desk: Desk, maid: Maid):
    stay = desk.step(desk.book("2027-03-15", "2027-03-17", "101"), "check-in").json
    moved = desk.move(stay, "102", confirm=True).json
    maid.say("101", "CLEAN", reason="Quick turn")
    maid.say("101", "CLEAN")
    desk.step(moved["reservation"], "revert-check-in")
    lines = maid.log("101")
    assert [(line["cause"], line["from"]["status"], line["to"]["status"]) for line in lines] == [
        ("BY_HAND", "VACANT_DIRTY", "VACANT_CLEAN"),
        ("ROOM_MOVE", "OCCUPIED", "VACANT_DIRTY"),
        ("CHECK_IN", "VACANT_CLEAN", "OCCUPIED"),
    ]
    assert lines[0]["reason"] == "Quick turn"
    assert lines[0]["from"] == {"occupancy": "VACANT", "condition": "DIRTY", "status": "VACANT_DIRTY"}
    assert lines[0]["actorName"]
    assert lines[0]["actor"] != lines[1]["actor"]
    assert lines[0]["at"].endswith("Z")
    assert [line["cause"] for line in maid.log("102")] == ["CORRECTION", "ROOM_MOVE"]


def test_tasks_and_closures_are_causes_too(desk: Desk, maid: Maid):
    room = maid.hotel.rooms["101"]
    maid.say("101", "DIRTY")
    task = maid.client.post(
        "/api/pms/housekeeping/tasks", json={"roomId": str(room), "kind": "DEPARTURE"}
    ).json
    maid.step(task, "finish")
    closed = maid.client.post(
        f"/api/pms/rooms/{room}/out-of-order",
        json={"startDate": "2027-03-15", "endDate": "2027-03-17", "reason": "Leak"},
    ).json
    maid.client.delete(f"/api/pms/rooms/{room}/out-of-order/{closed['blockId']}")
    lines = maid.log("101")
    assert [(line["cause"], line["to"]["status"]) for line in lines] == [
        ("OUT_OF_ORDER", "VACANT_CLEAN"),
        ("OUT_OF_ORDER", "OUT_OF_ORDER"),
        ("TASK", "VACANT_CLEAN"),
        ("BY_HAND", "VACANT_DIRTY"),
    ]
    assert lines[1]["reason"] == "Leak"


def test_a_closure_begins_and_ends_with_the_day(desk: Desk, maid: Maid):
    desk.client.post(
        f"/api/pms/rooms/{maid.hotel.rooms['101']}/out-of-order",
        json={"startDate": "2027-03-16", "endDate": "2027-03-17", "reason": "Leak"},
    )
    for day in ("2027-03-15", "2027-03-16"):
        assert desk.client.post("/api/pms/night-audit", json={"businessDate": day}).status_code == 200
    lines = [(line["cause"], line["from"]["status"], line["to"]["status"]) for line in maid.log("101")]
    assert lines == [
        ("BUSINESS_DATE", "OUT_OF_ORDER", "VACANT_CLEAN"),
        ("BUSINESS_DATE", "VACANT_CLEAN", "OUT_OF_ORDER"),
        ("OUT_OF_ORDER", "VACANT_CLEAN", "VACANT_CLEAN"),
    ]


def test_pages_through(maid: Maid):
    for condition in ("DIRTY", "CLEAN", "INSPECTED"):
        maid.say("101", condition)
    path = f"/api/pms/rooms/{maid.hotel.rooms['101']}/status-log"
    first = maid.client.get(path, query_string={"limit": 2}).json
    second = maid.client.get(path, query_string={"limit": 2, "cursor": first["nextCursor"]}).json
    conditions = [line["to"]["condition"] for line in first["items"] + second["items"]]
    assert (conditions, second["nextCursor"]) == (["INSPECTED", "CLEAN", "DIRTY"], None)


def test_nobody_rewrites_it(actor: Actor, maid: Maid):
    maid.say("101", "DIRTY")
    for statement in ("update pms_room_status_log set reason = 'x'", "delete from pms_room_status_log"):
        with pytest.raises(DBAPIError, match="permission denied"):
            unit_of_work.run(lambda uow, sql=statement: uow.connection.execute(text(sql)), actor=actor)
    assert len(maid.log("101")) == 1


def test_a_refused_command_leaves_no_line(desk: Desk, maid: Maid):
    stay = desk.book("2027-03-16", "2027-03-18", "101")
    assert desk.step(stay, "check-in").status_code == 409
    assert maid.log("101") == []


def test_another_house_s_log_is_unknown(client: FreshClient, maid: Maid, other_tenant: Tenant):
    stranger = client.as_role("pms_manager", other_tenant)
    assert stranger.get(f"/api/pms/rooms/{maid.hotel.rooms['101']}/status-log").status_code == 404
