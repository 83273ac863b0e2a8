"""Tax rules over the API: what was due in the past stays, what follows begins on a date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from addons.pms.domain.taxes import taxes_of_stay
from addons.pms.services import tax_rules
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel

PATH = "/api/pms/tax-rules"
BUSINESS_DATE = "2027-03-15"


def euro(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


PER_PERSON = {"kind": "PER_PERSON", "amount": euro(200)}


@pytest.fixture
def city_tax(desk: Desk) -> dict[str, Any]:
    body = {"code": "CITY_TAX", "name": "City tax", "parts": [PER_PERSON], "fromAge": 13, "maxNights": 7}
    made = desk.client.post(PATH, json={**body, "exempt": ["medical stay"]})
    assert made.status_code == 201, made.text
    return made.json


@pytest.fixture
def close_the_day(actor: Actor, hotel: Hotel) -> Callable[[], None]:
    """Lets the property's business date go on by one day."""
    later = text(
        "update pms_properties set business_date = business_date + 1 where tenant_id = :t and id = :p"
    )

    def close() -> None:
        binds = {"t": actor.tenant_id, "p": hotel.property_id}
        unit_of_work.run(lambda uow: uow.connection.execute(later, binds), actor=actor)

    return close


def test_a_rule_begins_on_the_business_date_unless_told_otherwise(desk: Desk, city_tax: dict[str, Any]):
    assert city_tax["validFrom"] == BUSINESS_DATE
    assert (city_tax["validTo"], city_tax["included"], city_tax["appliesTo"]) == (None, False, ["ROOM"])
    assert city_tax["parts"] == [{**PER_PERSON, "seasons": []}]
    shown = {name: value for name, value in city_tax.items() if name != "seq"}
    assert desk.client.get(PATH).json["items"] == [shown]
    assert desk.client.get(f"{PATH}/{city_tax['id']}").json == shown


def test_what_follows_ends_what_was_and_two_never_share_a_night(desk: Desk, city_tax: dict[str, Any]):
    dearer = {**PER_PERSON, "amount": euro(400)}
    body = {"code": "CITY_TAX", "name": "City tax", "parts": [dearer], "validFrom": "2027-04-01"}
    follows = desk.client.post(PATH, json=body)
    assert follows.status_code == 201
    first, second = desk.client.get(PATH).json["items"]
    assert (first["validTo"], first["version"]) == ("2027-03-31", 2)
    assert (second["validFrom"], second["validTo"]) == ("2027-04-01", None)
    again = desk.client.post(PATH, json=body)
    assert (again.status_code, list(again.json["fields"])) == (422, ["validFrom"])
    assert len(desk.client.get(PATH).json["items"]) == 2


def test_before_it_is_due_a_rule_may_change_in_everything_or_go(desk: Desk, city_tax: dict[str, Any]):
    path = f"{PATH}/{city_tax['id']}"
    changes = {
        "parts": [{"kind": "PERCENT", "percent": "3,2"}],
        "included": True,
        "appliesTo": ["ROOM", "FOOD"],
    }
    changed = desk.client.patch(path, json={**changes, "expectedVersion": 1})
    assert changed.status_code == 200, changed.text
    assert changed.json["parts"] == [{"kind": "PERCENT", "percent": "3.2", "base": "PRICE"}]
    assert (
        desk.client.patch(path, json={"name": "x", "expectedVersion": 1}).json["code"]
        == "CONCURRENCY_CONFLICT"
    )
    gone = desk.client.delete(path, headers={"If-Match": "*"})
    assert (gone.status_code, gone.json["removed"]) == (200, True)
    assert desk.client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"validFrom": "2027-03-14"}, "validFrom"),
        ({"validTo": "2027-03-14"}, "validTo"),
        ({"included": True}, "included"),
        ({"appliesTo": ["FOOD"]}, "appliesTo"),
        ({"parts": []}, "parts"),
        ({"parts": [{"kind": "PER_PERSON"}]}, "parts.0.amount"),
        ({"parts": [{"kind": "PERCENT", "percent": "101"}]}, "parts.0.percent"),
        (
            {"parts": [{"kind": "PER_ROOM", "amount": {"amount": 1, "currency": "USD"}}]},
            "parts.0.amount.currency",
        ),
        ({"fromAge": -1}, "fromAge"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_names_what_does_not_fit(desk: Desk, more: dict[str, Any], field: str):
    refused = desk.client.post(PATH, json={"code": "T", "name": "T", "parts": [PER_PERSON]} | more)
    assert (refused.status_code, list(refused.json["fields"])) == (422, [field])
    assert desk.client.get(PATH).json["items"] == []


def test_once_nights_were_taxed_only_name_and_end_may_change(
    desk: Desk, city_tax: dict[str, Any], close_the_day: Callable[[], None]
):
    path = f"{PATH}/{city_tax['id']}"
    close_the_day()

    refused = desk.client.patch(path, json={"parts": [PER_PERSON], "maxNights": 3, "expectedVersion": 1})
    assert (refused.status_code, set(refused.json["fields"])) == (422, {"parts", "maxNights"})
    ended = {"validTo": "2027-03-14", "expectedVersion": 1}
    assert list(desk.client.patch(path, json=ended).json["fields"]) == ["validTo"]
    renamed = desk.client.patch(
        path, json={"name": "Tourist tax", "validTo": "2027-12-31", "expectedVersion": 1}
    )
    assert (renamed.status_code, renamed.json["name"]) == (200, "Tourist tax")
    over = desk.client.delete(path)
    assert (over.json["validTo"], over.json["removed"]) == (BUSINESS_DATE, False)
    assert desk.client.get(path).json["validTo"] == BUSINESS_DATE


def test_a_stay_is_freed_for_a_reason_the_rules_know(
    desk: Desk, hotel: Hotel, city_tax: dict[str, Any], actor: Actor
):
    stay = desk.book("2027-03-20", "2027-03-23", adults=2, children=1)
    path = f"/api/pms/reservations/{stay['id']}/tax-exemption"

    def due() -> list[int]:
        def work(uow):
            taxed = tax_rules.taxed_stays(uow, [UUID(stay["id"])])
            (only,) = taxed.values()
            return [line.amount for line in taxes_of_stay(tax_rules.rules_of(uow, hotel.property_id), only)]

        return unit_of_work.run(work, actor=actor)

    assert due() == [3 * 2 * 200]
    assert desk.client.get(path).json["reason"] is None
    unknown = desk.client.put(path, json={"reason": "likes the manager"})
    assert (unknown.status_code, list(unknown.json["fields"])) == (422, ["reason"])
    assert desk.client.put(path, json={"reason": "medical stay"}).json["version"] == 1
    assert (desk.client.get(path).json["reason"], due()) == ("medical stay", [])
    assert desk.client.put(path, json={"reason": None}).json["version"] == 2
    assert due() == [3 * 2 * 200]


def test_managers_set_taxes_and_the_desk_sees_them(client: FreshClient, hotel: Hotel):
    body = {"code": "T", "name": "T", "parts": [PER_PERSON]}
    assert client.as_role("pms_front_desk").post(PATH, json=body).status_code == 403
    assert client.as_role("pms_manager").post(PATH, json=body).status_code == 201
    assert len(client.as_role("pms_front_desk").get(PATH).json["items"]) == 1
    assert client.as_role("pms_housekeeping").get(PATH).status_code == 403
