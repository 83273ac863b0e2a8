"""Reservations are found by their number and, by whoever may read guests, by their guest's name."""

from __future__ import annotations

import pytest

from tests.factories.desk import Desk

PATH = "/api/pms/reservations"


def found(browser, q: str, **more: str) -> list[str]:
    answer = browser.get(PATH, query_string={"q": q, **more})
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json["items"]]


@pytest.fixture
def stays(desk: Desk) -> dict[str, dict]:
    """Three stays by their guests: two of Grace's and one of Ada's."""
    return {
        name: desk.book(first, last, guest={"firstName": given, "lastName": family})
        for name, first, last, given, family in (
            ("soon", "2027-03-20", "2027-03-22", "Grace", "Hopper"),
            ("later", "2027-05-20", "2027-05-22", "Grace", "Hopper"),
            ("ada", "2027-05-20", "2027-05-22", "Ada", "Löve"),
        )
    }


def test_by_number_however_it_is_typed(desk: Desk, stays: dict[str, dict]):
    number = stays["ada"]["confirmationNumber"]
    for typed in (number, number.lower(), number.replace("-", ""), number.replace("-", " ")):
        assert found(desk.client, typed) == [stays["ada"]["id"]], typed


def test_by_beginnings_of_the_guests_names_newest_first(desk: Desk, stays: dict[str, dict]):
    both = [stays["later"]["id"], stays["soon"]["id"]]
    for typed in ("hopper", "HOPP gra", "Grace Hopper"):
        assert found(desk.client, typed) == both, typed
    assert found(desk.client, "love") == [stays["ada"]["id"]]
    for typed in ("opper", "grace love", "%", "_", "", " "):
        assert found(desk.client, typed) == [], typed


def test_the_other_filters_and_pages_hold_for_names_too(desk: Desk, stays: dict[str, dict]):
    assert found(desk.client, "hopper", to="2027-04-01") == [stays["soon"]["id"]]
    assert found(desk.client, "hopper", status="HOLD") == []
    first = desk.client.get(PATH, query_string={"q": "hopper", "limit": 1}).json
    assert [each["id"] for each in first["items"]] == [stays["later"]["id"]]
    assert found(desk.client, "hopper", limit="1", cursor=first["nextCursor"]) == [stays["soon"]["id"]]


def test_whoever_may_not_read_guests_finds_numbers_only(client, desk: Desk, stays: dict[str, dict]):
    browser = client.as_role("pms_revenue")
    assert found(browser, "hopper") == []
    assert found(browser, stays["soon"]["confirmationNumber"]) == [stays["soon"]["id"]]


def test_another_tenant_finds_nothing(client, other_tenant, stays: dict[str, dict]):
    browser = client.as_role("pms_manager", other_tenant)
    assert found(browser, "hopper") == []
    assert found(browser, stays["soon"]["confirmationNumber"]) == []
