from __future__ import annotations

from threading import get_ident

import pytest

from addons.pms.web import calendar
from oppsera_host.db import direct
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk, key
from tests.factories.hotel import Hotel
from tests.factories.stock import stock

NOTES = "/api/pms/maintenance-notes"


@pytest.fixture
def service(hotel: Hotel) -> str:
    return f"/api/pms/rooms/{hotel.rooms['101']}/out-of-service"


def flaw(start: str = "2027-03-15", end: str = "2027-03-18") -> dict:
    return {"startDate": start, "endDate": end, "reason": "Broken lamp"}


def test_a_room_out_of_service_is_sold_all_the_same(actor: Actor, desk: Desk, hotel: Hotel, service: str):
    before = stock(actor, hotel.types["STD"])
    made = desk.client.post(service, json=flaw())
    assert made.status_code == 201
    assert (made.json["kind"], made.json["room"]["status"]) == ("OUT_OF_SERVICE", "VACANT_CLEAN")
    assert stock(actor, hotel.types["STD"]) == before
    stay = desk.book("2027-03-15", "2027-03-17", "101")
    assert desk.step(stay, "check-in").status_code == 200
    again = desk.client.post(service, json=flaw("2027-03-16", "2027-03-20"))
    assert again.status_code == 201, "it may overlap stays and its like"


def test_whoever_gives_the_room_out_is_told(desk: Desk, hotel: Hotel, service: str):
    desk.client.post(service, json=flaw())
    stay = desk.book("2027-03-17", "2027-03-19")
    given = desk.step(stay, "assign-room", roomId=str(hotel.rooms["101"]))
    assert given.status_code == 200, given.text
    assert [(each["code"], each["reason"]) for each in given.json["warnings"]] == [
        ("ROOM_OUT_OF_SERVICE", "Broken lamp")
    ]
    later = desk.step(desk.book("2027-03-18", "2027-03-19"), "assign-room", roomId=str(hotel.rooms["102"]))
    assert later.json["warnings"] == []


def reasons(warnings: list[dict]) -> list[tuple[str, str]]:
    return [(each["startDate"], each["reason"]) for each in warnings]


def test_whoever_moves_a_stay_there_or_lengthens_it_is_told(desk: Desk, service: str):
    desk.client.post(service, json=flaw())
    stay = desk.book("2027-03-16", "2027-03-18", "102")
    moved = desk.move(stay, "101")
    assert reasons(moved.json["warnings"]) == [("2027-03-15", "Broken lamp")]
    away = desk.move(moved.json["reservation"], "101", "2027-03-18")
    assert (away.status_code, away.json["warnings"]) == (200, [])
    longer = desk.resize(away.json["reservation"], "LEFT", "2027-03-17")
    assert len(longer.json["warnings"]) == 1
    parked = desk.move(longer.json["reservation"], None)
    assert (parked.status_code, parked.json["warnings"]) == (200, [])


