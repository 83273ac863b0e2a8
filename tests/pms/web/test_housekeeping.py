from __future__ import annotations

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
from tests.factories.hotel import Hotel

PATH = "/api/pms/housekeeping/rooms"


def day(client, date: str | None = None) -> dict[str, dict]:
    answer = client.get(PATH, query_string={} if date is None else {"date": date})
    assert answer.status_code == 200
    return {room["number"]: room for room in answer.json["items"]}


def ids(stays: list[dict]) -> list[str]:
    return [stay["reservationId"] for stay in stays]


def test_shows_who_leaves_stays_and_arrives(desk: Desk, hotel: Hotel):
    gone = desk.book("2027-03-15", "2027-03-16", "101")
    came = desk.book("2027-03-16", "2027-03-18", "101")
    stays = desk.book("2027-03-15", "2027-03-18", "102")
    desk.step(stays, "check-in")
    room = day(desk.client)["102"]
    assert (room["occupancy"], room["status"], ids(room["arriving"])) == (
        "OCCUPIED",
        "OCCUPIED",
        [stays["id"]],
    )
    rooms = day(desk.client, "2027-03-16")
    assert (ids(rooms["101"]["departing"]), ids(rooms["101"]["arriving"])) == ([gone["id"]], [came["id"]])
    assert (ids(rooms["102"]["staying"]), rooms["102"]["arriving"]) == ([stays["id"]], [])
    assert [rooms["103"][name] for name in ("departing", "staying", "arriving")] == [[], [], []]
    assert ids(day(desk.client, "2027-03-18")["102"]["departing"]) == [stays["id"]]


def test_day_use_comes_and_goes_on_one_day(desk: Desk):
    stay = desk.book("2027-03-16", "2027-03-16", "103", dayUse=True)
    room = day(desk.client, "2027-03-16")["103"]
    assert ids(room["arriving"]) == ids(room["departing"]) == [stay["id"]]


def test_a_closure_counts_on_its_own_days(desk: Desk, hotel: Hotel):
    desk.client.post(
        f"/api/pms/rooms/{hotel.rooms['201']}/out-of-order",
        json={"startDate": "2027-03-16", "endDate": "2027-03-17", "reason": "leak"},
    )
    words = {date: day(desk.client, date)["201"] for date in ("2027-03-15", "2027-03-16", "2027-03-17")}
    assert [room["status"] for room in words.values()] == ["VACANT_CLEAN", "OUT_OF_ORDER", "VACANT_CLEAN"]
    assert [room["outOfOrderReason"] for room in words.values()] == [None, "leak", None]


def test_housekeeping_sees_parties_and_no_names(client: FreshClient, desk: Desk):
    desk.book("2027-03-15", "2027-03-16", "101")
    named = day(desk.client)["101"]["arriving"][0]
    assert named["guestName"] == "Ada Probe"
    maid = client.as_role("pms_housekeeping")
    nameless = day(maid)["101"]["arriving"][0]
    assert nameless == {name: value for name, value in named.items() if name != "guestName"}
    assert nameless["adults"] == 2
    assert "Probe" not in maid.get(PATH).text


def test_another_house_s_rooms_are_unknown(client: FreshClient, hotel: Hotel, other_tenant: Tenant):
    stranger = client.as_role("pms_housekeeping", other_tenant)
    assert stranger.get(PATH, query_string={"propertyId": str(hotel.property_id)}).status_code == 404
    assert client.as_role("pms_revenue").get(PATH).status_code == 200
