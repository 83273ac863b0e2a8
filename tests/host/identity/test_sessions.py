"""Signing in and out: cookies, rotation, limits, and what a stolen id is worth."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import timedelta

import pytest
from sqlalchemy import text

from oppsera_host.app import create_app
from oppsera_host.db.base import db
from oppsera_host.settings import Settings
from oppsera_host.testing.client import FreshClient


def cookie_header(answer):
    (header,) = answer.headers.getlist("Set-Cookie")
    return {
        part.strip().partition("=")[0].lower(): part.strip().partition("=")[2] for part in header.split(";")
    }


def test_the_cookie_is_for_this_site_and_no_script(browser, make_user):
    cookie = cookie_header(browser.sign_in(make_user()))

    assert len(cookie["oppsera_session"]) == 43
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert "httponly" in cookie
    assert "domain" not in cookie


def test_in_production_it_is_pinned_to_the_host(environment, make_user):
    key = secrets.token_urlsafe(48)
    settings = dataclasses.replace(Settings.from_env(environment), app_env="production", secret_key=key)
    app = create_app(settings)
    client = FreshClient(app, app.response_class)

    answer = client.post(
        "/login",
        data={"email": make_user(), "password": "correct horse battery"},
        base_url="https://localhost",
    )

    assert answer.headers["Set-Cookie"].startswith("__Host-oppsera_session=")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_only_the_hash_is_stored(signed_in):
    with db.engine.begin() as connection:
        stored = connection.execute(text("select id_hash from host_sessions")).scalars().all()

    assert all(signed_in.cookie.encode() not in bytes(each) for each in stored)


def test_signing_in_always_makes_a_new_id(browser, make_user):
    email = make_user()
    browser.client.set_cookie("oppsera_session", "planted" + "x" * 36)
    browser.sign_in(email)
    first = browser.cookie
    browser.sign_in(email)

    assert len({first, browser.cookie, "planted" + "x" * 36}) == 3


def test_a_stolen_id_is_worth_nothing_after_signing_out(signed_in, new_browser):
    thief = new_browser()
    thief.client.set_cookie("oppsera_session", signed_in.cookie)
    assert thief.client.get("/api/host/me").status_code == 200

    assert signed_in.send("POST", "/logout").json == {"next": "/login"}

    assert thief.client.get("/api/host/me").status_code == 401
    assert signed_in.client.get("/api/host/me").status_code == 401


@pytest.mark.parametrize(
    ("idle", "status"), [(timedelta(hours=2, minutes=59), 200), (timedelta(hours=3, seconds=1), 401)]
)
def test_an_idle_session_ends_after_three_hours(signed_in, clock, idle, status):
    clock.advance(idle)

    assert signed_in.client.get("/api/host/me").status_code == status


def test_a_busy_session_ends_after_twelve_hours(signed_in, clock):
    for _ in range(5):
        clock.advance(timedelta(hours=2, minutes=20))
        assert signed_in.client.get("/api/host/me").status_code == 200
    clock.advance(timedelta(minutes=21))

    assert signed_in.client.get("/api/host/me").status_code == 401


def test_removing_the_person_ends_the_session(signed_in, new_browser, make_user):
    email = make_user("host_admin")
    other = new_browser()
    other.sign_in(email)
    member = next(
        each for each in signed_in.client.get("/api/host/users").json["items"] if each["email"] == email
    )

    assert signed_in.send("DELETE", f"/api/host/users/{member['id']}").status_code == 204

    assert other.client.get("/api/host/me").status_code == 401


def test_changing_the_password_ends_the_other_sessions(make_user, new_browser):
    email = make_user()
    here, there = new_browser(), new_browser()
    here.sign_in(email)
    there.sign_in(email)

    wrong = here.send(
        "POST", "/api/host/me/password", json={"currentPassword": "x", "password": "a quite long one"}
    )
    right = here.send(
        "POST",
        "/api/host/me/password",
        json={"currentPassword": "correct horse battery", "password": "a quite long one"},
    )

    assert (wrong.status_code, right.status_code) == (422, 204)
    assert here.client.get("/api/host/me").status_code == 200
    assert there.client.get("/api/host/me").status_code == 401
    assert there.sign_in(email).status_code == 401
    assert there.sign_in(email, "a quite long one").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/settings/users", "/settings/users"),
        ("/pms/calendar?start=2027-01-01", "/pms/calendar?start=2027-01-01"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_to_another_site(browser, make_user, wanted, led_to):
    answer = browser.sign_in(make_user(), next=wanted)

    assert answer.headers["Location"] == led_to


def test_a_page_leads_to_the_login_and_back(client):
    answer = client.get("/settings/users?x=1")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login?next=%2Fsettings%2Fusers%3Fx%3D1"


def test_a_programme_may_sign_in_with_json(browser, make_user):
    answer = browser.client.post("/login", json={"email": make_user(), "password": "correct horse battery"})

    assert (answer.status_code, answer.json) == (200, {"next": "/"})
    assert browser.client.get("/api/host/me").status_code == 200


def test_the_start_page_leads_to_the_menu(signed_in, client):
    assert client.get("/").headers["Location"] == "/login"
    assert signed_in.client.get("/").headers["Location"].startswith("/")
    assert signed_in.client.get("/login").status_code == 303


def test_tenants_can_be_switched_among_ones_own(browser, make_user, tenant, other_tenant):
    email = make_user("host_admin", tenant)
    make_user("host_admin", other_tenant, email)
    browser.sign_in(email)
    first = browser.client.get("/api/host/me").json["tenantId"]
    second = next(str(each.id) for each in (tenant, other_tenant) if str(each.id) != first)

    answer = browser.send("POST", "/session/tenant", json={"tenantId": second})

    assert answer.json == {"next": "/"}
    assert browser.client.get("/api/host/me").json["tenantId"] == second


def test_but_not_to_another_ones(signed_in, other_tenant):
    answer = signed_in.send("POST", "/session/tenant", json={"tenantId": str(other_tenant.id)})

    assert answer.status_code == 404
    assert signed_in.client.get("/api/host/me").json["tenantId"] != str(other_tenant.id)


def test_a_session_costs_two_statements_in_one_transaction(signed_in, query_counter):
    signed_in.client.get("/api/host/me")
    with query_counter() as statements:
        assert signed_in.client.get("/api/host/me").status_code == 200

    assert len(statements) == 2
