from __future__ import annotations

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel

PATH = "/api/pms/room-types"
GOOD = {"code": "FAM", "name": "Family", "baseRate": {"amount": 19_900, "currency": "EUR"}}


def test_sets_up_lists_and_changes_a_room_type(desk: Desk, hotel: Hotel):
    made = desk.client.post(PATH, json=GOOD | {"maxAdults": 2, "maxChildren": 2})
    assert made.status_code == 201
    assert made.json | {"id": "", "seq": 0} == GOOD | {
        "id": "", "seq": 0, "version": 1, "propertyId": str(hotel.property_id), "maxAdults": 2, "maxChildren": 2,
        "maxOccupancy": 4, "overbookingLimit": 0,
    }  # fmt: skip
    path = f"{PATH}/{made.json['id']}"
    changed = desk.client.patch(path, json={"overbookingLimit": 2, "expectedVersion": 1}).json
    assert (changed["version"], changed["overbookingLimit"]) == (2, 2)
    assert desk.client.get(path).json == {name: value for name, value in changed.items() if name != "seq"}
    listed = desk.client.get(PATH, query_string={"propertyId": str(hotel.property_id)}).json["items"]
    assert [each["code"] for each in listed] == ["STD", "SUITE", "FAM"]


def test_a_lower_overbooking_limit_names_the_nights_it_would_break(desk: Desk, hotel: Hotel):
    path = f"{PATH}/{hotel.types['STD']}"
    assert desk.client.patch(path, json={"overbookingLimit": 1, "expectedVersion": 1}).status_code == 200
    for _ in range(4):
        desk.book("2027-03-20", "2027-03-21")
    refused = desk.client.patch(path, json={"overbookingLimit": 0, "expectedVersion": 2})
    assert (refused.status_code, refused.json["code"]) == (409, "NO_AVAILABILITY")
    assert [row["date"] for row in refused.json["shortages"]] == ["2027-03-20"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"maxAdults": 0}, "maxAdults"),
        ({"maxAdults": "2"}, "maxAdults"),
        ({"maxChildren": -1}, "maxChildren"),
        ({"maxOccupancy": 1.5}, "maxOccupancy"),
        ({"overbookingLimit": -1}, "overbookingLimit"),
        ({"overbookingLimit": True}, "overbookingLimit"),
        ({"baseRate": 100}, "baseRate"),
        ({"baseRate": {"amount": 1.5, "currency": "EUR"}}, "baseRate.amount"),
        ({"baseRate": {"amount": -1, "currency": "EUR"}}, "baseRate.amount"),
        ({"baseRate": {"amount": 1, "currency": "USD"}}, "baseRate.currency"),
        ({"code": "STD"}, "code"),
        ({"propertyId": "7"}, "propertyId"),
        ({"sortOrder": 1}, "sortOrder"),
    ],
)
def test_names_the_field_that_does_not_fit(desk: Desk, change: dict, field: str):
    refused = desk.client.post(PATH, json=GOOD | change)
    assert (refused.status_code, refused.json["code"]) == (422, "VALIDATION_ERROR")
    assert list(refused.json["fields"]) == [field]


def test_another_house_s_property_and_type_are_unknown(
    client: FreshClient, hotel: Hotel, other_tenant: Tenant
):
    stranger = client.as_role("pms_manager", other_tenant)
    assert stranger.post(PATH, json=GOOD | {"propertyId": str(hotel.property_id)}).status_code == 404
    assert stranger.get(f"{PATH}/{hotel.types['STD']}").status_code == 404
    assert stranger.get(PATH, query_string={"propertyId": str(hotel.property_id)}).status_code == 404
