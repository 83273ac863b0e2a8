from __future__ import annotations

import html
import re

import pytest

from addons.pms.web.pages import guests as guest_pages
from oppsera_host.identity.models import Tenant
from oppsera_host.ids import new_id
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk

PATH = "/api/pms/guests"
GOOD = {
    "firstName": "Zoë",
    "lastName": "Müller",
    "email": "zoe@example.org",
    "phone": "+49 30 1234",
    "notes": "quiet",
}


def create(desk: Desk, **more):
    return desk.client.post(PATH, json=GOOD | more)


def test_makes_finds_and_changes_a_guest(desk: Desk):
    made = create(desk)
    assert made.status_code == 201
    assert {name: made.json[name] for name in GOOD} == GOOD
    found = desk.client.get(PATH, query_string={"q": "muller zoe"}).json["items"]
    assert [each["id"] for each in found] == [made.json["id"]]
    path = f"{PATH}/{made.json['id']}"
    changed = desk.client.patch(path, json={"lastName": "Maier", "phone": None}, headers={"If-Match": '"1"'})
    assert (changed.json["lastName"], changed.json["phone"], changed.json["version"]) == ("Maier", None, 2)
    assert desk.client.get(PATH, query_string={"q": "muller"}).json["items"] == []
    assert desk.client.patch(path, json={"lastName": "X"}).status_code == 428


def test_a_profile_shows_the_stays_latest_first(client: FreshClient, desk: Desk):
    guest = create(desk).json
    more = {"guestId": guest["id"]}
    early = desk.body("2027-03-16", "2027-03-17", "101") | more
    late = desk.body("2027-04-16", "2027-04-18") | more
    for body in (early, late):
        del body["guest"]
        assert desk.client.post("/api/pms/reservations", json=body).status_code == 201
    profile = desk.client.get(f"{PATH}/{guest['id']}")
    assert profile.headers["ETag"] == '"1"'
    stays = profile.json["reservations"]
    assert [stay["checkInDate"] for stay in stays] == ["2027-04-16", "2027-03-16"]
    assert [stay["roomId"] for stay in stays] == [None, early["roomId"]]
    assert [stay["total"]["amount"] for stay in stays] == [20_000, 10_000]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lastName": " "}, "lastName"),
        ({"lastName": None}, "lastName"),
        ({"lastName": "x" * 201}, "lastName"),
        ({"email": "nobody"}, "email"),
        ({"email": 5}, "email"),
        ({"phone": "none"}, "phone"),
        ({"notes": "card 4111 1111 1111 1111"}, "notes"),
        ({"firstName": "4111111111111111"}, "firstName"),
        ({"vip": True}, "vip"),
    ],
)
def test_names_the_field_that_does_not_fit(desk: Desk, change: dict, field: str):
    refused = create(desk, **change)
    assert (refused.status_code, list(refused.json["fields"])) == (422, [field])
    assert "4111" not in refused.text


def test_pages_carry_no_name_in_the_cursor(desk: Desk):
    for number in range(5):
        create(desk, lastName=f"Guest{number}")
    first = desk.client.get(PATH, query_string={"q": "guest", "limit": 3}).json
    rest = desk.client.get(PATH, query_string={"q": "guest", "limit": 3, "cursor": first["nextCursor"]}).json
    names = [each["lastName"] for each in first["items"] + rest["items"]]
    assert names == [f"Guest{number}" for number in range(5)]
    assert rest["nextCursor"] is None
    assert first["nextCursor"] == first["items"][-1]["id"]
    assert desk.client.get(PATH, query_string={"limit": 201}).status_code == 422


def test_the_list_is_sorted_by_name_or_by_the_newest(client: FreshClient, desk: Desk, monkeypatch):
    made = [
        create(desk, firstName="Li", lastName=name).json["id"] for name in ("Mike", "Zulu", "Alpha", "Golf")
    ]
    by_name = [made[2], made[3], made[0], made[1]]
    browser = client.as_role("pms_front_desk")
    monkeypatch.setattr(guest_pages, "SHOWN", 3)

    def walked(address: str) -> list[str]:
        text = browser.get(address).text
        listed = re.findall(r'<tr><td><a href="/pms/guests/([^"]+)"', text)
        following = re.search(r'href="([^"]*after=[^"]*)"', text)
        return listed + (walked(html.unescape(following[1])) if following else [])

    assert walked("/pms/guests") == walked("/pms/guests?sort=odd") == by_name
    assert walked("/pms/guests?sort=newest") == made[::-1]
    assert walked("/pms/guests?sort=newest&q=li") == by_name, "a search has its own order"


def test_guests_are_for_those_who_may_see_them(client: FreshClient, desk: Desk, other_tenant: Tenant):
    guest = create(desk).json
    path = f"{PATH}/{guest['id']}"
    for role, read, write in [
        ("pms_front_desk", 200, 200), ("pms_read_only", 200, 403), ("pms_housekeeping", 403, 403),
        ("pms_revenue", 403, 403),
    ]:  # fmt: skip
        someone = client.as_role(role)
        assert someone.get(path).status_code == read
        assert someone.patch(path, json={"notes": "x"}, headers={"If-Match": "*"}).status_code == write
    stranger = client.as_role("pms_manager", other_tenant)
    for wanted in (guest["id"], new_id()):
        assert stranger.get(f"{PATH}/{wanted}").status_code == 404
        assert stranger.patch(f"{PATH}/{wanted}", json={"expectedVersion": 1}).status_code == 404
    assert stranger.get(PATH, query_string={"q": "zoe"}).json["items"] == []


def test_a_booking_s_guest_obeys_the_same_rules(desk: Desk):
    guest = {"firstName": "Ada", "lastName": "4111 1111 1111 1111"}
    refused = desk.client.post(
        "/api/pms/reservations", json=desk.body("2027-03-20", "2027-03-21", guest=guest)
    )
    assert refused.status_code == 422
    assert all(field.endswith("lastName") for field in refused.json["fields"])
