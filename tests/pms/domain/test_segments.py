from __future__ import annotations

import itertools
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.segments import (
    Segment,
    before,
    fitted,
    joined,
    room_on,
    shifted,
    since,
    whole_stay,
)
from addons.pms.domain.stay_dates import StayDates

START = date(2027, 3, 15)
ROOMS = [UUID(int=number) for number in range(1, 4)]


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def by_night(segments: tuple[Segment, ...]) -> dict[date, UUID]:
    return {
        part.start_date + timedelta(days=offset): part.room_id
        for part in segments
        for offset in range((part.end_date - part.start_date).days)
    }


@st.composite
def chains(draw: st.DrawFn) -> tuple[Segment, ...]:
    parts, start = [], 0
    for width in draw(st.lists(st.integers(1, 4), min_size=1, max_size=5)):
        parts.append(Segment(draw(st.sampled_from(ROOMS)), day(start), day(start + width)))
        start += width
    return tuple(parts)


@given(chains(), st.integers(-3, 25))
def test_before_and_since_divide_the_nights(segments: tuple[Segment, ...], offset: int) -> None:
    cut = day(offset)
    early, late = before(segments, cut), since(segments, cut)
    assert by_night(early) | by_night(late) == by_night(segments)
    assert all(night < cut for night in by_night(early))
    assert all(night >= cut for night in by_night(late))


@given(chains(), st.integers(-9, 9))
def test_a_shift_moves_every_night(segments: tuple[Segment, ...], days: int) -> None:
    expected = {night + timedelta(days=days): room for night, room in by_night(segments).items()}
    assert by_night(shifted(segments, days)) == expected


@given(chains())
def test_joining_keeps_the_nights_and_leaves_no_equal_neighbours(segments: tuple[Segment, ...]) -> None:
    result = joined(segments)
    assert by_night(result) == by_night(segments)
    assert all(one.room_id != other.room_id for one, other in itertools.pairwise(result))


@given(chains(), st.data())
def test_fitting_keeps_common_nights_and_extends_the_outer_rooms(
    segments: tuple[Segment, ...], data: st.DataObject
) -> None:
    nights = sorted(by_night(segments))
    kept = data.draw(st.sampled_from(nights))
    start = kept - timedelta(days=data.draw(st.integers(0, 10)))
    end = kept + timedelta(days=data.draw(st.integers(1, 10)))
    fit = by_night(fitted(segments, StayDates(start, end)))
    assert sorted(fit) == StayDates(start, end).nights()
    for night, room in fit.items():
        nearest = min(max(night, nights[0]), nights[-1])
        assert room == by_night(segments)[nearest]


def test_a_stay_without_a_room_has_no_segments() -> None:
    dates = StayDates(day(0), day(2))
    assert whole_stay(None, dates) == ()
    assert whole_stay(ROOMS[0], dates) == (Segment(ROOMS[0], day(0), day(2)),)
    assert fitted((), dates) == joined(()) == shifted((), 3) == ()
    assert room_on((), day(0)) is None


def test_the_room_of_a_night() -> None:
    segments = (Segment(ROOMS[0], day(0), day(2)), Segment(ROOMS[1], day(2), day(3)))
    assert [room_on(segments, day(offset)) for offset in range(5)] == [
        ROOMS[0],
        ROOMS[0],
        ROOMS[1],
        ROOMS[1],
        ROOMS[1],
    ]
    assert segments[1].to_payload() == {
        "roomId": str(ROOMS[1]),
        "startDate": "2027-03-17",
        "endDate": "2027-03-18",
    }
