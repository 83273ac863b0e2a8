"""The manager's flash adds up to what happened, counted by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk

FLASH = "/api/pms/reports/flash"
PAGE = "/pms/reports/flash"


def rate(amount: int) -> dict:
    return {"amount": amount, "currency": "EUR"}


def post(desk: Desk, path: str, **body) -> dict:
    answer = desk.client.post(path, json=body, headers={"If-Match": "*"})
    assert answer.status_code in {200, 201}, (path, answer.text)
    return answer.json


@pytest.fixture
def two_days(desk: Desk, drain_outbox: Callable[[], int]) -> None:
    """March 15 and 16 are closed: a guest of two nights, a day of one, a cancellation on each, a room out of order."""
    room = desk.hotel.rooms["201"]
    post(desk, f"/api/pms/rooms/{room}/out-of-order", startDate="2027-03-16", endDate="2027-03-17")
    long = desk.step(desk.book("2027-03-15", "2027-03-18", "101", nightlyRate=rate(100_00)), "check-in").json
    desk.step(desk.book("2027-04-01", "2027-04-02", "102", nightlyRate=rate(90_00)), "cancel")
    folio = desk.client.get(f"/api/pms/reservations/{long['id']}/folio").json
    post(desk, f"/api/pms/folios/{folio['id']}/charges", code="MINIBAR", price=rate(7_50))
    post(desk, f"/api/pms/folios/{folio['id']}/payments", method="CASH", amount=rate(50_00))
    post(desk, "/api/pms/night-audit", businessDate="2027-03-15")
    desk.step(desk.book("2027-03-16", "2027-03-17", "102", nightlyRate=rate(50_01)), "check-in")
    desk.step(desk.book("2027-04-01", "2027-04-02", "102", nightlyRate=rate(90_00)), "cancel")
    paid = post(desk, f"/api/pms/folios/{folio['id']}/payments", method="CARD", amount=rate(30_00))
    post(desk, f"/api/pms/folios/{folio['id']}/refunds", paymentId=paid["id"], amount=rate(10_00))
    post(desk, "/api/pms/night-audit", businessDate="2027-03-16")
    drain_outbox()


@pytest.mark.usefixtures("two_days")
def test_the_day_and_its_month_and_year_are_what_happened(desk: Desk):
    told = desk.client.get(FLASH).json
    assert (told["date"], told["closed"]) == ("2027-03-16", True), "by default the date closed last"
    day, month, year = told["day"], told["monthToDate"], told["yearToDate"]
    counts = ("rooms", "outOfOrder", "sold", "arrivals", "departures", "inHouse", "noShows", "cancellations")
    assert [day[name] for name in counts] == [5, 1, 2, 1, 0, 2, 0, 1]
    assert [month[name] for name in counts] == [5 * 16, 1, 3, 2, 0, 3, 0, 2]
    assert [year[name] for name in counts] == [5 * 75, 1, 3, 2, 0, 3, 0, 2], (
        "January 1 to March 16 is 75 nights"
    )
    assert (day["occupancy"], day["averageDailyRate"]) == (50.0, rate(75_01)), "150.01 / 2 = 75.005"
    assert day["revenuePerAvailableRoom"] == rate(37_50), "150.01 / 4 = 37.5025"
    money = ("roomRevenue", "otherRevenue", "revenue", "taxes", "payments")
    assert [day[name]["amount"] for name in money] == [150_01, 0, 150_01, 0, 20_00]
    assert [month[name]["amount"] for name in money] == [250_01, 7_50, 257_51, 0, 70_00]
    assert year["paymentsByMethod"] == month["paymentsByMethod"] == [
        {"method": "CASH", "amount": rate(50_00)}, {"method": "CARD", "amount": rate(20_00)},
        {"method": "BANK_TRANSFER", "amount": rate(0)}, {"method": "OTHER", "amount": rate(0)},
    ]  # fmt: skip


@pytest.mark.usefixtures("two_days")
def test_another_date_is_asked_for(desk: Desk):
    first = desk.client.get(FLASH, query_string={"date": "2027-03-15"}).json
    assert (first["day"]["sold"], first["day"]["otherRevenue"], first["closed"]) == (1, rate(7_50), True)
    ahead = desk.client.get(FLASH, query_string={"date": "2027-03-17"}).json
    assert (ahead["day"]["sold"], ahead["day"]["revenue"], ahead["closed"]) == (1, rate(0), False)
    assert ahead["monthToDate"]["revenue"] == rate(257_51)
    next_year = desk.client.get(FLASH, query_string={"date": "2028-03-17"}).json
    assert next_year["yearToDate"]["revenue"] == rate(0)


@pytest.mark.usefixtures("two_days")
def test_it_comes_as_a_file_and_as_a_page(desk: Desk, client: FreshClient):
    answer = desk.client.get(FLASH, query_string={"format": "csv"})
    assert answer.mimetype == "text/csv"
    rows = {row["figure"]: row for row in csv.DictReader(io.StringIO(answer.text))}
    assert (rows["sold"]["day"], rows["sold"]["monthToDate"], rows["sold"]["currency"]) == ("2", "3", "")
    assert (rows["roomRevenue"]["day"], rows["roomRevenue"]["currency"]) == ("15001", "EUR")
    assert rows["payments CARD"]["yearToDate"] == "2000"
    text = client.as_role("pms_manager").get(PAGE).text
    assert "€257.51" in text
    assert "Not closed yet" not in text
    assert "Not closed yet" in client.as_role("pms_manager").get(f"{PAGE}?date=2027-03-17").text


def test_before_the_first_night_audit_it_is_of_the_open_date(desk: Desk, client: FreshClient):
    told = desk.client.get(FLASH).json
    assert (told["date"], told["closed"], told["day"]["rooms"]) == ("2027-03-15", False, 5)
    for odd in ("date=x", "date=2027-02-30"):
        assert desk.client.get(f"{FLASH}?{odd}").status_code == 422
        assert client.as_role("pms_manager").get(f"{PAGE}?{odd}").status_code == 200
    assert client.as_role("pms_housekeeping").get(FLASH).status_code == 403
    assert client.as_role("pms_housekeeping").get(PAGE).status_code == 403
