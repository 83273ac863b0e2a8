"""The settings page of rules of sale: what it shows of them, and what it offers to whom."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel

PATH = "/pms/settings/restrictions"


def page(desk: Desk, **query: str) -> str:
    answer = desk.client.get(PATH, query_string=query)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).split('<main id="content"')[1].split("</main>")[0]


def write(desk: Desk, first: str, last: str, **more: Any) -> None:
    row = {"roomTypeId": str(desk.hotel.types["STD"]), "startDate": first, "endDate": last, **more}
    assert desk.client.put("/api/pms/restrictions", json={"restrictions": [row]}).status_code == 200


def cell(text: str, night: str) -> str:
    """What is said of a night, without markup."""
    [found] = re.findall(rf'<td[^>]*data-night="{night}">(.*?)</td>', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


@pytest.fixture
def plan(desk: Desk) -> str:
    return desk.client.post("/api/pms/rate-plans", json={"code": "FLEX", "name": "Flexible"}).json["id"]


def test_without_rules_it_says_so_and_draws_no_calendar(desk: Desk):
    text = page(desk)
    assert "No rules in these weeks: whatever is free is sold. Set the first one below." in text
    assert "data-night" not in text


def test_each_night_tells_its_rules_as_symbols_and_in_words(desk: Desk):
    write(desk, "2027-03-19", "2027-03-21", minStay=3, maxStay=7)
    write(desk, "2027-03-22", "2027-03-23", closedToArrival=True, closedToDeparture=True, closed=True)
    text = page(desk)
    assert "No rules in these weeks: Suite" in text
    assert len(re.findall("data-night", text)) == 42
    limits = "Who arrives stays 3 nights at least. Who arrives stays 7 nights at most."
    assert cell(text, "2027-03-19") == f"19 ≥ 3 ≤ 7 {limits}"
    assert cell(text, "2027-03-22") == (
        "22 Mar CTA CTD ✕ Nobody may arrive. Nobody may leave. The night is closed to sale."
    )
    assert cell(text, "2027-03-21") == "21"
    dates = re.findall(r'name="restrictions.0.(?:start|end)Date" value="([^"]+)"', text)
    assert dates == ["2027-03-19", "2027-03-21", "2027-03-22", "2027-03-23"]


def test_the_rules_of_a_plan_stand_beside_those_of_every_sale(desk: Desk, plan: str):
    write(desk, "2027-03-19", "2027-03-21", minStay=3)
    write(desk, "2027-03-20", "2027-03-21", minStay=5, ratePlanId=plan)
    every_sale = page(desk)
    assert "Flexible has rules of its own on one night" in every_sale
    assert "5 nights" not in cell(every_sale, "2027-03-20")
    of_plan = page(desk, ratePlanId=plan)
    assert cell(of_plan, "2027-03-20").startswith("20 ≥ 3 Who arrives stays 3 nights at least. ≥ 5 *")
    assert "One rate plan only." in cell(of_plan, "2027-03-20")
    assert "rules of its own" not in of_plan


def test_six_weeks_are_shown_from_the_week_of_the_day_asked_for(desk: Desk):
    write(desk, "2027-03-15", "2027-06-01", minStay=2)
    nights = re.findall(r'data-night="([^"]+)"', page(desk))
    assert (nights[0], nights[-1], len(nights)) == ("2027-03-15", "2027-04-25", 42)
    later = page(desk, **{"from": "2027-04-28"})
    assert 'data-night="2027-06-05"' in later
    assert 'rel="prev"' in later
    for nonsense in ("x", "2020-01-01", ""):
        first = page(desk, **{"from": nonsense})
        assert ('data-night="2027-03-15"' in first, 'rel="prev"' in first) == (True, False)


def test_only_those_who_write_rules_are_offered_to(client: FreshClient, hotel: Hotel):
    revenue = client.as_role("pms_revenue").get(PATH).get_data(as_text=True)
    assert revenue.count("<oppsera-form") == 2
    assert f'href="{PATH}"' in revenue
    desk = client.as_role("pms_front_desk").get(PATH).get_data(as_text=True)
    assert "No rules in these weeks: whatever is free is sold.</p>" in desk
    assert "<oppsera-form" not in desk
    assert f'href="{PATH}"' not in desk
    assert client.as_role("pms_housekeeping").get(PATH).status_code == 403
    other = {"ratePlanId": str(hotel.property_id)}
    assert client.as_role("pms_revenue").get(PATH, query_string=other).status_code == 404
