"""Commands of several steps take all their locks in the house's order: property, rooms, stock, reservations."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, key
from tests.support.waiting import somebody_waits, wait_until

TODAY, TOMORROW = "2027-03-15", "2027-03-16"
_PROPERTY = "select from pms_properties where id = %s for no key update"
_NIGHT = "select from pms_type_inventory where room_type_id = %s and night = %s for update"
_FREE_NIGHTS = (
    "select night::text from pms_type_inventory where room_type_id = %s and night = any(%s::date[])"
    " order by night for update skip locked"
)
_FREE_ROOMS = "select id from pms_rooms where id = any(%s) for no key update skip locked"


def free_while_waiting(
    database: Database, held: tuple[str, list[Any]], asked: tuple[str, list[Any]], work: Callable[[], Any]
) -> tuple[list[Any], Any]:
    """Hold what ``held`` locks until ``work`` waits for it; return what of ``asked`` is free then, and the answer."""
    with ThreadPoolExecutor(1) as pool, database.connect_as_admin() as admin:
        with admin.transaction():
            admin.execute(*held)
            begun = pool.submit(work)
            with database.connect_as_admin() as other:
                wait_until(lambda: somebody_waits(other) or begun.done(), "the command")
                assert not begun.done(), begun.result().text
                free = [row[0] for row in other.execute(*asked)]
        return free, begun.result(30)


def party(desk: Desk, *stays: tuple[str, str, str | None]) -> dict[str, Any]:
    """Book several stays under one number."""
    wanted = []
    for each in stays:
        body = desk.body(*each)
        wanted.append({name: body[name] for name in body.keys() - {"propertyId", "guest"}})
    guest = {"firstName": "Mei", "lastName": "Host"}
    body = {"propertyId": str(desk.hotel.property_id), "guest": guest, "stays": wanted}
    answer = desk.client.post("/api/pms/bookings", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json


def act(desk: Desk, booking: dict[str, Any], command: str) -> Any:
    body = {"expectedVersion": booking["version"], "idempotencyKey": key()}
    return desk.client.post(f"/api/pms/bookings/{booking['id']}/{command}", json=body)


def test_a_party_that_cancels_holds_no_later_night_while_it_waits_for_an_earlier_one(
    desk: Desk, database: Database
):
    """The stay that is cancelled first has the later nights."""
    booking = party(desk, ("2027-03-22", "2027-03-24", None), ("2027-03-20", "2027-03-22", None))
    kind = desk.hotel.types["STD"]
    later = ["2027-03-22", "2027-03-23"]
    free, answer = free_while_waiting(
        database, (_NIGHT, [kind, "2027-03-20"]), (_FREE_NIGHTS, [kind, later]),
        lambda: act(desk, booking, "cancel"),
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert free == later


def test_a_party_that_arrives_holds_no_room_while_a_date_is_closed(desk: Desk, database: Database):
    booking = party(desk, (TODAY, TOMORROW, "101"), (TODAY, TOMORROW, "102"))
    rooms = sorted(desk.hotel.rooms[number] for number in ("101", "102"))
    free, answer = free_while_waiting(
        database, (_PROPERTY, [desk.hotel.property_id]), (_FREE_ROOMS, [rooms]),
        lambda: act(desk, booking, "check-in"),
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert sorted(free) == rooms


def test_somebody_who_walks_in_holds_no_room_while_a_date_is_closed(desk: Desk, database: Database):
    body = desk.body(TODAY, TOMORROW, "101", sourceType="WALK_IN", checkIn=True)
    room = desk.hotel.rooms["101"]
    free, answer = free_while_waiting(
        database, (_PROPERTY, [desk.hotel.property_id]), (_FREE_ROOMS, [[room]]),
        lambda: desk.client.post("/api/pms/reservations", json=body),
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    assert free == [room]
