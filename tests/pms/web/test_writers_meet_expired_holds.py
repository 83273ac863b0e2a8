"""Every command that needs a room or a unit gets it from a hold whose time has passed, and from no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from addons.pms.services import expired_holds
from tests.factories.desk import Desk, key

pytestmark = pytest.mark.stock
NOW = datetime(2027, 3, 15, 17, tzinfo=UTC)
RELEASE = "2027-03-15T18:00:00Z"
AFTERWARDS = datetime(2027, 3, 15, 18, tzinfo=UTC)
Prepared = Callable[[], Any]


def reservations(desk: Desk, stay: dict[str, Any], command: str, **more: Any) -> Any:
    return desk.client.post(
        f"/api/pms/reservations/{stay['id']}/{command}", json={"expectedVersion": stay["version"], **more}
    )


def room_id(desk: Desk, number: str) -> str:
    return str(desk.hotel.rooms[number])


def book(desk: Desk) -> Prepared:
    body = desk.body("2027-03-15", "2027-03-17", "101")
    return lambda: desk.client.post("/api/pms/reservations", json=body)


def book_a_party(desk: Desk) -> Prepared:
    stay = desk.body("2027-03-15", "2027-03-17", "101")
    del stay["propertyId"], stay["guest"]
    guest = {"firstName": "Mei", "lastName": "Host"}
    body = {"propertyId": str(desk.hotel.property_id), "guest": guest, "stays": [stay]}
    return lambda: desk.client.post("/api/pms/bookings", json=body)


def walk_in(desk: Desk) -> Prepared:
    """The other rooms of the type are taken, and nobody names a room."""
    for number in ("102", "103"):
        desk.book("2027-03-15", "2027-03-17", number)
    body = desk.body("2027-03-15", "2027-03-17", sourceType="WALK_IN", checkIn=True)
    return lambda: desk.client.post("/api/pms/reservations", json=body)


def move(desk: Desk) -> Prepared:
    stay = desk.book("2027-03-15", "2027-03-17", "102")
    return lambda: desk.move(stay, "101")


def resize(desk: Desk) -> Prepared:
    stay = desk.book("2027-03-17", "2027-03-19", "101")
    return lambda: desk.resize(stay, "LEFT", "2027-03-16")


def swap(desk: Desk) -> Prepared:
    """The longer stay comes to the room in which the hold is before the shorter one."""
    short = desk.book("2027-03-17", "2027-03-18", "101")
    long = desk.book("2027-03-16", "2027-03-18", "102")
    each = [{"reservationId": stay["id"], "version": stay["version"]} for stay in (short, long)]
    body = {"first": each[0], "second": each[1], "idempotencyKey": key()}
    return lambda: desk.client.post("/api/pms/calendar/swap", json=body)


def split(desk: Desk) -> Prepared:
    stay = desk.book("2027-03-15", "2027-03-17", "102")
    return lambda: reservations(desk, stay, "split", date="2027-03-16", roomId=room_id(desk, "101"))


def assign_room(desk: Desk) -> Prepared:
    stay = desk.book("2027-03-16", "2027-03-18")
    return lambda: reservations(desk, stay, "assign-room", roomId=room_id(desk, "101"))


def assign_all_rooms(desk: Desk) -> Prepared:
    for number in ("102", "103"):
        desk.book("2027-03-17", "2027-03-20", number)
    desk.book("2027-03-16", "2027-03-18")
    body = {"propertyId": str(desk.hotel.property_id), "from": "2027-03-16", "to": "2027-03-16"}
    return lambda: desk.client.post("/api/pms/room-assignment", json=body)


def edit(desk: Desk) -> Prepared:
    stay = desk.book("2027-03-17", "2027-03-19", "101")
    body = {"checkInDate": "2027-03-16", "expectedVersion": stay["version"]}
    return lambda: desk.client.patch(f"/api/pms/reservations/{stay['id']}", json=body)


def reinstate(desk: Desk) -> Prepared:
    stay = desk.book("2027-03-16", "2027-03-18")
    gone = desk.step(stay, "cancel").json
    return lambda: desk.step(gone, "reinstate", roomId=room_id(desk, "101"))


def close_the_room(desk: Desk) -> Prepared:
    body = {"startDate": "2027-03-16", "endDate": "2027-03-18", "reason": "Paint"}
    return lambda: desk.client.post(f"/api/pms/rooms/{room_id(desk, '101')}/out-of-order", json=body)


def close_another_room(desk: Desk) -> Prepared:
    """The room is free; it is the unit that the hold keeps."""
    desk.book("2027-03-16", "2027-03-18", "102")
    desk.book("2027-03-16", "2027-03-18")
    body = {"startDate": "2027-03-16", "endDate": "2027-03-17", "reason": "Paint"}
    return lambda: desk.client.post(f"/api/pms/rooms/{room_id(desk, '103')}/out-of-order", json=body)


def change_the_type(desk: Desk) -> Prepared:
    path = f"/api/pms/rooms/{room_id(desk, '101')}"
    version = desk.client.get(path).json["version"]
    body = {"roomTypeId": str(desk.hotel.types["SUITE"]), "expectedVersion": version}
    return lambda: desk.client.patch(path, json=body)


def oversell_less(desk: Desk) -> Prepared:
    path = f"/api/pms/room-types/{desk.hotel.types['STD']}"
    desk.client.patch(path, json={"overbookingLimit": 1, "expectedVersion": 1})
    for _ in range(3):
        desk.book("2027-03-16", "2027-03-18")
    return lambda: desk.client.patch(path, json={"overbookingLimit": 0, "expectedVersion": 2})


WRITERS = (
    book, book_a_party, walk_in, move, resize, swap, split, assign_room, assign_all_rooms, edit, reinstate,
    close_the_room, close_another_room, change_the_type, oversell_less,
)  # fmt: skip
every_writer = pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)


def met(desk: Desk, clock, writer: Callable[[Desk], Prepared], now: datetime) -> tuple[Any, dict[str, Any]]:
    """Let the writer meet a hold in room 101 from the 15th to the 17th at ``now``; return its answer and the hold."""
    clock.stop_at(NOW)
    hold = desk.book("2027-03-15", "2027-03-17", "101", status="HOLD", releaseAt=RELEASE)
    write = writer(desk)
    clock.stop_at(now)
    answer = write()
    return answer, desk.get(hold)


def refused(answer: Any) -> bool:
    """Whether there was a refusal; giving out all rooms refuses stay by stay."""
    return answer.status_code == 409 or bool(answer.json.get("unplaced"))


@every_writer
def test_an_expired_hold_gives_way(desk: Desk, clock, writer):
    answer, hold = met(desk, clock, writer, AFTERWARDS)
    assert (answer.status_code in {200, 201}, refused(answer)) == (True, False), answer.text
    assert hold["status"] == "EXPIRED"


@every_writer
def test_control_a_hold_in_time_keeps_what_it_has(desk: Desk, clock, writer):
    answer, hold = met(desk, clock, writer, NOW)
    assert refused(answer), answer.text
    assert hold["status"] == "HOLD"


@every_writer
def test_control_without_the_look_for_them_expired_holds_are_in_the_way(
    desk: Desk, clock, monkeypatch: pytest.MonkeyPatch, writer
):
    monkeypatch.setattr(expired_holds, "due_around", lambda _uow, _around: {})
    answer, hold = met(desk, clock, writer, AFTERWARDS)
    assert refused(answer), answer.text
    assert hold["status"] == "HOLD"
