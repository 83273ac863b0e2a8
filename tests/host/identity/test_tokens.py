"""API tokens: shown once, found cheaply, useless when forged, expired or revoked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from oppsera_host.clock import now
from oppsera_host.db.base import db
from oppsera_host.identity import tokens


@pytest.fixture
def admin(client):
    return client.as_role("host_admin")


def call(client, token, path="/api/host/me"):
    return client.get(path, headers={"Authorization": f"Bearer {token}"})


def make(admin, **values):
    answer = admin.post("/api/host/tokens", json={"name": "Channel", "role": "host_admin", **values})
    assert answer.status_code == 201
    return answer.json


def test_the_text_is_shown_once(admin, client, tenant):
    made = make(admin)

    assert made["token"].startswith(f"opp_{tenant.id.hex}_")
    assert len(made["token"]) == 4 + 32 + 1 + 43
    assert call(client, made["token"]).json["tenantId"] == str(tenant.id)
    listed = admin.get("/api/host/tokens")
    assert made["token"].encode() not in listed.data
    assert made["token"][37:].encode() not in listed.data


def test_the_secret_is_not_stored(admin, database):
    made = make(admin)

    with database.connect_as_admin() as connection:
        (row,) = connection.execute(
            "select t::text from host_api_tokens t where id = %s", (made["id"],)
        ).fetchall()
    assert made["token"][-43:] not in row[0]


def test_a_token_with_another_tenant_written_in_finds_nothing(client, token_for, tenant, other_tenant):
    mine = token_for("host_admin")
    forged = mine.replace(tenant.id.hex, other_tenant.id.hex)

    assert call(client, mine).status_code == 200
    assert call(client, forged).status_code == 401


@pytest.mark.parametrize(
    "text",
    ["", "opp_", "x", "opp_" + "0" * 32 + "_" + "a" * 43, "opp_" + "0" * 32 + "_" + "a" * 42,
     "opp_" + "G" * 32 + "_" + "a" * 43,
     "' or 1=1 --", "opp_" + "0" * 32 + "_" + "a" * 42 + "é", "a" * 100_000],
)  # fmt: skip
def test_nonsense_is_refused(client, text):
    answer = client.get("/api/host/me", headers={"Authorization": f"Bearer {text}"})

    assert (answer.status_code, answer.json["code"]) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("scheme", ["Basic", "bearer2", "", "Token"])
def test_only_the_bearer_scheme_counts(client, token_for, scheme):
    answer = client.get("/api/host/me", headers={"Authorization": f"{scheme} {token_for('host_admin')}"})

    assert answer.status_code == 401


def test_a_wrong_token_never_falls_back_to_the_session(signed_in):
    answer = signed_in.client.get("/api/host/me", headers={"Authorization": "Bearer wrong"})

    assert answer.status_code == 401


def test_a_revoked_token_is_refused_at_once_here(admin, client):
    made = make(admin)
    assert call(client, made["token"]).status_code == 200

    assert admin.delete(f"/api/host/tokens/{made['id']}").status_code == 204
    assert admin.delete(f"/api/host/tokens/{made['id']}").status_code == 204

    assert call(client, made["token"]).status_code == 401


def test_a_revocation_elsewhere_is_seen_within_two_seconds(admin, client, database, monkeypatch):
    made = make(admin)
    assert call(client, made["token"]).status_code == 200
    with database.connect_as_admin() as connection:
        connection.execute("update host_api_tokens set revoked_at = now() where id = %s", (made["id"],))
    later = tokens.time.monotonic() + tokens.REMEMBERED_SECONDS
    monkeypatch.setattr(tokens.time, "monotonic", lambda: later)

    assert tokens.REMEMBERED_SECONDS <= 2
    assert call(client, made["token"]).status_code == 401


def test_an_expired_token_is_refused_even_while_remembered(admin, client, clock):
    made = make(admin, expiresAt=(now() + timedelta(minutes=5)).isoformat())
    assert call(client, made["token"]).status_code == 200
    clock.advance(timedelta(minutes=5, seconds=1))

    assert call(client, made["token"]).status_code == 401


def test_a_busy_token_costs_one_look_up(client, token_for, query_counter):
    token = token_for("host_admin")
    with query_counter() as first:
        call(client, token)
    with query_counter() as further:
        for _ in range(5):
            call(client, token)

    assert 0 < len(first) <= 3
    assert len(further) == 0


def test_a_token_revoked_while_it_is_looked_up_is_not_remembered(admin, client, monkeypatch):
    made, fetch, revoked = make(admin), tokens.fetch_all, []

    def meanwhile(*asked):
        found = fetch(*asked)
        if not revoked and found[0][0] == made["id"]:
            revoked.append(tokens._forget(UUID(made["id"])))
        return found

    monkeypatch.setattr(tokens, "fetch_all", meanwhile)
    call(client, made["token"])
    assert revoked
    assert not any(str(held[1].id) == made["id"] for held in tokens._remembered.values())


def test_use_is_noted_once_a_minute_after_the_answer(admin, client, app):
    made = make(admin)
    for _ in range(3):
        call(client, made["token"]).close()

    listed = {each["id"]: each for each in admin.get("/api/host/tokens").json["items"]}
    assert listed[made["id"]]["lastUsedAt"] is not None
    with app.app_context():
        assert db.engine.pool.checkedout() == 0


def test_another_tenants_token_cannot_be_revoked(client, tenant, other_tenant):
    foreign = make(client.as_role("host_admin", other_tenant))

    assert client.as_role("host_admin").delete(f"/api/host/tokens/{foreign['id']}").status_code == 404
    assert call(client, foreign["token"]).status_code == 200


def test_lists_show_ones_own_tenant_only(client, tenant, other_tenant):
    foreign = make(client.as_role("host_admin", other_tenant), name="Foreign")

    listed = client.as_role("host_admin").get("/api/host/tokens")

    assert foreign["id"].encode() not in listed.data


def test_nobody_can_give_more_than_they_have(app, client, tenant, token_for):
    weaker = next((name for name in app.extensions["oppsera_addons"].roles if name != "host_admin"), None)
    if weaker is None:
        pytest.skip("no addon brings a second role")
    answer = client.as_role(weaker).post("/api/host/tokens", json={"name": "x", "role": "host_admin"})

    assert answer.status_code == 403
