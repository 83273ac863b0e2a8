from __future__ import annotations

import pytest

from oppsera_host.db import unit_of_work
from oppsera_host.identity import users
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel
from tests.factories.maids import TASKS, Maid
from tests.support.browsers import make_user

__all__ = ["make_user"]


@pytest.fixture
def maid(client: FreshClient, hotel: Hotel) -> Maid:
    return Maid(client.as_role("pms_housekeeping"), hotel)


@pytest.fixture
def person(actor: Actor, make_user) -> str:
    """The id of somebody who works in housekeeping."""
    email = make_user("pms_housekeeping")
    with unit_of_work.reading(actor) as session:
        return next(str(one.id) for one in users.list_members(session, actor.tenant_id) if one.email == email)


def set_rules(desk: Desk, **rules: object) -> None:
    answer = desk.client.patch(
        f"/api/pms/properties/{desk.hotel.property_id}", json=rules, headers={"If-Match": "*"}
    )
    assert answer.status_code == 200, answer.text


def leave(desk: Desk, room: str) -> None:
    """A guest who arrived yesterday, so to speak, checks out of the room today."""
    stay = desk.book("2027-03-15", "2027-03-16", room)
    stay = desk.step(stay, "check-in").json
    close_day(desk, "2027-03-15")
    answer = desk.step(desk.get(stay), "check-out")
    assert answer.status_code == 200, answer.text


def close_day(desk: Desk, day: str) -> None:
    answer = desk.client.post("/api/pms/night-audit", json={"businessDate": day})
    assert answer.status_code == 200, answer.text


def test_a_task_is_given_out_assigned_and_done(maid: Maid, person: str):
    made = maid.client.post(
        TASKS, json={"roomId": str(maid.hotel.rooms["101"]), "note": "A cot", "assigneeId": person}
    )
    assert made.status_code == 201
    task = made.json
    assert (task["kind"], task["status"], task["date"], task["assigneeId"]) == (
        "MANUAL", "OPEN", "2027-03-15", person,
    )  # fmt: skip
    assert [each["id"] for each in maid.tasks(assigneeId=person)] == [task["id"]]
    changed = maid.client.patch(f"{TASKS}/{task['id']}", json={"assigneeId": None, "expectedVersion": 1})
    assert (changed.status_code, changed.json["assigneeId"], changed.json["note"]) == (200, None, "A cot")
    stale = maid.client.patch(f"{TASKS}/{task['id']}", json={"note": "x", "expectedVersion": 1})
    assert (stale.status_code, stale.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    assert maid.client.patch(f"{TASKS}/{task['id']}", json={"note": "x"}).status_code == 428
    maid.say("101", "DIRTY")
    done = maid.step(task, "finish")
    assert (done.status_code, done.json["status"]) == (200, "DONE")
    assert done.json["finishedAt"] is not None
    assert maid.room("101")["condition"] == "DIRTY", "a cot makes no room clean"


def test_a_person_of_another_house_gets_no_task(maid: Maid, other_tenant: Tenant):
    refused = maid.client.post(
        TASKS, json={"roomId": str(maid.hotel.rooms["101"]), "assigneeId": str(new_id())}
    )
    assert (refused.status_code, refused.json["code"]) == (404, "NOT_FOUND")


def test_finishing_cleans_the_room_and_refuses_to_finish_twice(desk: Desk, maid: Maid):
    leave(desk, "101")
    task = maid.task("101", "DEPARTURE", "2027-03-16")
    assert maid.room("101")["status"] == "VACANT_DIRTY"
    started = maid.step(task, "start").json
    assert (started["status"], started["finishedAt"]) == ("IN_PROGRESS", None)
    assert started["startedAt"] is not None
    again = maid.step(task, "start")
    assert (again.status_code, again.json["code"], again.json["currentStatus"]) == (
        409, "INVALID_STATUS_TRANSITION", "IN_PROGRESS",
    )  # fmt: skip
    done = maid.step(task, "finish").json
    assert (done["status"], done["startedAt"]) == ("DONE", started["startedAt"])
    assert (maid.room("101")["status"], maid.room("101")["ready"]) == ("VACANT_CLEAN", True)
    assert maid.step(task, "finish").status_code == 409
    assert {row[1] for row in maid.kinds("2027-03-16")} == {"DEPARTURE"}, "this house does not inspect"


def test_where_rooms_are_inspected_clean_is_not_ready(desk: Desk, maid: Maid):
    set_rules(desk, inspectRooms=True)
    leave(desk, "101")
    maid.step(maid.task("101", "DEPARTURE", "2027-03-16"), "finish")
    assert (maid.room("101")["condition"], maid.room("101")["ready"]) == ("CLEAN", False)
    inspection = maid.task("101", "INSPECTION", "2027-03-16")
    assert inspection["status"] == "OPEN"
    maid.step(inspection, "finish")
    assert (maid.room("101")["condition"], maid.room("101")["ready"]) == ("INSPECTED", True)
    assert maid.step(inspection, "reopen").json["status"] == "OPEN"
    assert maid.room("101")["condition"] == "CLEAN"


def test_an_inspection_that_finds_dirt_brings_the_cleaning_back(desk: Desk, maid: Maid):
    set_rules(desk, inspectRooms=True)
    leave(desk, "101")
    maid.step(maid.task("101", "DEPARTURE", "2027-03-16"), "finish")
    maid.say("101", "DIRTY", reason="Hair in the bath")
    day = "2027-03-16"
    assert maid.kinds(day) == {("101", "DEPARTURE", "OPEN"), ("101", "INSPECTION", "SKIPPED")}
    maid.step(maid.task("101", "DEPARTURE", day), "finish")
    assert maid.kinds(day) == {("101", "DEPARTURE", "DONE"), ("101", "INSPECTION", "OPEN")}


def test_a_word_about_the_room_finishes_its_tasks(desk: Desk, maid: Maid):
    set_rules(desk, inspectRooms=True)
    leave(desk, "101")
    desk.client.post(f"/api/pms/rooms/{maid.hotel.rooms['101']}/status", json={"status": "VACANT_CLEAN"})
    assert maid.kinds("2027-03-16") == {("101", "DEPARTURE", "DONE"), ("101", "INSPECTION", "OPEN")}
    maid.say("101", "INSPECTED")
    assert maid.kinds("2027-03-16") == {("101", "DEPARTURE", "DONE"), ("101", "INSPECTION", "DONE")}


def test_a_finished_task_taken_back_makes_the_room_dirty(desk: Desk, maid: Maid):
    leave(desk, "101")
    task = maid.task("101", "DEPARTURE", "2027-03-16")
    maid.step(task, "finish")
    assert maid.step(task, "reopen").json["status"] == "OPEN"
    assert maid.room("101")["condition"] == "DIRTY"
    assert maid.step(task, "skip").json["status"] == "SKIPPED"
    assert maid.room("101")["condition"] == "DIRTY"
    assert maid.step(task, "reopen").json["status"] == "OPEN"


def test_a_guest_who_moves_in_ends_the_readying_of_the_room(desk: Desk, maid: Maid):
    desk_stay = desk.book("2027-03-15", "2027-03-17", "101")
    maid.generate()
    assert maid.kinds() == {("101", "ARRIVAL", "OPEN")}
    desk.step(desk_stay, "check-in")
    assert maid.kinds() == {("101", "ARRIVAL", "SKIPPED")}


def test_a_room_move_leaves_work_in_the_old_room(desk: Desk, maid: Maid):
    stay = desk.step(desk.book("2027-03-15", "2027-03-17", "101"), "check-in").json
    moved = desk.move(stay, "102", confirm=True)
    assert moved.status_code == 200, moved.text
    assert maid.kinds() == {("101", "DEPARTURE", "OPEN")}
    assert desk.undo(moved.json).status_code == 200
    assert maid.kinds() == {("101", "DEPARTURE", "SKIPPED")}


def test_tasks_are_assigned_by_floor(desk: Desk, maid: Maid, person: str):
    for room in ("101", "102", "201"):
        desk.book("2027-03-15", "2027-03-17", room, "SUITE" if room == "201" else "STD")
    maid.generate()
    given = maid.client.post(f"{TASKS}/assign", json={"floor": "1", "assigneeId": person})
    assert (given.status_code, given.json["count"]) == (200, 2)
    assert {task["roomNumber"] for task in maid.tasks(assigneeId=person)} == {"101", "102"}
    rest = maid.client.post(f"{TASKS}/assign", json={"assigneeId": person})
    assert rest.json["count"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "WINDOWS"}, "kind"),
        ({"date": "2027-03-14"}, "date"),
        ({"note": "x" * 501}, "note"),
        ({"colour": "red"}, "colour"),
        ({"roomId": "101"}, "roomId"),
    ],
)
def test_names_the_field_that_does_not_fit(maid: Maid, body: dict, field: str):
    refused = maid.client.post(TASKS, json={"roomId": str(maid.hotel.rooms["101"])} | body)
    assert (refused.status_code, list(refused.json["fields"])) == (422, [field])


