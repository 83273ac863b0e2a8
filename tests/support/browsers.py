"""Browsers of people who sign in, and the people; conftest modules import the fixtures."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

import pytest

from oppsera_host.addons.registry import registry_of
from oppsera_host.db import unit_of_work
from oppsera_host.identity import users
from oppsera_host.identity.actor import system_actor
from oppsera_host.testing.client import FreshClient

PASSWORD = "correct horse battery"


@dataclass
class Browser:
    """A browser at our pages: keeps cookies, sends what browsers send by themselves."""

    client: FreshClient
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    def sign_in(self, email: str, password: str = PASSWORD, **options: Any) -> Any:
        form = {"email": email, "password": password, "next": options.pop("next", "")}
        return self.client.post("/login", data=form, headers=self.headers, **options)

    @property
    def csrf_token(self) -> str:
        token: str = self.client.get("/api/host/me").json["csrfToken"]
        return token

    def send(self, method: str, path: str, **options: Any) -> Any:
        headers = {**self.headers, "X-CSRF-Token": self.csrf_token, **options.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **options)

    @property
    def cookie(self) -> str:
        held = self.client.get_cookie("oppsera_session")
        assert held is not None
        return held.value


@pytest.fixture
def make_user(app, tenant):
    """``make_user(role, tenant)`` adds a person and returns the e-mail address."""

    def make(role="host_admin", wanted=None, email=None):
        email = email or f"{secrets.token_hex(6)}@example.com"
        actor = system_actor((wanted or tenant).id, "test")
        roles = registry_of(app).roles
        unit_of_work.run(
            lambda uow: users.add_member(
                uow, email=email, name="Ada", role=role, password=PASSWORD, roles=roles
            ),
            actor=actor,
        )
        return email

    return make


@pytest.fixture
def new_browser(app):
    """``new_browser()`` opens another browser."""
    return lambda: Browser(FreshClient(app, app.response_class))


@pytest.fixture
def browser(new_browser):
    return new_browser()


@pytest.fixture
def signed_in(browser, make_user):
    """A browser of an administrator."""
    assert browser.sign_in(make_user()).status_code == 303
    return browser
