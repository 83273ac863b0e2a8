from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from addons.pms.importing.room_assignment import assign
from addons.pms.importing.survey import Stay

FIRST = date(2024, 1, 1)
ROOMS = [UUID(int=number) for number in range(1, 40)]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def stays(draw: st.DrawFn) -> list[Stay]:
    spans = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=30))
    return [Stay(row, "A", day(start), day(start + nights)) for row, (start, nights) in enumerate(spans)]


def busiest(wanted: list[Stay]) -> int:
    nights = Counter(
        stay.arrival + timedelta(days=offset)
        for stay in wanted
        for offset in range((stay.departure - stay.arrival).days)
    )
    return max(nights.values(), default=0)


def overlaps(wanted: list[Stay], chosen: dict[int, UUID]) -> list[tuple[int, int]]:
    return [
        (one.row, other.row)
        for one in wanted
        for other in wanted
        if one.row < other.row
        and one.row in chosen
        and chosen.get(other.row) == chosen[one.row]
        and one.arrival < other.departure
        and other.arrival < one.departure
    ]


@given(wanted=stays())
def test_as_many_rooms_as_the_busiest_night_needs_are_enough(wanted: list[Stay]) -> None:
    chosen = assign(wanted, {"A": ROOMS[: busiest(wanted)]}, {})
    assert chosen.keys() == {stay.row for stay in wanted}
    assert overlaps(wanted, chosen) == []


@given(
    wanted=stays(),
    held=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(1, 10)), max_size=8),
)
def test_nobody_is_put_where_it_is_taken(wanted: list[Stay], held: list[tuple[int, int, int]]) -> None:
    taken: dict[UUID, list[tuple[date, date]]] = {}
    for room, start, nights in held:
        spans = taken.setdefault(ROOMS[room], [])
        if all(day(start) >= end or day(start + nights) <= begin for begin, end in spans):
            spans.append((day(start), day(start + nights)))
    chosen = assign(wanted, {"A": ROOMS[:6]}, taken)
    assert overlaps(wanted, chosen) == []
    for stay in wanted:
        for begin, end in taken.get(chosen.get(stay.row, ROOMS[-1]), []):
            assert stay.departure <= begin or end <= stay.arrival


def test_the_room_left_last_is_taken_first() -> None:
    wanted = [
        Stay(0, "A", day(0), day(3)), Stay(1, "A", day(0), day(5)), Stay(2, "A", day(6), day(8)),
        Stay(3, "A", day(4), day(9)),
    ]  # fmt: skip
    chosen = assign(wanted, {"A": ROOMS[:2]}, {})
    assert chosen[3] == chosen[0]
    assert chosen[2] == chosen[1]


def test_a_type_without_rooms_gives_none() -> None:
    assert assign([Stay(0, "B", day(0), day(1))], {"A": ROOMS}, {}) == {}
