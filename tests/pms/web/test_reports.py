from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk

OCCUPANCY, REVENUE, PACE = (f"/api/pms/reports/{name}" for name in ("occupancy", "revenue", "pace"))
WEEK = {"from": "2027-03-15", "to": "2027-03-21"}


@pytest.fixture
def booked(desk: Desk, drain_outbox: Callable[[], int]) -> dict:
    """Two nights in house from the business date, one cancelled stay, one later stay without a room."""
    stay = desk.step(desk.book("2027-03-15", "2027-03-17", "101", nightlyRate=rate(100_00)), "check-in").json
    desk.step(desk.book("2027-03-16", "2027-03-18", "102", nightlyRate=rate(90_00)), "cancel")
    desk.book("2027-03-17", "2027-03-18", nightlyRate=rate(50_01))
    drain_outbox()
    return stay


def rate(amount: int) -> dict:
    return {"amount": amount, "currency": "EUR"}


def test_occupancy_counts_what_is_sold_by_night(desk: Desk, booked: dict):
    report = desk.client.get(OCCUPANCY, query_string=WEEK).json
    nights = {night["date"]: night for night in report["nights"]}
    assert len(nights) == 7
    rooms = nights["2027-03-20"]["physical"]
    assert rooms == len(desk.hotel.rooms), "a night on which nothing happens has its rooms all the same"
    assert [nights[f"2027-03-{day}"]["sold"] for day in (15, 16, 17, 18)] == [1, 1, 1, 0]
    assert nights["2027-03-15"]["occupied"] == 1
    assert nights["2027-03-17"]["revenue"] == rate(50_01)
    total = report["total"]
    assert (total["sold"], total["revenue"]) == (3, rate(250_01))
    assert total["averageDailyRate"] == rate(83_34), "250.01 / 3 = 83.336…"
    assert total["occupancy"] == round(3 / (7 * rooms) * 100, 1)


def test_a_report_comes_as_a_file_too(desk: Desk, booked: dict):
    answer = desk.client.get(OCCUPANCY, query_string=WEEK | {"format": "csv"})
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["sold"] for row in rows[:4]] == ["1", "1", "1", "0"]
    assert (rows[2]["revenue"], rows[2]["revenueCurrency"]) == ("5001", "EUR")


def test_revenue_is_what_the_ledger_took(desk: Desk, booked: dict):
    folio = desk.client.get(f"/api/pms/reservations/{booked['id']}/folio").json
    posted = desk.client.post(
        f"/api/pms/folios/{folio['id']}/charges",
        json={"code": "MINIBAR", "price": rate(7_50), "expectedVersion": folio["version"]},
    )
    assert posted.status_code == 201, posted.text
    paid = desk.client.post(
        f"/api/pms/folios/{folio['id']}/payments", json={"method": "CASH", "amount": rate(5_00)},
        headers={"If-Match": "*"},
    )  # fmt: skip
    assert paid.status_code == 201, paid.text
    report = desk.client.get(REVENUE, query_string=WEEK).json
    assert (report["revenue"], report["taxes"], report["payments"]) == (rate(7_50), rate(0), rate(5_00))
    assert {line["code"]: line["amount"]["amount"] for line in report["lines"]}["MINIBAR"] == 7_50
    assert (
        desk.client.get(REVENUE, query_string={"from": "2027-03-16", "to": "2027-03-21"}).json["lines"] == []
    )


def test_pace_compares_the_books_with_an_earlier_day(desk: Desk, booked: dict):
    query = {"from": "2027-03-01", "to": "2027-04-30", "asOf": "2027-03-14"}
    (march,) = desk.client.get(PACE, query_string=query).json["months"]
    assert (march["month"], march["roomNights"], march["earlierRoomNights"], march["pickup"]) == (
        "2027-03-01", 3, 0, 3,
    )  # fmt: skip
    (march,) = desk.client.get(PACE, query_string=query | {"asOf": "2027-03-15"}).json["months"]
    assert (march["earlierRoomNights"], march["earlierRevenue"]) == (3, rate(250_01))


def test_the_dashboard_tells_what_is_left_to_do(desk: Desk, booked: dict, drain_outbox: Callable[[], int]):
    desk.book("2027-03-15", "2027-03-16")
    drain_outbox()
    told = desk.client.get("/api/pms/dashboard").json
    assert (told["date"], told["dueIn"], told["arrived"], told["inHouse"], told["unassigned"]) == (
        "2027-03-15", 1, 1, 1, 1,
    )  # fmt: skip
    assert (told["tonight"]["sold"], len(told["curve"])) == (2, 30)


@pytest.mark.parametrize("path", [OCCUPANCY, REVENUE, PACE])
@pytest.mark.parametrize(
    "query",
    [
        {"from": "2027-03-15", "to": "2027-03-14"}, {"from": "2027-01-01", "to": "2028-12-31"}, {"from": "today"},
        {"format": "xls"}, {"colour": "red"},
    ],
)  # fmt: skip
def test_a_period_without_sense_is_refused_by_name(desk: Desk, path: str, query: dict):
    answer = desk.client.get(path, query_string=query)
    assert (answer.status_code, answer.json["code"]) == (422, "VALIDATION_ERROR")


def test_reports_are_for_those_who_may_see_them(client: FreshClient, desk: Desk):
    housekeeper = client.as_role("pms_housekeeping")
    for path in (OCCUPANCY, REVENUE, PACE, "/api/pms/dashboard"):
        assert housekeeper.get(path).status_code == 403
