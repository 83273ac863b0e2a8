from __future__ import annotations

from datetime import UTC, datetime

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel
from tests.factories.maids import Maid

PAGE, ROOMS = "/pms/housekeeping", "/pms/rooms"


@pytest.fixture
def maid(client: FreshClient, hotel: Hotel) -> Maid:
    return Maid(client.as_role("pms_housekeeping"), hotel)


def shown(maid: Maid, path: str = PAGE, **query: str) -> str:
    answer = maid.client.get(path, query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.text


def rooms_in(maid: Maid, text: str) -> set[str]:
    return {number for number, room in maid.hotel.rooms.items() if f'data-room-id="{room}"' in text}


def test_the_work_of_a_day_without_a_name(desk: Desk, maid: Maid):
    desk.book("2027-03-15", "2027-03-17", "101", children=1)
    desk.step(desk.book("2027-03-15", "2027-03-17", "102"), "check-in")
    assert "Everything is done" in shown(maid)
    maid.generate()
    text = shown(maid)
    assert rooms_in(maid, text) == {"101"}
    assert "2 adults, 1 child" in text
    assert rooms_in(maid, shown(maid, show="all")) == set(maid.hotel.rooms)
    for query in ({}, {"show": "all"}):
        assert "Probe" not in shown(maid, **query)
    assert "Probe" not in shown(maid, ROOMS)
    assert "Probe" not in shown(maid, ROOMS, roomId=str(maid.hotel.rooms["101"]))


def order_of(maid: Maid, text: str) -> list[str]:
    places = {number: text.find(f'data-room-id="{room}"') for number, room in maid.hotel.rooms.items()}
    return sorted(
        (number for number, place in places.items() if place >= 0), key=lambda number: places[number]
    )


def test_rooms_are_sorted_and_chosen_by_type_by_their_address(maid: Maid):
    maid.say("102", "DIRTY")
    orders = {
        "number": ["101", "102", "103", "201", "202"],
        "type": ["101", "102", "103", "201", "202"],
        "status": ["101", "103", "201", "202", "102"],
    }
    for sort, numbers in orders.items():
        assert order_of(maid, shown(maid, ROOMS, sort=sort)) == numbers, sort
        assert order_of(maid, shown(maid, ROOMS, sort=sort, order="desc")) == numbers[::-1], sort
    suites = shown(maid, ROOMS, type="SUITE", sort="status", order="desc")
    assert order_of(maid, suites) == ["202", "201"]
    room = maid.hotel.rooms["201"]
    assert f"sort=status&amp;order=desc&amp;type=SUITE&amp;roomId={room}#room" in suites
    for odd in ({"sort": ";drop"}, {"order": "x"}, {"type": "'%"}):
        shown(maid, ROOMS, **odd)


def test_the_desk_sees_names_among_its_rooms(desk: Desk, client: FreshClient):
    desk.book("2027-03-15", "2027-03-17", "101")
    assert "Ada Probe" in client.as_role("pms_front_desk").get(ROOMS).text


def test_filters_by_floor_status_and_person(desk: Desk, maid: Maid):
    maid.say("101", "DIRTY")
    maid.say("201", "DIRTY")
    assert rooms_in(maid, shown(maid)) == {"101", "201"}
    assert rooms_in(maid, shown(maid, floor="2")) == {"201"}
    assert rooms_in(maid, shown(maid, show="ready")) == {"102", "103", "202"}
    assert rooms_in(maid, shown(maid, who="me", show="all")) == set()
    assert rooms_in(maid, shown(maid, ROOMS, show="dirty")) == {"101", "201"}
    assert "No room fits" in shown(maid, show="progress")


def test_htmx_gets_the_list_alone_and_one_card_with_the_counts(maid: Maid):
    maid.say("101", "DIRTY")
    part = maid.client.get(PAGE, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert rooms_in(maid, part) == {"101"}
    card = shown(maid, f"{PAGE}/rooms/{maid.hotel.rooms['101']}")
    assert rooms_in(maid, card) == {"101"}
    assert 'hx-swap-oob="true"' in card
    assert "<html" not in card


@pytest.mark.parametrize("date", ["tomorrow", "2027-02-30", "9999-12-31", "0001-01-01"])
def test_a_date_that_is_none_counts_as_today(maid: Maid, date: str):
    assert 'value="2027-03-15"' in shown(maid, date=date)


def test_what_another_house_has_is_not_found(client: FreshClient, maid: Maid, other_tenant: Tenant):
    stranger = client.as_role("pms_manager", other_tenant)
    room = maid.hotel.rooms["101"]
    for path in (f"{PAGE}/rooms/{room}", f"{PAGE}/rooms/{new_id()}"):
        assert stranger.get(path).status_code == 404
    assert "no property yet" in stranger.get(PAGE).text
    assert maid.client.get(ROOMS, query_string={"roomId": str(new_id())}).status_code == 404
    assert maid.client.get(ROOMS, query_string={"roomId": "101"}).status_code == 404


def test_who_only_looks_gets_no_buttons(client: FreshClient, maid: Maid):
    maid.say("101", "DIRTY")
    looking = client.as_role("pms_read_only")
    for path in (PAGE, ROOMS, f"{ROOMS}?roomId={maid.hotel.rooms['101']}"):
        answer = looking.get(path)
        assert answer.status_code == 200
        assert "<oppsera-form" not in answer.text
    assert "<oppsera-form" in maid.client.get(PAGE).text


def test_one_room_in_detail(desk: Desk, maid: Maid):
    room = maid.hotel.rooms["101"]
    desk.client.post(
        f"/api/pms/rooms/{room}/out-of-order",
        json={"startDate": "2027-03-20", "endDate": "2027-03-22", "reason": "New carpet"},
    )
    desk.client.post(
        f"/api/pms/rooms/{room}/out-of-service",
        json={"startDate": "2027-03-15", "endDate": "2027-03-16", "reason": "Dim lamp"},
    )
    desk.client.post("/api/pms/maintenance-notes", json={"roomId": str(room), "text": "Tap drips"})
    maid.say("101", "DIRTY", reason="Paint stains")
    text = shown(maid, ROOMS, roomId=str(room))
    for words in ("New carpet", "Dim lamp", "Tap drips", "Paint stains", "vacant, clean → vacant, dirty"):
        assert words in text


def test_the_history_tells_the_hotels_time(desk: Desk, maid: Maid, clock):
    clock.stop_at(datetime(2027, 3, 15, 22, 30, tzinfo=UTC))
    maid.say("101", "DIRTY")
    assert "23:30" in shown(maid, ROOMS, roomId=str(maid.hotel.rooms["101"]))


def test_a_big_house_needs_no_more_questions(desk: Desk, hotel: Hotel, client: FreshClient, query_counter):
    def asked(path: str) -> int:
        someone = client.as_role("pms_front_desk")
        with query_counter() as queries:
            assert someone.get(path).status_code == 200
        return len(queries)

    few = asked(PAGE), asked(ROOMS)
    for room in ("101", "102", "103"):
        desk.book("2027-03-15", "2027-03-17", room)
        desk.client.post("/api/pms/maintenance-notes", json={"roomId": str(hotel.rooms[room]), "text": room})
        desk.client.post(
            "/api/pms/housekeeping/discrepancies",
            json={"roomId": str(hotel.rooms[room]), "seen": "OCCUPIED"},
        )
    desk.client.post("/api/pms/housekeeping/tasks/generate", json={})
    many = asked(PAGE), asked(ROOMS)
    # Naming who reported what costs two more look-ups, whatever the number.
    assert all(after - before <= 4 for before, after in zip(few, many, strict=True)), (few, many)