def test_looking_for_flaws_costs_a_move_no_round_trip(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    stay = desk.book("2027-03-16", "2027-03-18", "102")
    inner, own, trips = direct.execute, get_ident(), []

    def counted(connection, *calls):
        trips.extend([calls] if get_ident() == own else [])
        return inner(connection, *calls)

    def move_counting(room: str) -> int:
        trips.clear()
        stay.update(desk.move(stay, room).json["reservation"])
        return len(trips)

    monkeypatch.setattr(direct, "execute", counted)
    move_counting("103")
    foreseen = move_counting("102")
    monkeypatch.setattr(calendar, "foresee_warnings", lambda _uow, _part: None)
    assert move_counting("103") == foreseen + 1


def test_whoever_swaps_rooms_is_told(desk: Desk, service: str):
    desk.client.post(service, json=flaw())
    one, other = (desk.book("2027-03-16", "2027-03-18", number) for number in ("102", "101"))
    each = [{"reservationId": stay["id"], "version": stay["version"]} for stay in (one, other)]
    body = {"first": each[0], "second": each[1], "idempotencyKey": key()}
    swapped = desk.client.post("/api/pms/calendar/swap", json=body)
    assert reasons(swapped.json["warnings"]) == [("2027-03-15", "Broken lamp")]


@pytest.mark.parametrize("dry_run", [True, False])
def test_rooms_given_by_themselves_are_told_with_the_stay(
    desk: Desk, hotel: Hotel, service: str, dry_run: bool
):
    desk.client.post(service, json=flaw())
    stays = [desk.book("2027-03-16", "2027-03-18") for _ in range(3)]
    body = {"from": "2027-03-16", "to": "2027-03-16", "dryRun": dry_run}
    placed = desk.client.post("/api/pms/room-assignment", json=body).json["placed"]
    assert len(placed) == len(stays)
    assert {each["number"]: reasons(each["warnings"]) for each in placed} == {
        "101": [("2027-03-15", "Broken lamp")], "102": [], "103": [],
    }  # fmt: skip


def test_a_flaw_that_is_over_is_told_nobody(desk: Desk, service: str):
    desk.client.post(service, json=flaw("2027-03-15", "2027-03-16"))
    stay = desk.book("2027-03-15", "2027-03-18", "101")
    assert desk.step(stay, "check-in").status_code == 200
    assert desk.client.post("/api/pms/night-audit", json={"businessDate": "2027-03-15"}).status_code == 200
    longer = desk.resize(desk.get(stay), "RIGHT", "2027-03-20")
    assert (longer.status_code, longer.json["warnings"]) == (200, [])


def test_control_a_room_out_of_order_is_not_sold(desk: Desk, service: str):
    closed = desk.client.post(service.replace("service", "order"), json=flaw())
    assert closed.status_code == 201
    body = desk.body("2027-03-15", "2027-03-17", "101")
    assert desk.client.post("/api/pms/reservations", json=body).json["code"] == "ROOM_OUT_OF_ORDER"


def test_housekeeping_sees_the_flaw_on_its_days(desk: Desk, service: str):
    made = desk.client.post(service, json=flaw("2027-03-16")).json

    def reason(day: str) -> str | None:
        rooms = desk.client.get("/api/pms/housekeeping/rooms", query_string={"date": day}).json["items"]
        found: str | None = rooms[0]["outOfServiceReason"]
        return found

    days = ("2027-03-15", "2027-03-16", "2027-03-17", "2027-03-18")
    assert [reason(day) for day in days] == [None, "Broken lamp", "Broken lamp", None]
    assert desk.client.delete(f"{service}/{made['id']}").status_code == 200
    assert [reason(day) for day in days] == [None] * 4
    assert desk.client.delete(f"{service}/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [("2027-03-14", "2027-03-16", "startDate"), ("2027-03-16", "2027-03-16", "endDate")],
)
def test_dates_that_are_no_nights_to_come_are_refused(
    desk: Desk, service: str, start: str, end: str, field: str
):
    refused = desk.client.post(service, json=flaw(start, end))
    assert (refused.status_code, list(refused.json["fields"])) == (422, [field])


def test_a_note_is_opened_and_closed(client: FreshClient, desk: Desk, hotel: Hotel):
    maid, room = client.as_role("pms_housekeeping"), str(hotel.rooms["101"])
    made = maid.post(NOTES, json={"roomId": room, "text": " Tap drips "})
    assert (made.status_code, made.json["text"], made.json["closedAt"]) == (201, "Tap drips", None)
    maid.post(NOTES, json={"roomId": str(hotel.rooms["102"]), "text": "Bulb"})
    opened = desk.client.get(NOTES, query_string={"status": "OPEN"}).json["items"]
    assert [note["text"] for note in opened] == ["Bulb", "Tap drips"]
    closed = desk.client.post(f"{NOTES}/{made.json['id']}/close", json={})
    assert closed.status_code == 200
    assert closed.json["closedByName"]
    again = maid.post(f"{NOTES}/{made.json['id']}/close", json={})
    assert (again.status_code, again.json["closedAt"]) == (200, closed.json["closedAt"])
    of_room = desk.client.get(NOTES, query_string={"roomId": room, "status": "CLOSED"}).json["items"]
    assert [note["id"] for note in of_room] == [made.json["id"]]


def test_a_note_s_text_is_in_no_event(desk: Desk, hotel: Hotel):
    desk.client.post(NOTES, json={"roomId": str(hotel.rooms["101"]), "text": "Mrs Probe broke it"})
    events = desk.client.get("/api/events", query_string={"after": 0, "limit": 200})
    assert events.status_code == 200
    assert "pms.maintenance_note.opened.v1" in events.text
    assert "broke it" not in events.text
