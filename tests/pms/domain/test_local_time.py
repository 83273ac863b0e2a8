from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.errors import DomainError
from addons.pms.domain.local_time import instant_at, parse_time, parse_zone
from addons.pms.domain.stay_dates import StayDates

NIGHTS = Path(__file__).parents[4] / "shared/data/tz/nights.csv"
ONE_DAY = timedelta(days=1)
ZONES = st.sampled_from(
    [
        "Europe/Lisbon",
        "America/New_York",
        "America/Santiago",
        "America/Havana",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
    ]
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


def wall_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


@pytest.mark.realdata
@pytest.mark.skipif(
    not NIGHTS.exists(), reason="the table of clock changes lies beside the project, not in it"
)
def test_nights_across_clock_changes() -> None:
    with NIGHTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 21
    for row in rows:
        zone, night = ZoneInfo(row["zone"]), date.fromisoformat(row["night"])
        morning = night + ONE_DAY
        check_in, check_out = instant_at(night, time(15), zone), instant_at(morning, time(11), zone)
        assert check_in == utc(row["check_in_15h_utc"]), row
        assert check_out == utc(row["check_out_11h_utc"]), row
        assert check_out - check_in == timedelta(hours=int(row["elapsed_hours"])), row
        assert StayDates(night, morning).night_count == int(row["nights"]), row
        midnights = [instant_at(day, time(0), zone) for day in (night, morning)]
        assert midnights[1] - midnights[0] == timedelta(hours=int(row["local_day_hours"])), row
        for column, at in (
            ("midnight_ending_the_night", time(0)),
            ("half_past_two_that_morning", time(2, 30)),
        ):
            shown = wall_clock(instant_at(morning, at, zone), zone) == datetime.combine(morning, at)
            assert shown == (row[column] != "never"), (column, row)


def test_a_skipped_time_counts_as_that_much_later() -> None:
    instant = instant_at(date(2026, 3, 8), time(2, 30), ZoneInfo("America/New_York"))
    assert instant == utc("2026-03-08T07:30:00Z")  # 03:30 EDT


def test_of_a_doubled_time_the_second_counts() -> None:
    instant = instant_at(date(2026, 11, 1), time(1, 30), ZoneInfo("America/New_York"))
    assert instant == utc("2026-11-01T06:30:00Z")  # 01:30 EST, an hour after 01:30 EDT


@given(ZONES, st.dates(date(1990, 1, 1), date(2037, 12, 30)), st.times(timezones=st.none()))
def test_by_that_instant_the_clocks_have_passed_the_time(zone_name: str, day: date, at: time) -> None:
    zone = ZoneInfo(zone_name)
    instant = instant_at(day, at, zone)
    assert instant.utcoffset() == timedelta(0)
    later = [instant + timedelta(minutes=minutes) for minutes in (0, 1, 59, 61, 180)]
    assert all(wall_clock(moment, zone) >= datetime.combine(day, at) for moment in later)
    much_earlier = instant - timedelta(days=1, hours=2)
    assert wall_clock(much_earlier, zone) < datetime.combine(day, at)


@given(ZONES, st.dates(date(1990, 1, 1), date(2037, 12, 30)), st.integers(1, 30))
def test_clock_changes_never_add_or_drop_a_night(zone_name: str, night: date, length: int) -> None:
    zone, departure = ZoneInfo(zone_name), night + timedelta(days=length)
    elapsed = instant_at(departure, time(11), zone) - instant_at(night, time(15), zone)
    assert StayDates(night, departure).night_count == length
    assert abs(elapsed - timedelta(days=length, hours=-4)) <= timedelta(days=1, hours=1)


@pytest.mark.parametrize(
    ("text", "expected"), [("00:00", time(0)), ("15:00", time(15)), ("23:59", time(23, 59))]
)
def test_times(text: str, expected: time) -> None:
    assert parse_time(text, "checkInTime") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24:00",
        "7:00",
        "07:60",
        "07:00:00",
        "07:00Z",
        "0700",
        "\N{ARABIC-INDIC DIGIT ZERO}7:00",
        "07:00\n",
    ],
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_time(text, "checkInTime")
    assert list(refusal.value.facts["fields"]) == ["checkInTime"]


def test_zones() -> None:
    assert parse_zone("Europe/Lisbon").key == "Europe/Lisbon"
    assert instant_at(date(2027, 1, 1), time(0), parse_zone("UTC")) == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe",
        "Nowhere/City",
        "../../etc/passwd",
        "/etc/passwd",
        "Europe/Lis\0bon",
        "x" * 5000,
        "tzdata.zi",
        "é",
    ],
)
def test_what_is_no_zone(name: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_zone(name)
    assert list(refusal.value.facts["fields"]) == ["timezone"]
