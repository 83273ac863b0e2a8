"""A move asks for all its rooms in one go: two that ask for more while they hold some can wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, origin
from tests.factories.hotel import BUSINESS_DATE, Hotel
from tests.support.waiting import somebody_waits, wait_until

_LOCKED = "select id from pms_rooms where id = any(%s) for no key update skip locked"


def free_while_waiting(database: Database, held: object, asked: list[object], move: Callable[[], Any]):
    """Hold one room until ``move`` waits for it; return how many of ``asked`` it holds then, and its answer."""
    with ThreadPoolExecutor(1) as pool, database.connect_as_admin() as admin:
        with admin.transaction():
            admin.execute("select from pms_rooms where id = %s for update", (held,))
            moving = pool.submit(move)
            with database.connect_as_admin() as other:
                wait_until(lambda: somebody_waits(other), "the move")
                free = other.execute(_LOCKED, (asked,)).fetchall()
        return len(asked) - len(free), moving.result(30)


def test_a_stay_in_several_rooms_holds_none_while_it_waits_for_one(
    desk: Desk, hotel: Hotel, database: Database
):
    number = {room: each for each, room in hotel.rooms.items()}
    first, to, taken = sorted(hotel.rooms[each] for each in ("101", "102", "103"))
    arrival = BUSINESS_DATE + timedelta(days=5)
    stay = desk.book(arrival.isoformat(), (arrival + timedelta(days=4)).isoformat(), number[first])
    on = (arrival + timedelta(days=2)).isoformat()
    stay = desk.step(stay, "split", date=on, roomId=str(taken)).json
    chip = origin(stay) | {"roomId": str(taken)}
    held, moved = free_while_waiting(
        database, first, [to, taken], lambda: desk.move(stay, number[to], **{"from": chip})
    )
    assert held == 0
    assert moved.status_code == 200, moved.text
    assert {part["roomId"] for part in moved.json["segments"]} == {str(first), str(to)}


def test_day_use_has_no_nights_but_locks_its_room_in_order_too(desk: Desk, hotel: Hotel, database: Database):
    number = {room: each for each, room in hotel.rooms.items()}
    first, to = sorted(hotel.rooms[each] for each in ("101", "102"))
    day = (BUSINESS_DATE + timedelta(days=5)).isoformat()
    stay = desk.book(day, day, number[first], dayUse=True)
    held, moved = free_while_waiting(database, first, [to], lambda: desk.move(stay, number[to]))
    assert held == 0
    assert moved.json["reservation"]["roomId"] == str(to), moved.text
