"""Which of several properties a page is about, how one goes to another, and whose choice is kept."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask

from oppsera_host.identity.actor import Actor, system_actor
from tests.factories.hotel import Hotel, build_hotel

TODAY, BOARD = "/pms", "/pms/calendar"
CHOOSER = '<select class="form-select" id="property" name="propertyId">'
#: Pages that are not about one property, or about the one that their own address names.
OF_THE_TENANT = {
    "/pms/guests",
    "/pms/settings/properties",
}


@pytest.fixture
def younger(hotel: Hotel, actor: Actor) -> Hotel:
    """A second property, whose name sorts before that of the first."""
    del hotel
    return build_hotel(actor, code="CASA", name="Casa Nova")


def shown(page) -> str:
    """Return the name of the property that a page with a chooser is about."""
    assert page.status_code == 200, page.text[:300]
    chosen = re.search(r'<option value="[^"]+" selected>([^<]+)</option>', page.text.partition(CHOOSER)[2])
    assert chosen, "no chooser"
    return chosen[1]


def pages_of_one_property(app: Flask) -> list[str]:
    """Return the address of every page whose address names nothing."""
    rules = {
        rule.rule.replace('<any("arrivals", "departures", "in-house"):which>', "arrivals")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("pms_pages.")
    }
    return sorted(rule for rule in rules if "<" not in rule and rule not in OF_THE_TENANT)


def test_every_page_of_one_property_names_it_and_leads_to_the_others(client, app: Flask, younger: Hotel):
    browser = client.as_role("host_admin")
    pages = pages_of_one_property(app)
    assert {TODAY, BOARD, "/pms/arrivals", "/pms/housekeeping", "/pms/rooms", "/pms/reports"} < set(pages)
    for path in pages:
        page = browser.get(path)
        assert page.text.count(CHOOSER) == 1, path
        assert f'method="get" action="{path}"' in page.text.partition(CHOOSER)[0].rpartition("<form")[2], path
        assert shown(page) == "Test Lodge", path
        assert shown(browser.get(f"{path}?propertyId={younger.property_id}")) == "Casa Nova", path
        browser = client.as_role("host_admin")  # somebody who has not chosen yet


def test_one_property_is_named_and_nothing_is_offered_or_kept(client, app: Flask, hotel: Hotel):
    browser = client.as_role("host_admin")
    for path in pages_of_one_property(app):
        page = browser.get(f"{path}?propertyId={hotel.property_id}")
        assert "Test Lodge" in page.text, path
        assert CHOOSER not in page.text, path
        assert "Set-Cookie" not in page.headers, path


def test_the_oldest_property_opens_until_another_is_chosen_and_then_that_one(
    client, hotel: Hotel, younger: Hotel
):
    browser = client.as_role("pms_front_desk")
    assert shown(browser.get(TODAY)) == "Test Lodge"
    assert shown(browser.get(f"{BOARD}?propertyId={younger.property_id}")) == "Casa Nova"
    for path in (TODAY, BOARD, "/pms/arrivals", "/pms/rooms"):
        assert shown(browser.get(path)) == "Casa Nova", path
    assert shown(browser.get(f"{TODAY}?propertyId={hotel.property_id}")) == "Test Lodge"
    assert shown(browser.get(BOARD)) == "Test Lodge"


def test_a_choice_outlives_the_properties_that_come_after_it(client, actor: Actor, younger: Hotel):
    browser = client.as_role("pms_front_desk")
    browser.get(f"{TODAY}?propertyId={younger.property_id}")
    build_hotel(actor, code="AAA", name="Aardvark Inn")
    assert shown(browser.get(TODAY)) == "Casa Nova"
    assert shown(client.as_role("pms_front_desk").get(TODAY)) == "Test Lodge"


def test_a_choice_is_one_persons_and_kept_from_scripts(client, younger: Hotel):
    browser = client.as_role("pms_front_desk")
    kept = browser.get(f"{TODAY}?propertyId={younger.property_id}").headers["Set-Cookie"]
    for mark in ("HttpOnly", "SameSite=Lax", "Path=/pms"):
        assert mark in kept
    assert "Set-Cookie" not in browser.get(f"{BOARD}?propertyId={younger.property_id}").headers, (
        "it is kept already"
    )
    assert shown(client.as_role("pms_front_desk").get(TODAY)) == "Test Lodge", (
        "a colleague at the same browser"
    )


def test_what_a_page_asks_by_itself_is_no_choice(client, younger: Hotel):
    browser = client.as_role("pms_manager")
    polled = browser.get(f"/pms/night-audit?propertyId={younger.property_id}", headers={"HX-Request": "true"})
    assert polled.status_code == 200
    assert "Set-Cookie" not in polled.headers
    assert shown(browser.get(TODAY)) == "Test Lodge"


def test_a_kept_choice_that_is_no_property_here_falls_back_quietly(client, other_tenant, younger: Hotel):
    abroad = build_hotel(system_actor(other_tenant.id, "tests"), code="ABROAD", name="Elsewhere")
    browser = client.as_role("pms_front_desk")
    name, _, value = (
        browser.get(f"{TODAY}?propertyId={younger.property_id}")
        .headers["Set-Cookie"]
        .partition(";")[0]
        .partition("=")
    )
    assert value == str(younger.property_id)
    for odd in (str(abroad.property_id), str(uuid4()), "", "nonsense", "%00", '"><script>'):
        client.set_cookie(name, odd, path="/pms")
        assert shown(browser.get(TODAY)) == "Test Lodge", odd


def test_an_address_that_names_no_property_of_ours_is_not_found_and_no_choice(
    client, other_tenant, younger: Hotel
):
    abroad = build_hotel(system_actor(other_tenant.id, "tests"), code="ABROAD", name="Elsewhere")
    browser = client.as_role("pms_front_desk")
    browser.get(f"{TODAY}?propertyId={younger.property_id}")
    for odd in (abroad.property_id, uuid4(), "nonsense", ""):
        page = browser.get(f"{TODAY}?propertyId={odd}")
        assert page.status_code == 404, odd
        assert "Set-Cookie" not in page.headers, odd
    assert shown(browser.get(TODAY)) == "Casa Nova"


def test_going_to_another_property_keeps_the_dates_and_nothing_that_is_the_firsts(client, younger: Hotel):
    browser = client.as_role("pms_manager")
    form = (
        browser.get("/pms/reports?from=2027-03-01&to=2027-03-05&type=x")
        .text.partition(CHOOSER)[0]
        .rpartition("<form")[2]
    )
    assert '<input type="hidden" name="from" value="2027-03-01">' in form
    assert '<input type="hidden" name="to" value="2027-03-05">' in form
    assert 'name="type"' not in form
    assert 'name="propertyId"' not in form


def test_the_api_still_asks_which_of_several(client, younger: Hotel):
    browser = client.as_role("pms_manager")
    browser.get(f"{TODAY}?propertyId={younger.property_id}")
    assert browser.get("/api/pms/calendar/week?start=2027-03-15").status_code == 422
