"""People: added, given roles, removed; never beyond one's own rights or tenant."""

from __future__ import annotations

import uuid

import pytest

from oppsera_host.db import unit_of_work
from oppsera_host.errors import AppError
from oppsera_host.identity import tokens, users
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.roles import check_grantable

NEW = {"email": "new@example.com", "name": "New", "role": "host_admin", "password": "a rather long one"}


@pytest.fixture
def admin(client):
    return client.as_role("host_admin")


def fresh(**values):
    return {**NEW, "email": f"{uuid.uuid4().hex}@example.com", **values}


def test_a_person_is_added_and_can_sign_in(admin, browser):
    person = fresh()

    answer = admin.post("/api/host/users", json=person)

    assert answer.status_code == 201
    assert set(answer.json) == {"id", "email", "name", "active", "roles"}
    assert browser.sign_in(person["email"], person["password"]).status_code == 303


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "no-at-sign"}, "email"),
        ({"email": "a b@example.com"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": "a" * 250 + "@example.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "aaaaaaaaaaaaaaaa"}, "password"),
        ({"password": "x" * 257}, "password"),
        ({"role": "emperor"}, "role"),
        ({"name": "x" * 201}, "name"),
        ({"passwordHash": "x"}, "passwordHash"),
        ({"active": False}, "active"),
        ({"id": str(uuid.uuid4())}, "id"),
    ],
)
def test_bad_people_are_refused_by_field(admin, values, field):
    answer = admin.post("/api/host/users", json=fresh(**values))

    assert answer.status_code == 422
    assert field in answer.json["fields"]


def test_a_password_with_the_name_in_it_is_refused(admin):
    answer = admin.post(
        "/api/host/users", json=fresh(email="johanna@example.com", password="my-johanna-password")
    )

    assert "password" in answer.json["fields"]


def test_the_same_role_twice_is_a_conflict(admin):
    person = fresh()
    admin.post("/api/host/users", json=person)

    answer = admin.post("/api/host/users", json=person)

    assert (answer.status_code, answer.json["code"]) == (409, "ALREADY_MEMBER")


def test_another_tenant_cannot_take_an_account_over(client, tenant, other_tenant, browser, new_browser):
    person = fresh()
    client.as_role("host_admin").post("/api/host/users", json=person)
    client.as_role("host_admin", other_tenant).post(
        "/api/host/users", json={**person, "password": "the attackers password"}
    )

    assert browser.sign_in(person["email"], "the attackers password").status_code == 401
    assert new_browser().sign_in(person["email"], person["password"]).status_code == 303


def test_another_tenants_people_are_unknown(client, tenant, other_tenant):
    person = client.as_role("host_admin", other_tenant).post("/api/host/users", json=fresh()).json
    admin = client.as_role("host_admin")

    assert person["id"].encode() not in admin.get("/api/host/users").data
    assert admin.delete(f"/api/host/users/{person['id']}").status_code == 404
    assert admin.patch(f"/api/host/users/{person['id']}", json={"role": "host_admin"}).status_code == 404


def test_nobody_changes_their_own_role(signed_in):
    own = signed_in.client.get("/api/host/me").json["id"]

    assert signed_in.send("DELETE", f"/api/host/users/{own}").status_code == 403
    assert signed_in.send("PATCH", f"/api/host/users/{own}", json={"role": "host_admin"}).status_code == 403


def test_a_role_above_ones_own_cannot_be_given(app, tenant):
    roles = app.extensions["oppsera_addons"].roles
    clerk = Actor(
        tenant.id,
        "user",
        uuid.uuid4(),
        "clerk",
        permissions=frozenset({"host.users.write", "host.tokens.write"}),
    )

    with pytest.raises(AppError) as refusal:
        check_grantable(clerk, "host_admin", roles)
    assert refusal.value.code == "FORBIDDEN"
    for work in (
        lambda uow: users.add_member(uow, **fresh(), roles=roles),
        lambda uow: tokens.create(uow, "x", "host_admin", roles),
    ):
        with pytest.raises(AppError) as refusal:
            unit_of_work.run(work, actor=clerk)
        assert refusal.value.code == "FORBIDDEN"


def test_every_change_is_in_the_event_feed_without_the_address(admin):
    person = fresh()
    member = admin.post("/api/host/users", json=person).json
    admin.delete(f"/api/host/users/{member['id']}")

    feed = admin.get("/api/events?after=0&limit=200")

    types = [event["type"] for event in feed.json["items"]]
    assert "host.user.role_given.v1" in types
    assert "host.user.role_taken.v1" in types
    assert person["email"].encode() not in feed.data
    assert [event["seq"] for event in feed.json["items"]] == list(range(1, len(types) + 1))
    assert feed.json["nextCursor"] == str(len(types))


def test_roles_are_listed(admin):
    roles = {role["name"]: role for role in admin.get("/api/host/roles").json["items"]}

    assert "host.users.write" in roles["host_admin"]["permissions"]
