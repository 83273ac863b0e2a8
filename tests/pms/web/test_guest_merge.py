from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk

PATH = "/api/pms/guests"


def make(desk: Desk, last: str, **more) -> dict:
    answer = desk.client.post(PATH, json={"firstName": "Ada", "lastName": last, **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def book_for(desk: Desk, guest: dict, *stay: str) -> dict:
    body = desk.body(*stay, guestId=guest["id"])
    del body["guest"]
    answer = desk.client.post("/api/pms/reservations", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json


def merge(desk: Desk, survivor: dict, other: dict, **more):
    return desk.client.post(f"{PATH}/{survivor['id']}/merge", json={"otherId": other["id"], **more})


def unmerge(desk: Desk, guest: dict, **more):
    return desk.client.post(f"{PATH}/{guest['id']}/unmerge", json=more)


def stays(desk: Desk, guest: dict) -> set[str]:
    return {row["id"] for row in desk.client.get(f"{PATH}/{guest['id']}/stays").json["items"]}


def found(desk: Desk, query: str) -> list[str]:
    return [row["id"] for row in desk.client.get(PATH, query_string={"q": query}).json["items"]]


def test_the_survivor_takes_over_stays_and_missing_details(desk: Desk):
    survivor = make(desk, "Byron", email="ada@example.org", notes="Tea", preferences=["Quiet"])
    other = make(
        desk, "Lovelace", phone="+44 20 1234 5678", country="GB", notes="Milk", preferences=["High floor"]
    )
    mine, theirs = (
        book_for(desk, survivor, "2027-03-20", "2027-03-21"),
        book_for(desk, other, "2027-04-20", "2027-04-21"),
    )
    after = merge(desk, survivor, other, expectedVersion=1)
    assert after.status_code == 200, after.text
    kept = ("email", "phone", "country", "notes", "preferences")
    assert [after.json[name] for name in kept] == [
        "ada@example.org", "+44 20 1234 5678", "GB", "Tea\nMilk", ["Quiet", "High floor"],
    ]  # fmt: skip
    assert stays(desk, survivor) == {mine["id"], theirs["id"]}
    assert stays(desk, other) == set()
    stay = desk.get(theirs)
    assert (stay["guest"]["lastName"], stay["version"]) == ("Byron", theirs["version"] + 1)
    assert found(desk, "lovelace") == []
    assert desk.client.get(f"{PATH}/{other['id']}").json["mergedInto"] == survivor["id"]


def test_an_undo_gives_back_what_is_still_there(desk: Desk):
    survivor, other = make(desk, "Byron"), make(desk, "Lovelace", email="l@example.org", notes="Milk")
    theirs = book_for(desk, other, "2027-04-20", "2027-04-21")
    merge(desk, survivor, other)
    changed = desk.client.patch(
        f"{PATH}/{survivor['id']}", json={"notes": "Coffee"}, headers={"If-Match": "*"}
    )
    later = book_for(desk, other, "2027-05-20", "2027-05-21")  # a bookmark of the profile merged away
    assert later["guestId"] == survivor["id"]
    after = unmerge(desk, other)
    assert after.status_code == 200, after.text
    assert after.json["version"] == changed.json["version"] + 1
    assert (after.json["email"], after.json["notes"]) == (None, "Coffee")
    assert (stays(desk, survivor), stays(desk, other)) == ({later["id"]}, {theirs["id"]})
    assert found(desk, "lovelace") == [other["id"]]
    again = unmerge(desk, other)
    assert (again.status_code, again.json["code"]) == (409, "GUEST_NOT_MERGED")


def test_merges_in_a_row_are_undone_from_the_last_one_back(desk: Desk):
    first, second, third = (make(desk, name) for name in ("One", "Two", "Three"))
    stay = book_for(desk, first, "2027-04-20", "2027-04-21")
    merge(desk, second, first)
    merge(desk, third, second)
    assert stays(desk, third) == {stay["id"]}
    assert book_for(desk, first, "2027-05-20", "2027-05-21")["guestId"] == third["id"]
    blocked = unmerge(desk, first)
    assert (blocked.status_code, blocked.json["code"]) == (409, "GUEST_MERGED")
    assert blocked.json["mergedInto"] == third["id"]
    assert unmerge(desk, third, otherId=second["id"]).status_code == 200
    assert unmerge(desk, second).status_code == 200
    assert stays(desk, first) == {stay["id"]}


def test_the_board_and_the_audit_trail_hear_of_it(
    desk: Desk, database: Database, drain_outbox: Callable[[], int]
):
    survivor, other = make(desk, "Byron"), make(desk, "Lovelace")
    stay = book_for(desk, other, "2027-03-20", "2027-03-21", "101")
    drain_outbox()
    merge(desk, survivor, other)
    drain_outbox()
    assert names(database, stay) == ["Ada Byron"]
    unmerge(desk, survivor)
    drain_outbox()
    assert names(database, stay) == ["Ada Lovelace"]
    with database.connect_as_admin() as admin:
        actions = admin.execute(
            "select action, array_agg(entity_id::text order by entity_id) from pms_audit_log"
            " where action like '%%merge%%' and entity_id::text = any(%s) group by 1",
            ([survivor["id"], other["id"], stay["id"]],),
        ).fetchall()
    assert dict(actions) == {
        "guest.merge": [survivor["id"]], "guest.merge_away": [other["id"]],
        "reservation.merge_guest": [stay["id"]], "guest.unmerge": [survivor["id"]],
        "guest.unmerge_away": [other["id"]], "reservation.unmerge_guest": [stay["id"]],
    }  # fmt: skip


def names(database: Database, stay: dict) -> list[object]:
    with database.connect_as_admin() as admin:
        return [
            row[0]
            for row in admin.execute(
                "select distinct guest_name from rm_pms_calendar_segments where reservation_id::text = %s",
                (stay["id"],),
            )
        ]


@pytest.mark.parametrize("change", ["same", "stale", "merged"])
def test_refuses_what_makes_no_sense(desk: Desk, change: str):
    survivor, other, third = make(desk, "Byron"), make(desk, "Lovelace"), make(desk, "King")
    if change == "same":
        refused = merge(desk, survivor, survivor)
        assert (refused.status_code, list(refused.json["fields"])) == (422, ["otherId"])
    elif change == "stale":
        refused = merge(desk, survivor, other, expectedVersion=7)
        assert (refused.status_code, refused.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    else:
        merge(desk, survivor, other)
        refused = merge(desk, third, other)
        assert (refused.status_code, refused.json["code"]) == (409, "GUEST_MERGED")
        edit = desk.client.patch(f"{PATH}/{other['id']}", json={"notes": "x"}, headers={"If-Match": "*"})
        assert (edit.status_code, edit.json["mergedInto"]) == (409, survivor["id"])


def test_hints_at_whoever_may_be_the_same(desk: Desk):
    known = make(desk, "Müller", email="Ada@Example.org", phone="+49 (0)30 1234567")
    make(desk, "Else", email="else@example.org", phone="+49 30 7654321")
    double = make(desk, "Muller", email="ada@example.org", phone="030/1234567")
    assert [(hint["guest"]["id"], hint["reasons"]) for hint in double["duplicates"]] == [
        (known["id"], ["EMAIL", "PHONE", "NAME"])
    ]
    swapped = make(desk, "Ada", firstName="Müller")
    assert {hint["guest"]["id"]: hint["reasons"] for hint in swapped["duplicates"]} == {
        known["id"]: ["NAME"], double["id"]: ["NAME"],
    }  # fmt: skip
    hints = desk.client.get(f"{PATH}/{known['id']}/duplicates").json["items"]
    assert [hint["guest"]["id"] for hint in hints] == [double["id"], swapped["id"]]
    merge(desk, known, double)
    assert [
        hint["guest"]["id"] for hint in desk.client.get(f"{PATH}/{known['id']}/duplicates").json["items"]
    ] == [swapped["id"]]


def test_who_may_merge(client: FreshClient, desk: Desk):
    survivor, other = make(desk, "Byron"), make(desk, "Lovelace")
    for role, status in [("pms_read_only", 403), ("pms_housekeeping", 403), ("pms_front_desk", 200)]:
        someone = client.as_role(role)
        body = {"otherId": other["id"]}
        assert someone.post(f"{PATH}/{survivor['id']}/merge", json=body).status_code == status


def test_every_table_that_names_a_guest_is_known_to_the_merge(database: Database):
    """A table added with a reference to a guest must be moved with it, or say why not."""
    with psycopg.connect(database.admin_url.replace("+psycopg", "")) as admin:
        rows = admin.execute(
            "select c.conrelid::regclass::text from pg_constraint c"
            " where c.contype = 'f' and c.confrelid = 'pms_guests'::regclass"
        ).fetchall()
    moved = {"pms_reservations", "pms_bookings", "pms_reservation_guests"}
    own = {"pms_guests", "pms_guest_words", "pms_guest_merges", "pms_guest_keys", "pms_guest_changes"}
    assert {row[0] for row in rows} == moved | own
