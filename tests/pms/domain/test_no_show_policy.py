from __future__ import annotations

from datetime import date, datetime, time, timedelta
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
