"""The settings page of taxes: what it says of each shape, and what it offers to whom."""

from __future__ import annotations

from typing import Any

import pytest

from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel

PATH = "/pms/settings/taxes"


def euro(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


SHAPES = [
    (
        {
            "kind": "PER_PERSON",
            "amount": euro(186),
            "seasons": [{"from": "04-01", "to": "09-30", "amount": euro(265)}],
        },
        "€1.86 per person and night; €2.65 from 04-01 to 09-30",
    ),
    ({"kind": "PER_ROOM", "amount": euro(424)}, "€4.24 per room and night"),
    ({"kind": "PERCENT", "percent": "12.5", "base": "NET"}, "12.5 % of the price without included taxes"),
    ({"kind": "PERCENT", "percent": "3.2"}, "3.2 % of the price<br>"),
    (
        {"kind": "PERCENT_OF_SHARE", "percent": "5.5", "cap": euro(350)},
        "5.5 % of each person&#39;s share of the price, at most €3.50 each",
    ),
    (
        {"kind": "PER_PERSON_BY_PRICE", "bands": [{"from": euro(100), "amount": euro(300)}]},
        "€3.00 per person from a price of €1.00",
    ),
]


@pytest.mark.parametrize(("part", "words"), SHAPES)
def test_says_each_shape_in_words(desk: Desk, part: dict[str, Any], words: str):
    body = {"code": "CITY", "name": "City <tax>", "parts": [part], "maxNights": 7, "exempt": ["medical stay"]}
    assert desk.client.post("/api/pms/tax-rules", json=body).status_code == 201
    page = desk.client.get(PATH).get_data(as_text=True)
    assert words in page
    assert "City &lt;tax&gt;" in page
    assert "at most 7 nights of a stay" in page
    assert "not for: medical stay" in page


def test_only_those_who_set_up_the_hotel_are_offered_to(client: FreshClient, hotel: Hotel):
    assert "Add a tax" in client.as_role("pms_manager").get(PATH).get_data(as_text=True)
    page = client.as_role("pms_front_desk").get(PATH).get_data(as_text=True)
    assert "No taxes yet." in page
    assert "oppsera-form" not in page.split('<main id="content"')[1].split("</main>")[0]
    assert client.as_role("pms_housekeeping").get(PATH).status_code == 403
