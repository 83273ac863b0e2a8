from __future__ import annotations

import itertools
import random
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.conflicts import Alternative
from addons.pms.domain.stay_dates import Span, StayDates
from addons.pms.domain.suggestions import CandidateRoom, Wish, free_spans, rank_alternatives

START = date(2027, 3, 15)
STANDARD, DELUXE, BUDGET, TWIN = (UUID(int=number) for number in (50, 51, 49, 52))
RANKS = {STANDARD: 2, DELUXE: 3, BUDGET: 1, TWIN: 2}


def day(offset: int) -> date:
    return START + timedelta(days=offset)


WIDE = (Span(day(-30), day(30)),)


def room(
    number: str, kind: UUID = STANDARD, free: tuple[Span, ...] = WIDE, *, fits: bool = True
) -> CandidateRoom:
    return CandidateRoom(UUID(int=int(number)), number, kind, RANKS[kind], number[0], fits, free)


WANTED = UUID(int=204)
LONG_BEFORE = day(-10)


def wish(*, earliest: date = LONG_BEFORE, dates_fixed: bool = False, room_id: UUID | None = WANTED) -> Wish:
    dates = StayDates(day(0), day(3))
    return Wish(dates, STANDARD, 2, room_id, "204", "2", earliest, dates_fixed)


def numbers(alternatives: list[Alternative]) -> list[str]:
    return [alternative.number for alternative in alternatives]


def test_the_order_of_what_is_offered() -> None:
    later = (Span(day(1), day(20)),)
    rooms = [
        room("105"),  # same type, another floor
        room("206"),  # same type, same floor
        room("205"),  # the same, nearer
        room("301", DELUXE),
        room("204", free=later),  # the wanted room, a day later
        room("201", free=later),  # same type, a day later
    ]
    offered = rank_alternatives(wish(), rooms, limit=10)
    assert numbers(offered) == ["205", "206", "105", "301", "204", "201"]
    assert [offer.reason for offer in offered] == [
        "Same room type, same dates, on the same floor.",
        "Same room type, same dates, on the same floor.",
        "Same room type, same dates, on another floor.",
        "A higher room type on the same dates.",
        "The same room, one day later.",
        "Same room type, one day later.",
    ]
    assert offered[4].check_in == day(1)
    assert offered[4].check_out == day(4)
    assert all(0 <= offer.score <= 100 for offer in offered)
    assert numbers(rank_alternatives(wish(), rooms)) == ["205", "206", "105", "301", "204"]


def test_what_is_not_offered() -> None:
    rooms = [
        room("101", BUDGET),  # lower
        room("102", TWIN),  # as good, yet not the same
        room("302", DELUXE, fits=False),
        room("206", fits=False),
        room("303", DELUXE, free=(Span(day(1), day(20)),)),  # another type on other dates
        room("207", free=(Span(day(0), day(2)),)),  # a night short
        room("208", free=()),
    ]
    assert rank_alternatives(wish(), rooms) == []


def test_no_arrival_before_the_earliest() -> None:
    earlier = [room("204", free=(Span(day(-5), day(2)),))]
    assert [offer.check_in for offer in rank_alternatives(wish(), earlier)] == [day(-1)]
    assert [offer.check_in for offer in rank_alternatives(wish(earliest=day(-1)), earlier)] == [day(-1)]
    assert rank_alternatives(wish(earliest=day(0)), earlier) == []


def test_fixed_dates_are_never_shifted() -> None:
    rooms = [room("204", free=(Span(day(1), day(20)),)), room("205")]
    assert numbers(rank_alternatives(wish(dates_fixed=True), rooms)) == ["205"]


def test_the_nearest_shift_is_taken() -> None:
    both_ways = (Span(day(-9), day(2)), Span(day(2), day(20)))
    (offer,) = rank_alternatives(wish(), [room("204", free=both_ways)])
    assert offer.check_in == day(-1)
    assert offer.reason == "The same room, one day earlier."


@pytest.mark.parametrize("first_day", [date.min, date.max - timedelta(days=3)])
def test_the_ends_of_the_calendar(first_day: date) -> None:
    dates = StayDates(first_day, first_day + timedelta(days=3))
    asked = Wish(dates, STANDARD, 2, None, "", None, date.min)
    assert rank_alternatives(asked, [room("204", free=())]) == []


@given(
    st.lists(
        st.tuples(
            st.integers(100, 399),
            st.sampled_from([STANDARD, DELUXE, BUDGET]),
            st.integers(-6, 6),
            st.integers(0, 12),
        ),
        max_size=25,
        unique_by=lambda item: item[0],
    ),
    st.integers(),
)
def test_every_offer_is_free_ranked_and_repeatable(
    drawn: list[tuple[int, UUID, int, int]], seed: int
) -> None:
    rooms = [
        room(str(number), kind, (Span(day(start), day(start + width)),))
        for number, kind, start, width in drawn
    ]
    offered = rank_alternatives(wish(), rooms)
    assert len(offered) <= 5
    by_id = {item.room_id: item for item in rooms}
    for offer in offered:
        assert any(span.covers(Span(offer.check_in, offer.check_out)) for span in by_id[offer.room_id].free)
        assert (offer.check_out - offer.check_in).days == 3
        assert (offer.room_id, offer.check_in) != (UUID(int=204), day(0))
        assert RANKS[offer.room_type_id] >= 2
    assert [offer.score for offer in offered] == sorted((offer.score for offer in offered), reverse=True)
    shuffled = random.Random(seed).sample(rooms, len(rooms))
    assert rank_alternatives(wish(), shuffled) == offered


SPANS = st.lists(st.tuples(st.integers(-5, 25), st.integers(0, 8)), max_size=8)


@given(SPANS, st.integers(0, 20))
def test_free_spans_are_the_nights_nobody_has(taken: list[tuple[int, int]], length: int) -> None:
    window = Span(day(0), day(length))
    spans = [Span(day(start), day(start + width)) for start, width in taken]
    free = free_spans(window, spans)
    held = {day(start + offset) for start, width in taken for offset in range(width)}
    expected = {day(offset) for offset in range(length)} - held
    got = [
        span.start + timedelta(days=offset) for span in free for offset in range((span.end - span.start).days)
    ]
    assert got == sorted(expected)
    assert all(one.end < other.start for one, other in itertools.pairwise(free))


def test_a_day_use_takes_no_night_out_of_a_free_span() -> None:
    window = Span(day(0), day(5))
    assert free_spans(window, [Span(day(2), day(2))]) == (window,)
