"""The pages: what they show to whom, and that they work without any addon's help."""

from __future__ import annotations

import gzip
import os
import re

import pytest
from flask import Blueprint, Flask, url_for

from oppsera_host.web import shell

PAGES = {
    "/settings/users": "Users",
    "/settings/roles": "Roles",
    "/settings/addons": "Addons",
    "/settings/tokens": "API tokens",
}


def test_everybody_has_an_account_page(browser, make_user):
    browser.sign_in(make_user("pms_read_only"))

    page = browser.client.get("/settings/account")

    assert page.status_code == 200
    assert b'action="/api/host/me/password"' in page.data
    assert b'href="/settings/users"' not in page.data


@pytest.mark.parametrize(
    "path", ["/settings/users", "/settings/roles", "/settings/addons", "/settings/tokens"]
)
def test_a_page_beyond_ones_role_is_a_page_that_says_so(browser, make_user, path):
    browser.sign_in(make_user("pms_read_only"))

    page = browser.client.get(path)

    assert page.status_code == 403
    assert b"You may not open this page" in page.data


@pytest.mark.parametrize("path", PAGES)
def test_settings_pages_open(signed_in, path):
    page = signed_in.client.get(path)

    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert f"<h1>{PAGES[path]}</h1>" in text
    assert f'content="{signed_in.csrf_token}"' in text
    assert 'href="#content"' in text
    assert 'aria-current="page"' in text
    assert 'style="' not in text


def test_the_menu_offers_what_the_person_may_open(signed_in):
    text = signed_in.client.get("/settings/users").get_data(as_text=True)

    for path in PAGES:
        assert f'href="{path}"' in text


def test_names_cannot_carry_markup(signed_in, make_user, tenant):
    answer = signed_in.send(
        "POST",
        "/api/host/users",
        json={
            "email": "x@example.com",
            "name": "<script>alert(1)</script>",
            "role": "host_admin",
            "password": "a rather long one",
        },
    )
    text = signed_in.client.get("/settings/users").get_data(as_text=True)

    assert answer.status_code in {201, 409}
    assert "<script>alert(1)" not in text


def test_forms_name_the_api(signed_in):
    users = signed_in.client.get("/settings/users").get_data(as_text=True)
    tokens = signed_in.client.get("/settings/tokens").get_data(as_text=True)

    assert '<oppsera-form action="/api/host/users" method="POST" success="reload">' in users
    assert '<oppsera-form action="/api/host/tokens" method="POST"' in tokens


@pytest.mark.parametrize("path", ["/settings/users", "/settings/tokens"])
def test_nobody_becomes_an_administrator_by_leaving_the_choice_alone(signed_in, path):
    text = signed_in.client.get(path).get_data(as_text=True)
    given = re.search(r'<select [^>]*name="role" required>\s*<option value="([^"]*)"', text)

    assert given is not None
    assert given[1] == ""


def test_the_tenant_switcher_appears_with_a_second_tenant(browser, make_user, tenant, other_tenant):
    email = make_user("host_admin", tenant)
    browser.sign_in(email)
    assert b"data-tenant-switch" not in browser.client.get("/settings/users").data

    make_user("host_admin", other_tenant, email)

    assert b"data-tenant-switch" in browser.client.get("/settings/users").data


def test_static_files_are_served(client):
    for path in ("oppsera.css", "shell.js", "theme.js", "early.js", "icon.svg"):
        assert client.get(f"/static/{path}").status_code == 200
    assert client.get("/static/../app.py").status_code == 404


def test_files_named_with_their_mark_are_kept(client):
    page = client.get("/login").get_data(as_text=True)
    address = re.search(r"/static/oppsera\.css\?v=[0-9a-f]{12}", page).group()

    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert "immutable" not in client.get("/static/oppsera.css").headers["Cache-Control"]


def test_files_are_compressed_once(client):
    plain = client.get("/static/oppsera.css")
    packed = client.get("/static/oppsera.css", headers={"Accept-Encoding": "gzip"})
    again = client.get(
        "/static/oppsera.css", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    )

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert again.status_code == 304


def test_an_addons_files_are_marked_too(app, tmp_path):
    (tmp_path / "style.css").write_text("a {}")
    own = Flask("own")
    shell.install(own)
    own.register_blueprint(
        Blueprint("some", "some", url_prefix="/some", static_folder=str(tmp_path), static_url_path="/static")
    )
    with own.test_request_context():
        first = url_for("some.static", filename="style.css")
        (tmp_path / "style.css").write_text("b { color: red }")
        os.utime(tmp_path / "style.css", ns=(1, 1))
        second = url_for("some.static", filename="style.css")
        missing = url_for("some.static", filename="other.css")

    assert re.fullmatch(r"/some/static/style\.css\?v=[0-9a-f]{12}", first)
    assert second != first
    assert missing.endswith("?v=absent")
