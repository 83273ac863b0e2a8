"""The comparison itself: it must see one cent, one guest and one missing day."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from replay.bookings import CANCELLED, NO_SHOW, STAYED, Booking, read_bookings
from replay.house import rooms_needed
from replay.program import BOOKINGS
from replay.reading import Books
from replay.truth import Truth

DATA = Path(__file__).parents[4] / "shared" / "data" / "booking-demand"
LAST = date(2015, 7, 2)

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.exists(), reason="the real bookings are not beside this checkout"),
]


@pytest.fixture(scope="module")
def bookings() -> list[Booking]:
    return read_bookings(DATA / BOOKINGS)


def test_the_rows_are_read_as_their_totals_say(bookings: list[Booking]):
    with (DATA / "truth" / "totals.csv").open(newline="") as file:
        totals = {
            row["measure"]: int(row["value"]) for row in csv.DictReader(file) if row["value"].isdecimal()
        }
    outcomes = Counter(each.outcome for each in bookings)
    stayed = [each for each in bookings if each.outcome == STAYED]
    nights = [(each.departure - each.arrival).days for each in stayed]
    assert (outcomes[STAYED], outcomes[CANCELLED], outcomes[NO_SHOW]) == (
        totals["stayed"], totals["cancelled"], totals["no_show"],
    )  # fmt: skip
    assert sum(nights) == totals["room_nights"]
    assert (
        sum(count * each.nightly_rate for count, each in zip(nights, stayed, strict=True))
        == totals["revenue_cents"]
    )
    assert (
        sum(each.slept_type != each.booked_type for each in stayed)
        == (totals["stayed_in_other_room_type_than_reserved"])
    )


def test_the_house_has_not_a_room_more_than_needed(bookings: list[Booking]):
    needed = rooms_needed(bookings)
    with (DATA / "truth" / "min_rooms.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            spare = needed[row["room_type"]] - int(row["min_rooms"])
            assert spare in {0, 1}, row  # one more where a day use meets a full house


def test_one_figure_off_is_a_difference():
    truth = Truth(DATA / "truth", LAST)
    right = {
        date(2015, 7, 1): {"rooms_occupied": 36, "adults": 66, "children": 2, "revenue_cents": 335_683},
        date(2015, 7, 2): {"rooms_occupied": 64, "no_shows": 0, "bookings_entered": 21},
    }
    assert list(truth.days(right, "right")) == []
    right[date(2015, 7, 1)]["revenue_cents"] += 1
    right[date(2015, 7, 2)]["rooms_occupied"] -= 1
    assert [(each.expected, each.found) for each in truth.days(right, "wrong")] == [
        (335_683, 335_684), (64, 63),
    ]  # fmt: skip
    assert [each.where for each in truth.days({date(2015, 7, 1): {}}, "short")] == ["short 2015-07-02"]


def test_books_that_lack_a_reservation_differ():
    eve = date(2015, 6, 30)
    truth = Truth(DATA / "truth", eve)
    books = Books(states=Counter(CONFIRMED=2347, CANCELLED=710))
    assert [(each.where, each.expected, each.found) for each in truth.states(eve, books)] == [
        ("states 2015-06-30 CANCELLED", 711, 710)
    ]
    assert len(list(truth.on_the_books(eve, books))) == 4
