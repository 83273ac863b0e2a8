from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.errors import DomainError
from addons.pms.domain.stay_dates import MAX_NIGHTS, Edge, Span, StayDates, iso_weeks

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
LENGTHS = st.integers(1, MAX_NIGHTS)


@st.composite
def stays(draw: st.DrawFn, near: date | None = None) -> StayDates:
    offset = draw(st.integers(-20, 20))
    start = draw(DAYS) if near is None else near + timedelta(days=offset)
    return StayDates(start, start + timedelta(days=draw(LENGTHS if near is None else st.integers(1, 15))))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("check_in", "check_out", "day_use", "sentence"),
    [
        ("2027-03-15", "2027-03-15", False, "at least one night"),
        ("2027-03-15", "2027-03-14", False, "before the arrival"),
        ("2027-03-15", "2028-03-16", False, "at most 366"),
        ("2027-03-15", "2027-03-16", True, "leaves on the day"),
        ("2027-03-15", "2027-03-14", True, "leaves on the day"),
    ],
)
def test_dates_that_are_no_stay(check_in: str, check_out: str, day_use: bool, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        StayDates(day(check_in), day(check_out), day_use)
    assert refusal.value.code == "VALIDATION_ERROR"
    assert sentence in refusal.value.facts["fields"]["checkOutDate"][0]


def test_the_longest_stay() -> None:
    assert StayDates(day("2027-03-15"), day("2028-03-15")).night_count == 366


def test_nights_exclude_the_departure() -> None:
    assert StayDates(day("2027-03-15"), day("2027-03-18")).nights() == [
        day("2027-03-15"),
        day("2027-03-16"),
        day("2027-03-17"),
    ]


def test_day_use_has_no_night_and_overlaps_nothing() -> None:
    day_use = StayDates(day("2027-03-16"), day("2027-03-16"), day_use=True)
    around = StayDates(day("2027-03-15"), day("2027-03-18"))
    assert day_use.nights() == []
    assert not day_use.overlaps(around)
    assert not around.overlaps(day_use)
    assert not day_use.overlaps(day_use)


def test_back_to_back_stays_do_not_overlap() -> None:
    first = StayDates(day("2027-03-15"), day("2027-03-18"))
    second = StayDates(day("2027-03-18"), day("2027-03-19"))
    assert not first.overlaps(second)
    assert not second.overlaps(first)


@given(st.data(), DAYS)
def test_overlap_means_a_common_night(data: st.DataObject, near: date) -> None:
    first, second = data.draw(stays(near)), data.draw(stays(near))
    common = set(first.nights()) & set(second.nights())
    assert first.overlaps(second) == bool(common) == second.overlaps(first)


@given(stays(), DAYS)
def test_a_shift_keeps_the_duration(stay: StayDates, check_in: date) -> None:
    moved = stay.shift_to(check_in)
    assert moved.check_in == check_in
    assert moved.night_count == stay.night_count
    assert moved.shift_to(stay.check_in) == stay


def test_a_shift_past_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        StayDates(day("2027-03-15"), day("2027-03-18")).shift_to(date.max)
    assert list(refusal.value.facts["fields"]) == ["checkInDate"]


@given(stays(), st.sampled_from(Edge), DAYS)
def test_a_resize_moves_one_edge_or_is_refused(stay: StayDates, edge: Edge, to: date) -> None:
    start, end = (to, stay.check_out) if edge is Edge.LEFT else (stay.check_in, to)
    if 1 <= (end - start).days <= MAX_NIGHTS:
        assert stay.resized(edge, to) == StayDates(start, end)
        return
    with pytest.raises(DomainError) as refusal:
        stay.resized(edge, to)
    assert list(refusal.value.facts["fields"]) == ["checkInDate" if edge is Edge.LEFT else "checkOutDate"]


@pytest.mark.parametrize("edge", Edge)
def test_a_day_use_has_no_edges(edge: Edge) -> None:
    with pytest.raises(DomainError) as refusal:
        StayDates(day("2027-03-15"), day("2027-03-15"), day_use=True).resized(edge, day("2027-03-16"))
    assert refusal.value.code == "VALIDATION_ERROR"


@given(DAYS, st.integers(1, 60))
def test_iso_weeks_are_those_of_the_nights(start: date, length: int) -> None:
    nights = [start + timedelta(days=offset) for offset in range(length)]
    expected = sorted({date.fromisocalendar(*night.isocalendar()[:2], 1) for night in nights})
    assert iso_weeks(start, start + timedelta(days=length)) == expected


def test_iso_weeks_at_the_edges() -> None:
    assert iso_weeks(day("2027-03-15"), day("2027-03-22")) == [day("2027-03-15")]
    assert iso_weeks(day("2027-03-21"), day("2027-03-23")) == [day("2027-03-15"), day("2027-03-22")]
    assert iso_weeks(day("2027-03-21"), day("2027-03-21")) == [day("2027-03-15")]
    assert iso_weeks(day("2026-12-31"), day("2027-01-05")) == [day("2026-12-28"), day("2027-01-04")]


def test_spans() -> None:
    week = Span(day("2027-03-15"), day("2027-03-22"))
    assert week.covers(Span(day("2027-03-15"), day("2027-03-22")))
    assert not week.covers(Span(day("2027-03-14"), day("2027-03-16")))
    assert not week.overlaps(Span(day("2027-03-22"), day("2027-03-23")))
    assert not week.overlaps(Span(day("2027-03-17"), day("2027-03-17")))
