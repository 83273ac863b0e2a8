"""What the projection makes of single commands."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from addons.pms.domain.room_status import Condition, Occupancy, label
from addons.pms.projections.touched import EVENT_TYPES
from oppsera_host.db.base import db
from oppsera_host.identity.models import Tenant
from oppsera_host.tenancy.scope import tenant_scope
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk


@pytest.fixture
def rows(tenant: Tenant) -> Callable[[str], list[Any]]:
    def select(statement: str) -> list[Any]:
        with tenant_scope(tenant.id), db.engine.begin() as connection:
            return list(connection.execute(text(statement)).all())

    return select


def test_a_long_stay_has_one_row_for_each_week_it_sleeps_in(desk: Desk, rows, drain_outbox) -> None:
    desk.book("2027-03-20", "2027-03-29", "101")  # Saturday to Monday
    drain_outbox()
    found = rows("select week, segment_start, segment_end from rm_pms_calendar_segments order by week")
    assert [str(row.week) for row in found] == ["2027-03-15", "2027-03-22"]
    assert {(str(row.segment_start), str(row.segment_end)) for row in found} == {("2027-03-20", "2027-03-29")}


def test_the_longest_stay_has_all_its_weeks(desk: Desk, rows, drain_outbox) -> None:
    desk.book("2027-03-21", "2028-03-21", "101")  # 366 nights from a Sunday on
    drain_outbox()
    (found,) = rows("select count(*) as weeks, min(week), max(week) from rm_pms_calendar_segments")
    assert (found.weeks, str(found.min), str(found.max)) == (54, "2027-03-15", "2028-03-20")


def test_a_stay_that_moves_on_leaves_no_row_behind(desk: Desk, rows, drain_outbox) -> None:
    stay = desk.book("2027-03-20", "2027-03-29", "101")
    drain_outbox()
    assert desk.move(stay, "102", "2027-04-13").status_code == 200
    drain_outbox()
    found = rows("select week, room_id from rm_pms_calendar_segments order by week")
    assert [str(row.week) for row in found] == ["2027-04-12", "2027-04-19"]
    assert {row.room_id for row in found} == {desk.hotel.rooms["102"]}
    nights = rows("select night from rm_pms_daily_occupancy where sold > 0 order by night")
    assert (str(nights[0].night), str(nights[-1].night)) == ("2027-04-13", "2027-04-21")
    assert rows("select night from rm_pms_daily_occupancy where night < '2027-04-01'") == []


def test_nights_are_counted_anew_only_where_more_than_the_room_differs(
    desk: Desk, rows, drain_outbox
) -> None:
    stay = desk.book("2027-03-20", "2027-03-22", "101")
    answers = [desk.move(stay, "102")]
    answers.append(desk.move(answers[-1].json["reservation"], "201"))
    answers.append(desk.move(answers[-1].json["reservation"], "201", "2027-03-21"))
    assert {answer.status_code for answer in answers} == {200}
    found = rows(
        "select payload -> 'previous' ->> 'nightsChanged' as changed from host_outbox_events"
        " where type = 'pms.reservation.moved.v1' order by seq"
    )
    assert [row.changed for row in found] == ["false", "true", "true"], "same type; another type; other dates"
    drain_outbox()
    counted = rows("select distinct night from rm_pms_daily_occupancy where sold > 0 order by night")
    assert [str(row.night) for row in counted] == ["2027-03-21", "2027-03-22"]


def test_a_new_name_reaches_the_board(desk: Desk, rows, drain_outbox) -> None:
    stay = desk.book("2027-03-20", "2027-03-22", "101")
    answer = desk.client.patch(
        f"/api/pms/guests/{stay['guestId']}", json={"lastName": "Lovelace"}, headers={"If-Match": "*"}
    )
    assert answer.status_code == 200, answer.text
    drain_outbox()
    assert [row.guest_name for row in rows("select guest_name from rm_pms_calendar_segments")] == [
        "Ada Lovelace"
    ]


def test_weeks_that_did_not_change_keep_their_version(desk: Desk, rows, drain_outbox) -> None:
    desk.book("2027-03-16", "2027-03-18", "101")
    desk.book("2027-04-06", "2027-04-08", "101")
    drain_outbox()
    statement = "select week, value from rm_pms_calendar_versions order by week"
    before = {str(row.week): row.value for row in rows(statement)}
    desk.book("2027-04-07", "2027-04-09", "102")
    drain_outbox()
    after = {str(row.week): row.value for row in rows(statement)}
    assert [week for week in after if after[week] != before[week]] == ["2027-04-05"]


def _states() -> list[tuple[Occupancy, Condition, bool]]:
    return list(product(Occupancy, Condition, [False, True]))


@pytest.mark.parametrize(("occupancy", "condition", "closed"), _states())
def test_a_room_is_labelled_as_the_domain_does(
    occupancy: Occupancy,
    condition: Condition,
    closed: bool,
    desk: Desk,
    tenant: Tenant,
    database: Database,
    rows,
    drain_outbox,
) -> None:
    room = desk.hotel.rooms["101"]
    with database.connect_as_admin() as admin:
        admin.execute(
            "update pms_rooms set occupancy = %s, condition = %s where tenant_id = %s and id = %s",
            (occupancy.value, condition.value, tenant.id, room),
        )
    if closed:
        closure = {"startDate": "2027-03-15", "endDate": "2027-03-16", "reason": "Boiler"}
        assert desk.client.post(f"/api/pms/rooms/{room}/out-of-order", json=closure).status_code < 300
    drain_outbox()
    (found,) = rows(f"select status from rm_pms_calendar_rooms where room_id = '{room}'")
    assert found.status == label(occupancy, condition, out_of_order=closed)


def test_listens_to_all_that_shows_and_not_to_what_does_not() -> None:
    assert "pms.reservation.moved.v1" in EVENT_TYPES
    assert "pms.night_audit.completed.v1" in EVENT_TYPES
    assert "pms.folio.payment_posted.v1" in EVENT_TYPES
    assert "pms.guest.created.v1" not in EVENT_TYPES
    assert "pms.housekeeping_task.created.v1" not in EVENT_TYPES
