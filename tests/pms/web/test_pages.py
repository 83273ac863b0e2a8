from __future__ import annotations

import pytest

from tests.factories.desk import Desk


@pytest.mark.parametrize("role", ["pms_manager", "pms_front_desk"])
def test_every_screen_opens(client, desk: Desk, role: str):
    stay = desk.book("2027-03-15", "2027-03-18", "101")
    guest = stay["guest"]["id"]
    browser = client.as_role(role)
    for path, words in {
        "/pms": "Test Lodge",
        "/pms/arrivals": "Ada Probe",
        "/pms/reports": "On the books",
        "/pms/calendar": 'id="calendar"',
        "/pms/guests?q=probe": "Probe, Ada",
        f"/pms/guests/{guest}": "2027-03-15",
        "/pms/settings/properties": "Test Lodge",
        f"/pms/settings/properties/{desk.hotel.property_id}": "€100.00",
    }.items():
        page = browser.get(path)
        assert page.status_code == 200, (path, page.text[:300])
        assert words in page.text, path


def test_an_empty_tenant_is_told_what_to_do_next(client, other_tenant):
    page = client.as_role("pms_manager", other_tenant).get("/pms/calendar")
    assert "There is no property yet" in page.text


def test_another_tenants_property_is_not_found(client, desk: Desk, other_tenant):
    stranger = client.as_role("pms_manager", other_tenant)
    assert stranger.get(f"/pms/calendar?propertyId={desk.hotel.property_id}").status_code == 404
    assert stranger.get(f"/pms/settings/properties/{desk.hotel.property_id}").status_code == 404
