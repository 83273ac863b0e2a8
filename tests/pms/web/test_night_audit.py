from __future__ import annotations

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from tests.factories.desk import Desk
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