def test_a_room_has_each_kind_once_a_day(maid: Maid):
    body = {"roomId": str(maid.hotel.rooms["101"]), "kind": "ARRIVAL"}
    assert maid.client.post(TASKS, json=body).status_code == 201
    refused = maid.client.post(TASKS, json=body)
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["kind"])
    assert maid.client.post(TASKS, json=body | {"kind": "MANUAL"}).status_code == 201
    assert maid.client.post(TASKS, json=body | {"kind": "MANUAL"}).status_code == 201


def test_pages_and_filters(maid: Maid):
    made = [
        maid.client.post(TASKS, json={"roomId": str(room), "note": str(place)}).json["id"]
        for place, room in enumerate(maid.hotel.rooms.values())
    ]
    first = maid.client.get(TASKS, query_string={"limit": 3}).json
    second = maid.client.get(TASKS, query_string={"limit": 3, "cursor": first["nextCursor"]}).json
    assert [task["id"] for task in first["items"] + second["items"]] == made
    assert second["nextCursor"] is None
    maid.step(first["items"][0], "skip")
    assert [task["id"] for task in maid.tasks(status="SKIPPED")] == made[:1]
    assert [task["id"] for task in maid.tasks(roomId=str(maid.hotel.rooms["201"]))] == made[3:4]


def test_who_may_do_what(client: FreshClient, maid: Maid):
    body = {"roomId": str(maid.hotel.rooms["101"])}
    for role, see, work in [
        ("pms_front_desk", 200, 201),
        ("pms_revenue", 200, 403),
        ("pms_read_only", 200, 403),
    ]:
        someone = client.as_role(role)
        assert someone.get(TASKS).status_code == see
        assert someone.post(TASKS, json=body).status_code == work


def test_another_house_s_tasks_are_unknown(client: FreshClient, maid: Maid, other_tenant: Tenant):
    task = maid.client.post(TASKS, json={"roomId": str(maid.hotel.rooms["101"])}).json
    stranger = client.as_role("pms_manager", other_tenant)
    path = f"{TASKS}/{task['id']}"
    answers = [stranger.get(path), stranger.patch(path, json={"note": "x", "expectedVersion": 1})]
    answers += [stranger.post(f"{path}/{step}", json={}) for step in ("start", "finish", "skip", "reopen")]
    assert {answer.status_code for answer in answers} == {404}
