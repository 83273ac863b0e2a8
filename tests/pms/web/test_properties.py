from __future__ import annotations

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.testing.client import FreshClient, RoleClient

PATH = "/api/pms/properties"
GOOD = {
    "code": "INN",
    "name": "The Inn",
    "timezone": "Europe/Lisbon",
    "currency": "EUR",
    "businessDate": "2027-03-15",
}


@pytest.fixture
def manager(client: FreshClient) -> RoleClient:
    return client.as_role("pms_manager")


def create(manager: RoleClient, **more):
    return manager.post(PATH, json=GOOD | more)


def test_sets_up_reads_and_changes_a_property(manager: RoleClient):
    made = create(manager, address={"line1": "Rua 1", "city": "Lisboa"})
    assert made.status_code == 201
    body = made.json
    assert body["seq"] > 0
    assert body | {"id": "", "seq": 0} == GOOD | {
        "id": "", "seq": 0, "version": 1, "checkInTime": "15:00", "checkOutTime": "11:00", "noShowCutoff": "06:00",
        "address": {"line1": "Rua 1", "city": "Lisboa"}, "cancellationDeadlineHours": 24, "nightAuditTime": None,
        "stayOverCleaningEvery": 1, "inspectRooms": False, "locale": "en",
    }  # fmt: skip
    read = manager.get(f"{PATH}/{body['id']}")
    assert read.headers["ETag"] == '"1"'
    changed = manager.patch(
        f"{PATH}/{body['id']}", json={"checkInTime": "16:30", "address": "Rua 2"}, headers={"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.json["version"], changed.json["checkInTime"]) == (200, 2, "16:30")
    assert changed.json["address"] == "Rua 2"


def test_changes_need_a_version_and_a_stale_one_tells_which_way_it_came(manager: RoleClient):
    path = f"{PATH}/{create(manager).json['id']}"
    assert manager.patch(path, json={"name": "X"}).status_code == 428
    assert manager.patch(path, json={"name": "X", "expectedVersion": 1}).status_code == 200
    in_body = manager.patch(path, json={"name": "X", "expectedVersion": 1})
    assert (in_body.status_code, in_body.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    in_header = manager.patch(path, json={"name": "X"}, headers={"If-Match": "1"})
    assert (in_header.status_code, in_header.json["code"]) == (412, "CONCURRENCY_CONFLICT")
    assert manager.patch(path, json={"name": "X"}, headers={"If-Match": "*"}).json["version"] == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "  "}, "code"),
        ({"code": 7}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"name": None}, "name"),
        ({"timezone": "CET/Nowhere"}, "timezone"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": "ZZZ"}, "currency"),
        ({"businessDate": "2027-02-30"}, "businessDate"),
        ({"checkInTime": "25:00"}, "checkInTime"),
        ({"checkInTime": "9:00"}, "checkInTime"),
        ({"noShowCutoff": 6}, "noShowCutoff"),
        ({"address": {"planet": "Mars"}}, "address.planet"),
        ({"address": 5}, "address"),
        ({"tenantId": "x"}, "tenantId"),
    ],
)
def test_names_the_field_that_does_not_fit(manager: RoleClient, change: dict, field: str):
    refused = create(manager, **change)
    assert (refused.status_code, refused.json["code"]) == (422, "VALIDATION_ERROR")
    assert list(refused.json["fields"]) == [field]


def test_the_business_date_cannot_be_edited(manager: RoleClient):
    made = create(manager).json
    refused = manager.patch(f"{PATH}/{made['id']}", json={"businessDate": "2027-01-01", "expectedVersion": 1})
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["businessDate"])


def test_a_code_in_use_is_refused_and_a_key_answers_twice_alike(manager: RoleClient):
    key = {"Idempotency-Key": "a" * 16}
    first = manager.post(PATH, json=GOOD, headers=key)
    again = manager.post(PATH, json=GOOD, headers=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.data == first.data
    assert list(create(manager).json["fields"]) == ["code"]


def test_lists_page_by_page(manager: RoleClient):
    codes = [f"P{number}" for number in range(5)]
    for code in codes:
        create(manager, code=code)
    seen, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = manager.get(PATH, query_string=query).json
        seen += [item["code"] for item in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
        assert len(page["items"]) == 2
    assert seen == codes
    assert manager.get(PATH, query_string={"limit": 201}).status_code == 422
    assert manager.get(PATH, query_string={"cursor": "nonsense"}).status_code == 422
    assert manager.get(PATH, query_string={"colour": "red"}).status_code == 422


def test_another_house_s_property_answers_like_an_unknown_one(
    client: FreshClient, manager: RoleClient, other_tenant: Tenant
):
    made = create(manager).json
    stranger = client.as_role("pms_manager", other_tenant)
    body = {"name": "Mine", "expectedVersion": 1}
    for send in (
        lambda wanted: stranger.get(f"{PATH}/{wanted}"),
        lambda wanted: stranger.patch(f"{PATH}/{wanted}", json=body),
    ):
        foreign, unknown = send(made["id"]), send(new_id())
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.json | {"correlationId": ""} == unknown.json | {"correlationId": ""}
    assert stranger.get(PATH).json["items"] == []


@pytest.mark.parametrize(
    ("role", "read", "write"), [("pms_front_desk", 200, 403), ("pms_housekeeping", 200, 403)]
)
def test_others_may_look_and_not_touch(client: FreshClient, role: str, read: int, write: int):
    someone = client.as_role(role)
    assert someone.get(PATH).status_code == read
    assert someone.post(PATH, json=GOOD).status_code == write


def test_the_rules_of_the_house_are_kept_within_reason(manager: RoleClient):
    rules = {
        "cancellationDeadlineHours": 48, "nightAuditTime": "03:30", "stayOverCleaningEvery": 2, "inspectRooms": True,
        "locale": "pt-PT",
    }  # fmt: skip
    body = create(manager, **rules).json
    assert {name: body[name] for name in rules} == rules
    for name, wrong in (
        ("cancellationDeadlineHours", -1), ("cancellationDeadlineHours", 8761), ("stayOverCleaningEvery", 31),
        ("nightAuditTime", "25:00"), ("inspectRooms", "yes"), ("locale", "../../etc"),
    ):  # fmt: skip
        refused = create(manager, code="OTHER", **{name: wrong})
        assert (refused.status_code, list(refused.json["fields"])) == (422, [name])
