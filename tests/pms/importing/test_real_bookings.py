"""The real bookings of a summer, against figures computed without this project."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from addons.pms.services.rebuild import rebuild
from addons.pms.services.verify import verify
from oppsera_host.db import unit_of_work
from oppsera_host.testing.outbox import drain
from tests.pms.importing.conftest import ROOMS, ImportedHouse, run, truth

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def house(import_real_data: Callable[..., ImportedHouse]) -> ImportedHouse:
    """The bookings with the rooms slept in, and the read models up to date."""
    imported = import_real_data(rooms_file=ROOMS)
    drain(imported.tenant.id)
    return imported


def rows(house: ImportedHouse, statement: str, **binds: Any) -> list[Any]:
    with unit_of_work.reading(house.actor) as session:
        return list(session.execute(text(statement), {"tenant": house.tenant.id, **binds}))


def test_every_row_comes_in_with_its_oddities_as_warnings(house: ImportedHouse) -> None:
    totals = {row["measure"]: row["value"] for row in truth("totals.csv")}
    assert (house.summary["accepted"], house.summary["refused"]) == (int(totals["rows"]), 0)
    assert house.summary["warnings"]["DAY_USE"] == int(totals["zero_night_stays"])
    assert house.summary["warnings"]["OTHER_STATUS_DATE"] == int(
        totals["status_date_differs_from_planned_departure"]
    )
    assert "NO_ADULTS" not in house.summary["warnings"]
    assert "NO_ROOM" not in house.summary["warnings"]


def test_a_second_import_adds_nothing(app: Any, house: ImportedHouse) -> None:
    before = rows(house, "select last_seq from host_outbox_streams where tenant_id = :tenant")
    again = run(house.request, house.actor)
    assert (again["accepted"], again["refused"], again["alreadyImported"]) == (0, 0, 4372)
    assert rows(house, "select last_seq from host_outbox_streams where tenant_id = :tenant") == before


def test_statuses_are_what_they_were_in_the_end(app: Any, house: ImportedHouse) -> None:
    found = rows(
        house, "select status, count(*) as n from pms_reservations where tenant_id = :tenant group by 1"
    )
    assert {row.status: row.n for row in found} == {"CHECKED_OUT": 3135, "CANCELLED": 1218, "NO_SHOW": 19}


def test_the_whole_life_of_a_stay_is_in_the_feed(app: Any, house: ImportedHouse) -> None:
    told = rows(
        house,
        "select type, aggregate_version from host_outbox_events where tenant_id = :tenant and aggregate_id ="
        " (select id from pms_reservations where tenant_id = :tenant and source_ref = 'H1/h1:2') order by seq",
    )
    assert [(row.type.split(".")[2], row.aggregate_version) for row in told] == [
        ("created", 1),
        ("checked_in", 2),
        ("checked_out", 3),
    ]


def test_booked_on_and_status_give_the_states_at_the_end_of_each_month(
    app: Any, house: ImportedHouse
) -> None:
    for expected in truth("states_month_end.csv"):
        day = date.fromisoformat(expected["end_of_day"])
        found = rows(
            house,
            "select count(*) filter (where booked_on <= :day and ((status = 'CHECKED_OUT' and check_in_date > :day)"
            " or (status in ('CANCELLED', 'NO_SHOW') and status_date > :day))) as confirmed,"
            " count(*) filter (where status = 'CHECKED_OUT' and check_in_date <= :day and check_out_date > :day)"
            " as checked_in,"
            " count(*) filter (where status = 'CHECKED_OUT' and check_out_date <= :day) as checked_out,"
            " count(*) filter (where status = 'CANCELLED' and status_date <= :day) as cancelled,"
            " count(*) filter (where status = 'NO_SHOW' and status_date <= :day) as no_show"
            " from pms_reservations where tenant_id = :tenant",
            day=day,
        )[0]
        wanted = [
            expected[name] for name in ("CONFIRMED", "CHECKED_IN", "CHECKED_OUT", "CANCELLED", "NO_SHOW")
        ]
        assert [str(count) for count in found] == wanted, expected["end_of_day"]


def test_the_bookings_of_other_types_keep_type_and_price(app: Any, house: ImportedHouse) -> None:
    found = rows(
        house,
        "select count(*) filter (where status = 'CHECKED_OUT' and room_type_id <> booked_room_type_id) as other,"
        " sum(total_amount) filter (where status = 'CHECKED_OUT') as revenue"
        " from pms_reservations where tenant_id = :tenant",
    )[0]
    assert (found.other, found.revenue) == (764, 199722502)


def test_every_night_has_the_counts_of_the_truth(app: Any, house: ImportedHouse) -> None:
    assert_nights(house)


def assert_nights(house: ImportedHouse) -> None:
    found = {
        row.night.isoformat(): [int(value) for value in row[1:]]
        for row in rows(
            house,
            "select night, sum(occupied), sum(arrivals), sum(departures), sum(day_use), sum(no_shows), sum(revenue)"
            " from rm_pms_daily_occupancy where tenant_id = :tenant and model_version ="
            " (select max(model_version) from rm_pms_daily_occupancy where tenant_id = :tenant) group by night",
        )
    }
    names = ("rooms_occupied", "arrivals", "departures", "day_use", "no_shows", "revenue_cents")
    expected = {row["date"]: [int(row[name]) for name in names] for row in truth("daily.csv")}
    assert len(expected) == 115
    for night, counts in expected.items():
        assert found.pop(night) == counts, night
    assert not [night for night, counts in found.items() if any(counts)]


def test_every_week_shows_the_stays_of_the_truth(app: Any, house: ImportedHouse) -> None:
    assert_weeks(house)


def assert_weeks(house: ImportedHouse) -> None:
    weeks = truth("week_view.csv")
    assert len(weeks) == 17
    for expected in weeks:
        start = date.fromisoformat(expected["week_start"])
        stays = rows(
            house,
            "select segment_start, segment_end from rm_pms_calendar_segments where tenant_id = :tenant"
            " and model_version = (select max(model_version) from rm_pms_calendar_segments where tenant_id = :tenant)"
            " and week = :start and status = 'CHECKED_OUT' and segment_start < segment_end"
            " and room_id <> '00000000-0000-0000-0000-000000000000'",
            start=start,
        )
        end = start + timedelta(days=7)
        counted = {
            "reservations": len(stays),
            "room_day_cells": sum((min(out, end) - max(arrival, start)).days for arrival, out in stays),
            "arriving_in_week": sum(arrival >= start for arrival, _ in stays),
            "carried_in": sum(arrival < start for arrival, _ in stays),
            "carried_past": sum(out >= end for _, out in stays),
        }
        assert {name: str(count) for name, count in counted.items()} == {
            name: expected[name] for name in counted
        }, start


def test_everything_that_is_kept_twice_agrees(app: Any, house: ImportedHouse) -> None:
    assert verify(house.tenant.id) == []


def test_read_models_built_anew_show_the_same(app: Any, house: ImportedHouse) -> None:
    report = rebuild(house.tenant.id)
    assert (report.switched, report.version) == (True, 2)
    assert_nights(house)
    assert_weeks(house)
