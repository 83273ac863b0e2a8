from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.room_choice import RoomToFill, StayToPlace, choose_rooms, half_days

TODAY = date(2027, 3, 15)
STANDARD, SUITE = UUID(int=1), UUID(int=2)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def stay(number: int, start: int, end: int, **more: object) -> StayToPlace:
    return StayToPlace(UUID(int=number), STANDARD, day(start), day(end), **more)


def room(number: int, *taken: tuple[int, int], floor: str | None = None, **more: object) -> RoomToFill:
    spans = tuple(half_days(day(start), day(end)) for start, end in taken)
    return RoomToFill(UUID(int=number), str(number), floor, more.pop("kind", STANDARD), spans, **more)


def chosen(stays: list[StayToPlace], rooms: list[RoomToFill], **more: object) -> dict[int, int]:
    found = choose_rooms(stays, rooms, today=TODAY, **more)
    return {reservation.int: room_id.int for reservation, room_id in found.items()}


def fits_by_brute_force(stays: list[StayToPlace], taken: list[list[tuple[int, int]]]) -> bool:
    """Try every way of giving rooms, without any cleverness."""
    if not stays:
        return True
    wanted = stays[0].half_days
    for spans in taken:
        if all(end <= wanted[0] or start >= wanted[1] for start, end in spans):
            spans.append(wanted)
            if fits_by_brute_force(stays[1:], taken):
                spans.pop()
                return True
            spans.pop()
    return False


spans = st.tuples(st.integers(0, 9), st.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def houses(draw: st.DrawFn, *, future: bool = True) -> tuple[list[StayToPlace], list[RoomToFill]]:
    """Up to seven stays and four rooms; ``future``: with things in the rooms that never move."""
    rooms = []
    for number in range(101, 101 + draw(st.integers(1, 4))):
        fixed: list[tuple[int, int]] = []
        wanted = draw(st.lists(spans, max_size=2)) if future else [(-3, draw(st.integers(-2, 4)))]
        for start, end in wanted:
            halves = half_days(day(start), day(end))
            others = [half_days(day(first), day(last)) for first, last in fixed]
            if all(last <= halves[0] or first >= halves[1] for first, last in others):
                fixed.append((start, end))
        rooms.append(room(number, *fixed, floor=str(number % 2), unready=draw(st.integers(0, 2))))
    parties = st.sampled_from([None, UUID(int=901), UUID(int=902)])
    stays = [
        stay(number, *draw(spans), party=draw(parties), arrives_today=draw(st.booleans()))
        for number in range(draw(st.integers(0, 7)))
    ]
    return stays, rooms


def assert_no_overlap(stays: list[StayToPlace], rooms: list[RoomToFill], found: dict[int, int]) -> None:
    by_id = {each.reservation_id.int: each for each in stays}
    for each in rooms:
        inside = [by_id[number].half_days for number, room_id in found.items() if room_id == each.room_id.int]
        ordered = sorted([*each.taken, *inside])
        assert all(first[1] <= second[0] for first, second in pairwise(ordered)), ordered


@given(houses())
def test_nothing_overlaps_and_everybody_has_a_room_when_that_is_possible(house):
    stays, rooms = house
    found = chosen(stays, rooms)
    assert_no_overlap(stays, rooms, found)
    possible = fits_by_brute_force(stays, [list(each.taken) for each in rooms])
    assert (len(found) == len(stays)) == possible


@given(houses(future=False))
def test_with_nothing_ahead_as_many_rooms_do_as_the_busiest_moment_has_stays(house):
    stays, rooms = house
    found = chosen(stays, rooms)
    assert_no_overlap(stays, rooms, found)
    left = [each for each in stays if each.reservation_id.int not in found]
    for each in left:
        instant = each.half_days[0]
        busy = [span for one in rooms for span in one.taken if span[0] <= instant < span[1]]
        busy += [one.half_days for one in stays if one.half_days[0] <= instant < one.half_days[1]]
        assert len(busy) > len(rooms)


@given(houses(), st.data())
def test_a_preference_reorders_but_never_brings_in_a_room_that_is_taken(house, data):
    stays, rooms = house
    found = chosen(stays, rooms, prefer=lambda _stay, _free: data.draw(st.permutations(rooms)))
    assert_no_overlap(stays, rooms, found)


def test_the_smallest_gap_is_filled_and_the_long_one_kept():
    rooms = [room(101), room(102, (-2, 1), (3, 5)), room(103, (-2, 0))]
    assert chosen([stay(1, 1, 3)], rooms) == {1: 102}


def test_the_past_is_no_gap():
    """Both rooms are free from today on; that one was left earlier makes no difference."""
    assert chosen([stay(1, 0, 2)], [room(101, (-9, -8)), room(102, (-2, 0))]) == {1: 101}


def test_a_guest_of_today_gets_a_room_that_is_ready():
    rooms = [room(101, unready=2), room(102, unready=1), room(103)]
    assert chosen([stay(1, 0, 2, arrives_today=True)], rooms) == {1: 103}
    assert chosen([stay(1, 5, 7)], rooms) == {1: 101}


def test_a_party_lives_together_where_there_is_room_for_all():
    rooms = [
        room(101, floor="1"), room(102, (0, 9), floor="1"), room(203, floor="2"), room(204, floor="2"),
        room(205, floor="2"),
    ]  # fmt: skip
    party = UUID(int=900)
    found = chosen([stay(number, 0, 2, party=party) for number in (1, 2, 3)], rooms)
    assert set(found.values()) == {203, 204, 205}
    joined = chosen([stay(1, 0, 2, party=party)], [*rooms[:3], rooms[4]], party_rooms={party: [rooms[3]]})
    assert joined[1] in {203, 205}


def test_a_stay_takes_a_room_of_its_type_only():
    assert chosen([stay(1, 0, 2)], [room(201, kind=SUITE)]) == {}


def test_day_uses_fit_between_two_guests_but_not_beside_one_another():
    rooms = [room(101, (-1, 0), (0, 2))]
    assert chosen([stay(1, 0, 0)], rooms) == {1: 101}
    assert len(chosen([stay(1, 0, 0), stay(2, 0, 0)], rooms)) == 1
    assert chosen([stay(1, 0, 0)], [room(101, (-1, 1))]) == {}


def test_a_quarter_of_a_large_house_is_placed_without_anyone_left():
    """Arrivals of a month in 200 rooms: the first pass alone does it."""
    rooms = [room(number, (-3, number % 4)) for number in range(200)]
    stays = [stay(number, number % 30, number % 30 + 1 + number % 7) for number in range(1_200)]
    found = chosen(stays, rooms)
    assert len(found) == 1_200
    assert_no_overlap(stays, rooms, found)
