from __future__ import annotations

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk, key
from tests.factories.hotel import Hotel

PATH = "/api/pms/night-audit"


def test_closes_the_business_date_once(desk: Desk, hotel: Hotel):
    body = {"propertyId": str(hotel.property_id), "businessDate": "2027-03-15"}
    first, again = desk.client.post(PATH, json=body), desk.client.post(PATH, json=body)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json["nextBusinessDate"] == "2027-03-16"
    assert (first.json["alreadyClosed"], again.json["alreadyClosed"]) == (False, True)
    assert (first.json["seq"] > 0, again.json["seq"]) == (True, 0)
    assert again.json | {"seq": 0, "alreadyClosed": 0} == first.json | {"seq": 0, "alreadyClosed": 0}
    found = desk.client.get(f"/api/pms/properties/{hotel.property_id}").json
    assert (found["businessDate"], found["version"]) == ("2027-03-16", 2)


def test_other_dates_and_other_people_are_refused(client: FreshClient, desk: Desk, other_tenant: Tenant):
    for day in ("2027-03-14", "2027-03-16"):
        refused = desk.client.post(PATH, json={"businessDate": day})
        assert (refused.status_code, list(refused.json["fields"])) == (422, ["businessDate"])
    assert list(desk.client.post(PATH, json={}).json["fields"]) == ["businessDate"]
    body = {"propertyId": str(desk.hotel.property_id), "businessDate": "2027-03-15"}
    assert client.as_role("pms_housekeeping").post(PATH, json=body).status_code == 403
    assert client.as_role("pms_manager", other_tenant).post(PATH, json=body).status_code == 404


def test_the_report_tells_what_was_charged(desk: Desk, hotel: Hotel):
    stay = desk.book("2027-03-15", "2027-03-17", "101")
    assert desk.step(stay, "check-in").status_code == 200
    report = desk.client.post(PATH, json={"businessDate": "2027-03-15"}).json
    assert (report["inHouse"], report["chargedStays"], report["problems"]) == (1, 1, [])
    assert report["roomCharges"] == {"amount": 10_000, "currency": "EUR"}
    standing = desk.client.get(PATH).json
    assert (standing["businessDate"], standing["toCharge"], standing["progress"]) == ("2027-03-16", 1, None)
    assert standing["lastReport"]["businessDate"] == "2027-03-15"
    assert standing["lastReport"]["chargedStays"] == 1


def test_a_request_with_a_key_is_answered_with_the_same_bytes(desk: Desk, hotel: Hotel):
    body = {"businessDate": "2027-03-15", "idempotencyKey": key()}
    first, again = desk.client.post(PATH, json=body), desk.client.post(PATH, json=body)
    assert first.status_code == 200
    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"
    other = desk.client.post(PATH, json=body | {"businessDate": "2027-03-16"})
    assert (other.status_code, other.json["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert desk.client.get(PATH).json["businessDate"] == "2027-03-16"


def test_reports_are_listed_page_by_page(desk: Desk, hotel: Hotel):
    for day in ("2027-03-15", "2027-03-16", "2027-03-17"):
        assert desk.client.post(PATH, json={"businessDate": day}).status_code == 200
    first = desk.client.get(f"{PATH}/reports?limit=2").json
    assert [each["businessDate"] for each in first["items"]] == ["2027-03-17", "2027-03-16"]
    rest = desk.client.get(f"{PATH}/reports?limit=2&cursor={first['nextCursor']}").json
    assert [each["businessDate"] for each in rest["items"]] == ["2027-03-15"]
    assert rest["nextCursor"] is None


def test_guests_who_should_have_left_can_hold_up_the_closing(desk: Desk, hotel: Hotel):
    stay = desk.book("2027-03-15", "2027-03-16", "101")
    assert desk.step(stay, "check-in").status_code == 200
    assert desk.client.post(PATH, json={"businessDate": "2027-03-15"}).status_code == 200
    refused = desk.client.post(PATH, json={"businessDate": "2027-03-16", "overdue": "REFUSE"})
    assert (refused.status_code, refused.json["code"]) == (409, "NIGHT_AUDIT_REFUSED")
    assert [each["reservationId"] for each in refused.json["overdue"]] == [stay["id"]]
    assert desk.client.get(PATH).json["progress"] is None
    extended = desk.client.post(PATH, json={"businessDate": "2027-03-16", "overdue": "EXTEND"}).json
    assert (extended["extended"], extended["chargedStays"], extended["dueOut"]) == (1, 1, 0)
    assert desk.get(stay)["checkOutDate"] == "2027-03-17"


def test_the_screen_tells_who_is_due_out_today_from_who_should_have_left(desk: Desk, hotel: Hotel):
    today, yesterday = (
        desk.book("2027-03-15", "2027-03-17", "101"),
        desk.book("2027-03-15", "2027-03-16", "102"),
    )
    for stay in (today, yesterday):
        assert desk.step(stay, "check-in").status_code == 200
    for day in ("2027-03-15", "2027-03-16"):
        before = desk.client.get("/pms/night-audit").text
        assert "Should have left" not in before
        assert ("Everybody who was to leave has left." in before) == (day == "2027-03-15")
        assert desk.client.post(PATH, json={"businessDate": day}).status_code == 200
    page = desk.client.get("/pms/night-audit").text
    overdue, due_out = page.index('aria-labelledby="overdue"'), page.index('aria-labelledby="due-out"')
    assert overdue < page.index(yesterday["id"]) < due_out < page.index(today["id"])
    assert "2 guests were to leave by today and are still here" in page
    question = "Close Wednesday, 17 March 2027? 2 guests were to leave by today and are still here."
    assert f'data-confirm="{question}"' in page


def test_the_screen_shows_what_is_open_and_what_was_closed(desk: Desk, hotel: Hotel):
    desk.book("2027-03-15", "2027-03-16", "102")
    page = desk.client.get("/pms/night-audit")
    assert page.status_code == 200
    assert "Ada Probe" in page.text
    assert "Close the day" in page.text
    assert 'data-confirm="Close Monday, 15 March 2027? 1 guest is still expected."' in page.text
    assert desk.client.post(PATH, json={"businessDate": "2027-03-15"}).status_code == 200
    later = desk.client.get("/pms/night-audit").text
    assert 'data-business-date="2027-03-15"' in later
    assert desk.client.get("/pms/night-audit?after=x", headers={"HX-Request": "true"}).status_code == 200
