"""A guest is erased: no byte of the name, the e-mail or the phone is left, and the books still balance."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from redis import Redis

from addons.pms.services.guest_details import folded
from addons.pms.services.verify import verify
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, key
from tests.pms.web.guest_life import PATH, Life, Person, begin, close_the_day, have_others_pay, lived, settle
from tests.support.traces import traces_in_database, traces_in_valkey

#: Where the words are while the guest is known; everywhere else they never were.
HELD_BY = {
    "pms_guests", "pms_guest_words", "pms_guest_changes", "pms_guest_merges", "pms_reservations", "pms_folios",
    "pms_idempotency_keys", "rm_pms_calendar_segments",
}  # fmt: skip


def read_everything(desk: Desk, life: Life) -> str:
    """What the house shows of the guest, in every place that shows guests."""
    guest, stay = life.guest["id"], life.stay["id"]
    query = {"propertyId": str(desk.hotel.property_id), "start": "2027-03-15"}
    paths = [
        f"{PATH}/{guest}", f"{PATH}/{life.guest['mergedAway']}", f"{PATH}/{guest}/export", f"{PATH}/{guest}/stays",
        f"{PATH}/{guest}/duplicates", f"{PATH}?q={folded(life.person.first)}", PATH, f"/api/pms/reservations/{stay}",
        f"/api/pms/reservations/{stay}/audit", f"/api/pms/reservations/{stay}/folio", "/api/pms/reservations",
        f"/pms/guests/{guest}", "/pms/guests", "/api/events",
    ]  # fmt: skip
    answers = [desk.client.get(path) for path in paths]
    answers.append(desk.client.get("/api/pms/calendar/week", query_string=query))
    assert {answer.status_code for answer in answers} == {200}, [answer.text[:200] for answer in answers]
    return "".join(answer.text for answer in answers)


def test_no_byte_of_an_erased_guest_is_left(
    desk: Desk,
    tenant: Tenant,
    database: Database,
    drain_outbox: Callable[[], int],
    capfd: pytest.CaptureFixture[str],
):
    have_others_pay(desk)
    life = lived(desk)
    drain_outbox()
    shown = read_everything(desk, life)
    words = life.person.words
    assert words.found_in(shown.encode()) >= life.person.now
    before = traces_in_database(database, words)
    assert set(before) == HELD_BY, "the scan sees each place there is, and there is no other"
    figures = desk.client.get(f"/api/pms/reservations/{life.stay['id']}/folio").json["entries"]

    erased = life.send("POST", f"{PATH}/{life.guest['id']}/erase")
    assert (erased["erasedProfiles"], erased["erasedStays"]) == (2, 1)
    drain_outbox()

    assert traces_in_database(database, words) == {}
    assert traces_in_valkey(database, words) == {}
    assert words.found_in(read_everything(desk, life).encode()) == set()
    assert words.found_in("".join(capfd.readouterr()).encode()) == set()
    assert verify(tenant.id) == []
    assert desk.client.get(f"/api/pms/reservations/{life.stay['id']}/folio").json["entries"] == figures
    stay = desk.get(life.stay)
    assert (stay["guest"]["firstName"], stay["guest"]["lastName"]) == ("", "Erased guest")


def test_a_retry_of_the_booking_books_nothing_and_tells_nothing(desk: Desk):
    life = lived(desk)
    life.send("POST", f"{PATH}/{life.guest['id']}/erase")
    ((body, booking_key),) = life.bookings
    again = desk.client.post("/api/pms/reservations", json=body, headers={"Idempotency-Key": booking_key})
    assert (again.status_code, again.json) == (201, {"erased": True})
    assert again.headers["Idempotent-Replayed"] == "true"


def test_other_guests_and_their_answers_stay(desk: Desk):
    life = lived(desk)
    other = {"firstName": "Ada", "lastName": "Probe", "email": "ada@peculiar-mail.example"}
    body = desk.body("2027-04-15", "2027-04-17", "103", guest=other, notes="Late")
    headers = {"Idempotency-Key": key()}
    booked = desk.client.post("/api/pms/reservations", json=body, headers=headers)
    life.send("POST", f"{PATH}/{life.guest['id']}/erase")
    assert desk.client.post("/api/pms/reservations", json=body, headers=headers).data == booked.data
    stay = desk.get(booked.json)
    assert (stay["guest"]["lastName"], stay["notes"], stay["version"]) == ("Probe", "Late", 1)


def test_a_guest_in_the_house_or_with_an_open_folio_is_kept(desk: Desk):
    life = begin(desk)
    path = f"{PATH}/{life.guest['id']}/erase"
    in_house = desk.client.post(path, json={})
    assert (in_house.status_code, in_house.json["code"]) == (409, "GUEST_STILL_NEEDED")
    number = life.stay["confirmationNumber"]
    assert in_house.json["stays"] == [
        {"reservationId": life.stay["id"], "confirmationNumber": number, "status": "CHECKED_IN"}
    ]
    close_the_day(life)
    settle(life)
    folio = desk.client.get(f"/api/pms/reservations/{life.stay['id']}/folio").json
    life.send("POST", f"/api/pms/folios/{folio['id']}/reopen")
    unpaid = desk.client.post(path, json={})
    assert unpaid.json["stays"] == []
    assert unpaid.json["folios"] == [
        {"folioId": folio["id"], "reservationId": life.stay["id"], "confirmationNumber": number}
    ]
    assert number in unpaid.json["detail"]
    assert desk.get(life.stay)["guest"]["lastName"] == life.person.last


def test_an_erased_guest_is_nobody_any_more(desk: Desk):
    guest = desk.client.post(PATH, json={"lastName": "Gone"}).json
    stale = desk.client.post(f"{PATH}/{guest['id']}/erase", json={"expectedVersion": 7})
    assert (stale.status_code, stale.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    assert desk.client.post(f"{PATH}/{guest['id']}/erase", json={"expectedVersion": 1}).status_code == 200
    other = desk.client.post(PATH, json={"lastName": "Probe"}).json
    booking = desk.body("2027-04-15", "2027-04-17", guestId=guest["id"])
    del booking["guest"]
    refused = [
        desk.client.post(f"{PATH}/{guest['id']}/erase", json={}),
        desk.client.patch(f"{PATH}/{guest['id']}", json={"notes": "x"}, headers={"If-Match": "*"}),
        desk.client.post(f"{PATH}/{guest['id']}/merge", json={"otherId": other["id"]}),
        desk.client.post(f"{PATH}/{other['id']}/merge", json={"otherId": guest["id"]}),
        desk.client.post("/api/pms/reservations", json=booking),
    ]
    assert {(each.status_code, each.json["code"]) for each in refused} == {(409, "GUEST_ERASED")}
    assert [row["id"] for row in desk.client.get(PATH).json["items"]] == [other["id"]]


def test_an_export_holds_everything_and_its_proof(desk: Desk):
    life = lived(desk)
    answer = desk.client.get(f"{PATH}/{life.guest['id']}/export")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    body = answer.json
    assert {row["lastName"] for row in body["profiles"]} == {life.person.last}
    assert [row["notes"] for row in body["reservations"]] == [life.person.stay_note]
    assert sum(entry["amount"] for entry in body["folioEntries"]) == 0
    assert {row["entity"] for row in body["auditTrail"]} >= {"guest", "reservation", "folio"}
    edit = next(change for change in body["changes"] if "lastName" in change["before"])
    assert (edit["before"]["lastName"], edit["after"]["lastName"]) == (life.person.old_last, life.person.last)
    assert all(change["proven"] for change in body["changes"])
    assert body["messages"] == []


def test_words_changed_behind_the_trail_are_not_vouched_for(desk: Desk, database: Database):
    guest = desk.client.post(PATH, json={"lastName": "Gone"}).json
    path = f"{PATH}/{guest['id']}"
    desk.client.patch(path, json={"notes": "Quiet"}, headers={"If-Match": "*"})
    assert [row["proven"] for row in desk.client.get(f"{path}/export").json["changes"]] == [True]
    with database.connect_as_admin() as admin:
        admin.execute('update pms_guest_changes set after = \'{"notes": "never said"}\'')
    assert [row["proven"] for row in desk.client.get(f"{path}/export").json["changes"]] == [False]


def test_who_may_erase_and_export(client: FreshClient, desk: Desk):
    guest = desk.client.post(PATH, json={"lastName": "Gone"}).json
    for role in ("pms_read_only", "pms_front_desk", "pms_housekeeping", "pms_revenue"):
        someone = client.as_role(role)
        assert someone.get(f"{PATH}/{guest['id']}/export").status_code == 403
        assert someone.post(f"{PATH}/{guest['id']}/erase", json={}).status_code == 403


def test_control_the_scan_of_valkey_sees_words_in_names_and_values(database: Database):
    server, who = Redis.from_url(database.redis_url), Person()
    server.set(f"seen:{who.last}", "x")
    server.hset("seen", mapping={"who": who.email})
    try:
        found = traces_in_valkey(database, who.words)
    finally:
        server.delete(f"seen:{who.last}", "seen")
    assert found == {f"seen:{who.last}": {who.last}, "seen": {who.email}}
