from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.importing.rows import BadRow, RowBooking, read_bookings
from tests.pms.importing.bookings_file import mapping, write_bookings


def read(folder: Path, **cells: Any) -> RowBooking | BadRow:
    return next(read_bookings(write_bookings(folder, [cells]), mapping(folder)))


def test_a_stay_is_read_as_it_stands(tmp_path: Path) -> None:
    booking = read(
        tmp_path, children=1, rate="75.505", first="Ada", last="Probe", slept="B", notes="Quiet room"
    )
    assert isinstance(booking, RowBooking)
    assert (booking.dates.check_in, booking.dates.night_count) == (date(2024, 5, 10), 2)
    assert (booking.booked_room_type, booking.room_type) == ("A", "B")
    assert (booking.adults, booking.children, booking.rate) == (2, 1, 7551)
    assert (booking.guest.first_name, booking.guest.last_name, booking.notes) == (
        "Ada",
        "Probe",
        "Quiet room",
    )
    assert (booking.booked_on, booking.status_date) == (date(2024, 4, 1), date(2024, 5, 12))
    assert booking.warnings == ()


def test_a_guest_without_a_name_gets_a_neutral_one(tmp_path: Path) -> None:
    booking = read(tmp_path)
    assert isinstance(booking, RowBooking)
    assert (booking.guest.first_name, booking.guest.last_name) == ("Guest", "0000")


def test_a_stay_that_never_took_place_counts_under_the_type_booked(tmp_path: Path) -> None:
    for status in ("cancelled", "absent", "booked"):
        booking = read(tmp_path, status=status, slept="B")
        assert isinstance(booking, RowBooking)
        assert booking.room_type == "A"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("99.999", 10000),
        ("0.005", 1),
        ("0.0049", 0),
        ("-0.005", -1),
        ("-12", -1200),
        ("1234567.89", 123456789),
    ],
)
def test_amounts_are_rounded_half_up(tmp_path: Path, text: str, cents: int) -> None:
    booking = read(tmp_path, rate=text)
    assert isinstance(booking, RowBooking)
    assert booking.rate == cents


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"departure": "2024-05-10"}, ["DAY_USE"]),
        ({"adults": 0}, ["NO_ADULTS"]),
        ({"rate": "0.00"}, ["ZERO_RATE"]),
        ({"rate": "-5"}, ["NEGATIVE_RATE"]),
        ({"departure": "2024-05-10", "rate": 0, "adults": 0}, ["DAY_USE", "NO_ADULTS", "ZERO_RATE"]),
    ],
)
def test_what_is_strange_but_real_comes_in_with_a_warning(
    tmp_path: Path, cells: dict, codes: list[str]
) -> None:
    booking = read(tmp_path, **cells)
    assert isinstance(booking, RowBooking)
    assert [code for code, _ in booking.warnings] == codes


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ({"arrival": "2024-02-30"}, "BAD_DATE", "arrival is '2024-02-30'"),
        ({"arrival": "20240210"}, "BAD_DATE", "arrival is '20240210'"),
        ({"arrival": "١٢٣٤-05-10"}, "BAD_DATE", "arrival is"),
        ({"arrival": ""}, "MISSING_VALUE", "arrival is empty"),
        ({"type": "NULL"}, "MISSING_VALUE", "type is empty"),
        ({"departure": "2024-05-09"}, "VALIDATION_ERROR", "departure is before the arrival"),
        ({"departure": "2025-05-12"}, "VALIDATION_ERROR", "at most 366 nights"),
        ({"booked": "never"}, "BAD_DATE", "booked is 'never'"),
        ({"status": "unsure"}, "UNKNOWN_STATUS", "status is 'unsure'"),
        ({"adults": "two"}, "BAD_NUMBER", "adults is 'two'"),
        ({"adults": "-1"}, "BAD_NUMBER", "adults is '-1'"),
        ({"adults": "9" * 40}, "BAD_NUMBER", "adults is"),
        ({"rate": "NaN"}, "BAD_NUMBER", "rate is 'NaN'"),
        ({"rate": "1e3"}, "BAD_NUMBER", "rate is '1e3'"),
        ({"rate": "99999999999999"}, "BAD_NUMBER", "too large"),
        ({"type": "X" * 21}, "TOO_LONG", "at most 20 characters"),
        ({"notes": "n" * 2001}, "TOO_LONG", "more than 2000 characters"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path: Path, cells: dict, code: str, words: str) -> None:
    bad = read(tmp_path, **cells)
    assert isinstance(bad, BadRow)
    assert (bad.row, bad.line, bad.code) == (0, 2, code)
    assert words in bad.detail


def test_a_long_cell_is_cut_in_the_message(tmp_path: Path) -> None:
    bad = read(tmp_path, status="s" * 10_000)
    assert isinstance(bad, BadRow)
    assert len(bad.detail) < 150


def test_the_status_is_reached_when_the_file_does_not_say(tmp_path: Path) -> None:
    reached = {
        status: read(tmp_path, status=status).status_date
        for status in ("stayed", "here", "absent", "cancelled", "booked")
    }
    assert reached == {
        "stayed": date(2024, 5, 12), "here": date(2024, 5, 10), "absent": date(2024, 5, 10),
        "cancelled": date(2024, 4, 1), "booked": date(2024, 4, 1),
    }  # fmt: skip
    assert read(tmp_path, status="here").status is ReservationStatus.CHECKED_IN
