from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.no_show_policy import check_no_show, earliest_no_show

ARRIVAL = date(2027, 3, 15)
LISBON = ZoneInfo("Europe/Lisbon")


@pytest.mark.parametrize(
    ("zone", "arrival", "cutoff", "expected"),
    [
        ("Europe/Lisbon", "2027-03-15", "18:00", "2027-03-15T18:00:00Z"),
        ("Europe/Lisbon", "2027-03-15", "12:00", "2027-03-15T12:00:00Z"),
        ("Europe/Lisbon", "2027-03-15", "11:59", "2027-03-16T11:59:00Z"),
        ("Europe/Lisbon", "2027-03-15", "00:00", "2027-03-16T00:00:00Z"),
        ("Europe/Lisbon", "2027-03-15", "23:59", "2027-03-15T23:59:00Z"),
        ("America/New_York", "2026-03-07", "02:30", "2026-03-08T07:30:00Z"),
        ("America/New_York", "2026-10-31", "01:30", "2026-11-01T06:30:00Z"),
        ("America/Santiago", "2026-09-05", "00:00", "2026-09-06T04:00:00Z"),
        ("Asia/Kathmandu", "2026-03-28", "03:00", "2026-03-28T21:15:00Z"),
    ],
)
def test_the_cutoff_belongs_to_the_arrival_night(zone: str, arrival: str, cutoff: str, expected: str) -> None:
    instant = earliest_no_show(date.fromisoformat(arrival), time.fromisoformat(cutoff), ZoneInfo(zone))
    assert instant == datetime.fromisoformat(expected)


CUTOFF = earliest_no_show(ARRIVAL, time(2), LISBON)
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("business_date", "at", "allowed"),
    [
        (ARRIVAL, CUTOFF - MOMENT, False),
        (ARRIVAL, CUTOFF, True),
        (ARRIVAL + DAY, CUTOFF - 30 * DAY, True),
        (ARRIVAL - DAY, CUTOFF + 900 * DAY, False),
    ],
)
def test_when_it_may_be_marked(business_date: date, at: datetime, allowed: bool) -> None:
    if allowed:
        check_no_show(ARRIVAL, business_date, CUTOFF, at, LISBON)
        return
    with pytest.raises(DomainError) as refusal:
        check_no_show(ARRIVAL, business_date, CUTOFF, at, LISBON)
    assert refusal.value.code == "INVALID_STATUS_TRANSITION"
    named = "2027-03-16 02:00" if business_date == ARRIVAL else "2027-03-15"
    assert named in refusal.value.detail


NIGHTS = Path(__file__).parents[4] / "shared/data/tz/nights.csv"


@pytest.mark.realdata
@pytest.mark.skipif(
    not NIGHTS.exists(), reason="the table of clock changes lies beside the project, not in it"
)
def test_the_threshold_across_clock_changes() -> None:
    with NIGHTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 21
    for row in rows:
        zone, night = ZoneInfo(row["zone"]), date.fromisoformat(row["night"])
        known = {time(15): row["check_in_15h_utc"], time(11): row["check_out_11h_utc"]}
        for cutoff in (time(15), time(18), time(23, 59), time(0), time(2, 30), time(6), time(11)):
            threshold = earliest_no_show(night, cutoff, zone)
            if cutoff in known:
                assert threshold == datetime.fromisoformat(known[cutoff]), row
            shown = threshold.astimezone(zone).replace(tzinfo=None)
            wanted = datetime.combine(night + DAY if cutoff < time(12) else night, cutoff)
            assert timedelta(0) <= shown - wanted <= timedelta(hours=1), row
            assert check_no_show(night, night, threshold, threshold, zone) is None, row
            assert check_no_show(night, night + DAY, threshold, threshold - DAY, zone) is None, row
            for business_date, at in ((night, threshold - MOMENT), (night - DAY, threshold + DAY)):
                with pytest.raises(DomainError):
                    check_no_show(night, business_date, threshold, at, zone)
