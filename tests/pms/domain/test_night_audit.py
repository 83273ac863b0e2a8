from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.errors import DomainError
from addons.pms.domain.night_audit import (
    CATCH_UP_DAYS,
    Step,
    check_may_close,
    check_may_close_through,
    closes_unasked,
    closing_instant,
)

DAY = date(2027, 3, 15)
BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = Path(__file__).parents[4] / "shared/data/tz/nights.csv"


@pytest.mark.parametrize(("first", "last"), [(-4000, 1), (0, 1), (1, 1), (0, 300), (-1, 30_000)])
def test_nothing_is_closed_on_the_way_to_a_day_that_has_not_begun(first: int, last: int):
    with pytest.raises(DomainError) as refused:
        check_may_close_through(DAY + timedelta(days=first), DAY + timedelta(days=last), DAY)
    assert "has not begun" in refused.value.facts["fields"]["businessDate"][0]


@pytest.mark.parametrize(("first", "last"), [(-4000, 0), (0, 0), (2, 2), (2, 300)])
def test_dates_up_to_today_and_those_of_a_house_in_practice_may_be_closed(first: int, last: int):
    check_may_close_through(DAY + timedelta(days=first), DAY + timedelta(days=last), DAY)


@pytest.mark.parametrize("offset", [-4000, -1, 0, 2, 300])
def test_days_that_have_begun_and_days_of_a_house_in_practice_may_be_closed(offset: int):
    check_may_close(DAY + timedelta(days=offset), DAY)


def test_tomorrow_may_not_be_closed_today():
    with pytest.raises(DomainError) as refused:
        check_may_close(DAY + timedelta(days=1), DAY)
    assert refused.value.facts["fields"]["businessDate"] == [
        "2027-03-16 has not begun yet: at the property it is still 2027-03-15."
    ]


@pytest.mark.parametrize(
    ("at", "instant"),
    [
        (time(3), datetime(2027, 3, 16, 2, tzinfo=UTC)),
        (time(0), datetime(2027, 3, 15, 23, tzinfo=UTC)),
        (time(11, 59), datetime(2027, 3, 16, 10, 59, tzinfo=UTC)),
        (time(12), datetime(2027, 3, 15, 11, tzinfo=UTC)),
        (time(23, 30), datetime(2027, 3, 15, 22, 30, tzinfo=UTC)),
    ],
)
def test_a_morning_time_is_meant_for_the_day_after(at: time, instant: datetime):
    assert closing_instant(DAY, at, BERLIN) == instant


def test_clock_changes_neither_skip_nor_hasten_the_audit():
    forward, back = date(2027, 3, 27), date(2027, 10, 30)
    assert closing_instant(forward, time(2, 30), BERLIN) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert closing_instant(back, time(2, 30), BERLIN) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_it_is_due_at_the_instant_and_not_before():
    instant = closing_instant(DAY, time(3), BERLIN)
    assert closes_unasked(DAY, time(3), BERLIN, instant)
    assert not closes_unasked(DAY, time(3), BERLIN, instant - timedelta(microseconds=1))


def test_a_house_far_behind_is_left_to_people():
    now = datetime(2027, 3, 20, 12, tzinfo=UTC)
    nearest = date(2027, 3, 20) - timedelta(days=CATCH_UP_DAYS)
    assert closes_unasked(nearest, time(3), BERLIN, now)
    assert not closes_unasked(nearest - timedelta(days=1), time(3), BERLIN, now)


def test_steps_follow_one_another_to_the_end():
    assert [step.next for step in Step] == [
        Step.NO_SHOWS, Step.CHARGES, Step.CLOSE, Step.DONE, Step.DONE,
    ]  # fmt: skip


@pytest.mark.realdata
@pytest.mark.skipif(
    not NIGHTS.exists(), reason="the table of clock changes lies beside the project, not in it"
)
def test_nights_across_clock_changes():
    with NIGHTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 21
    for row in rows:
        zone, night = ZoneInfo(row["zone"]), date.fromisoformat(row["night"])
        assert closing_instant(night, time(11), zone) == datetime.fromisoformat(row["check_out_11h_utc"]), row
        midnights = [closing_instant(night + timedelta(days=each), time(0), zone) for each in (-1, 0)]
        assert midnights[1] - midnights[0] == timedelta(hours=int(row["local_day_hours"])), row


@given(
    day=st.dates(date(2026, 1, 1), date(2036, 1, 1)),
    at=st.times(),
    zone=st.sampled_from(
        ["Europe/Lisbon", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Havana"]
    ),
)
def test_each_date_has_one_instant_and_they_come_in_order(day: date, at: time, zone: str):
    place = ZoneInfo(zone)
    now = closing_instant(day, at, place)
    assert (
        timedelta(hours=22)
        <= now - closing_instant(day - timedelta(days=1), at, place)
        <= timedelta(hours=26)
    )
    around = [day + timedelta(days=offset) for offset in range(-1, 3)]
    assert [each for each in around if closes_unasked(each, at, place, now)] == around[:2]
