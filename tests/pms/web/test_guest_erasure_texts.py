"""An erasure finds the guest in what people typed elsewhere: names of folios, and texts about rooms."""

from __future__ import annotations

from collections.abc import Callable

from addons.pms.db.queries.guest_erasure import ROOM_TEXTS
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, key
from tests.pms.web.guest_life import PATH, Life, lived
from tests.support.traces import traces_in_database

KEPT = "Lamp is broken"
#: Written once and never changed: the reason given for a room's condition is copied there.
APPEND_ONLY = {"pms_room_status_log"}


def open_account(life: Life, name: str, payer: str = "") -> dict:
    made = life.send("POST", f"/api/pms/reservations/{life.stay['id']}/folios", name=name, payer=payer)
    life.send("POST", f"/api/pms/folios/{made['id']}/close")
    return made


def write_about_rooms(life: Life, room: str, text: str) -> None:
    """Say ``text`` wherever something is said about a room."""
    room_id = str(life.desk.hotel.rooms[room])
    nights = {"startDate": "2027-06-01", "endDate": "2027-06-03", "reason": text}
    note = life.send("POST", "/api/pms/maintenance-notes", roomId=room_id, text=text)
    life.send("POST", "/api/pms/maintenance-notes", roomId=room_id, text=text)
    life.send("POST", f"/api/pms/maintenance-notes/{note['id']}/close")
    life.send("POST", "/api/pms/housekeeping/tasks", roomId=room_id, date="2027-06-01", note=text)
    life.send("POST", f"/api/pms/rooms/{room_id}/out-of-order", **nights)
    life.send("POST", f"/api/pms/rooms/{room_id}/out-of-service", **nights)


def said_about_rooms(desk: Desk, database: Database) -> list[str]:
    """Every text about a room of the hotel, as the database has it."""
    statements = (
        f"select {column} from {table} where property_id = %(hotel)s and {column} <> ''"
        for table, column in ROOM_TEXTS.items()
    )
    with database.connect_as_admin() as admin:
        rows = admin.execute(" union all ".join(statements), {"hotel": desk.hotel.property_id}).fetchall()
    return sorted(text for (text,) in rows)


def test_names_of_accounts_and_texts_about_rooms_lose_the_guest(
    desk: Desk, database: Database, drain_outbox: Callable[[], int]
):
    life = lived(desk)
    who = life.person
    open_account(life, f"Extras {who.last}")
    open_account(life, "Company", f"{who.first} {who.old_last}, before the wedding")
    write_about_rooms(life, "103", f"Mrs {who.last.upper()} broke the lamp")
    write_about_rooms(life, "201", f"Lamp: write to {who.old_email}")
    write_about_rooms(life, "202", KEPT)
    drain_outbox()
    held = set(traces_in_database(database, who.words))
    assert held >= {
        "pms_folios", "pms_maintenance_notes", "pms_housekeeping_tasks", "pms_room_blocks", "pms_room_out_of_service",
    }  # fmt: skip
    assert not held & {"pms_audit_log", "host_outbox_events"}, "what is typed about a room is in no event"

    life.send("POST", f"{PATH}/{life.guest['id']}/erase")
    drain_outbox()

    assert set(traces_in_database(database, who.words)) == APPEND_ONLY
    windows = desk.client.get(f"/api/pms/reservations/{life.stay['id']}/folios").json["items"]
    assert [(each["name"], each["payer"]) for each in windows] == [
        ("Guest", ""), ("Folio 2", ""), ("Company", ""),
    ]  # fmt: skip
    assert said_about_rooms(desk, database) == sorted(["(erased)"] * 10 + [KEPT] * 5)


def test_a_name_that_is_part_of_a_word_takes_nothing_away(desk: Desk, database: Database):
    guest = desk.client.post(PATH, json={"firstName": "Bo", "lastName": "Lee"}).json
    life = Life(desk, None, guest, {})
    write_about_rooms(life, "103", "Sleeper sofa stuck")
    write_about_rooms(life, "201", "Fleece of Mr. Lee's")
    life.send("POST", f"{PATH}/{guest['id']}/erase")
    assert said_about_rooms(desk, database) == sorted(["(erased)"] * 5 + ["Sleeper sofa stuck"] * 5)


def test_a_guest_who_is_expected_is_kept(desk: Desk):
    held = desk.book("2027-04-01", "2027-04-03", "101", status="HOLD", releaseAt="2027-03-30T12:00:00Z")
    guest = held["guest"]["id"]
    booking = desk.body("2027-05-01", "2027-05-03", "102", guestId=guest)
    del booking["guest"]
    booked = desk.client.post("/api/pms/reservations", json=booking, headers={"Idempotency-Key": key()}).json
    refused = desk.client.post(f"{PATH}/{guest}/erase", json={})
    assert (refused.status_code, refused.json["code"]) == (409, "GUEST_STILL_NEEDED")
    stays = [
        {
            "reservationId": each["id"],
            "confirmationNumber": each["confirmationNumber"],
            "status": each["status"],
        }
        for each in (held, booked)
    ]
    assert sorted(refused.json["stays"], key=str) == sorted(stays, key=str)
    assert all(each["confirmationNumber"] in refused.json["detail"] for each in stays)
    for stay in (held, booked):
        assert desk.step(stay, "cancel").status_code == 200
    assert desk.client.post(f"{PATH}/{guest}/erase", json={}).status_code == 200
