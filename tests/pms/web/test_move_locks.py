"""A move asks for all its rooms in one go: two that ask for more while they hold some can wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk, key, origin
from tests.factories.hotel import BUSINESS_DATE, Hotel
from tests.support.metrics import retried
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


def moves(desk: Desk, *wanted: tuple[dict, str]) -> Any:
    """Move each stay to the room beside it, all at once."""
    rooms = {number: str(room) for number, room in desk.hotel.rooms.items()}
    body = {
        "moves": [
            {
                "reservationId": stay["id"],
                "from": origin(stay),
                "to": {"roomId": rooms[room], "checkInDate": stay["checkInDate"]},
            }
            for stay, room in wanted
        ],
        "idempotencyKey": key(),
    }
    return desk.client.post("/api/pms/calendar/moves", json=body)


def test_stays_that_move_together_hold_no_room_while_they_wait_for_one(
    desk: Desk, hotel: Hotel, database: Database
):
    number = {room: each for each, room in hotel.rooms.items()}
    first, *others = sorted(hotel.rooms.values())
    arrival = (BUSINESS_DATE + timedelta(days=5)).isoformat()
    departure = (BUSINESS_DATE + timedelta(days=7)).isoformat()
    stays = [desk.book(arrival, departure, number[room]) for room in (others[1], first)]
    wanted = (stays[0], number[others[2]]), (stays[1], number[others[0]])
    held, moved = free_while_waiting(database, first, list(others), lambda: moves(desk, *wanted))
    assert held == 0
    assert moved.status_code == 200, moved.text


def test_selections_that_overlap_go_one_after_the_other(desk: Desk):
    """The later one is refused as a whole: one of its stays has moved."""
    day = (BUSINESS_DATE + timedelta(days=5)).isoformat()
    end = (BUSINESS_DATE + timedelta(days=7)).isoformat()
    one, both, other = (desk.book(day, end, room) for room in ("101", "102", "103"))
    before, rounds = retried("40P01"), 12
    with ThreadPoolExecutor(2) as pool:
        for _ in range(rounds):
            one, both, other = (desk.get(stay) for stay in (one, both, other))
            number = {str(room): each for each, room in desk.hotel.rooms.items()}
            rooms = [number[stay["roomId"]] for stay in (one, both, other)]
            wishes = [
                ((one, rooms[1]), (both, rooms[0])),
                ((other, rooms[1]), (both, rooms[2])),
            ]
            start = Barrier(2)

            def ask(wanted: tuple[tuple[dict, str], ...], start: Barrier = start) -> Any:
                start.wait(30)
                return moves(desk, *wanted)

            answers = [each.result(30) for each in [pool.submit(ask, wanted) for wanted in wishes]]
            assert sorted(answer.status_code for answer in answers) == [200, 409]
            refused = max(answers, key=lambda answer: answer.status_code)
            assert refused.json["code"] == "CONCURRENCY_CONFLICT"
    assert retried("40P01") == before
