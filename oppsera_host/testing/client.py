"""HTTP clients for tests, in process."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from oppsera_host.identity.models import Tenant


class FreshClient(FlaskClient):
    """A client whose every request starts with nothing in scope, as it does behind a server.

    Tests hold an application context of their own. Flask would let a request borrow it together with ``g``,
    so one request could see who was signed in during another.
    """

    token_for: Callable[..., str]
    """Makes a token: ``token_for(role, tenant)``; put here by the fixture."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send a request in a context of its own."""
        return Context().run(super().open, *arguments, **options)

    def as_role(self, role: str, tenant: Tenant | None = None) -> RoleClient:
        """Return a client that sends a token with ``role`` in ``tenant`` (default: the test's tenant)."""
        return RoleClient(self, self.token_for(role, tenant))


class RoleClient:
    """Sends requests with a bearer token.

    Args:
        client: what sends them.
        token: the token's text.
    """

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.token = token

    def get(self, path: str, **options: Any) -> TestResponse:
        """Send GET."""
        return self.send("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        """Send POST; ``json=`` is the body."""
        return self.send("POST", path, **options)

    def patch(self, path: str, **options: Any) -> TestResponse:
        """Send PATCH; ``json=`` is the body."""
        return self.send("PATCH", path, **options)

    def put(self, path: str, **options: Any) -> TestResponse:
        """Send PUT; ``json=`` is the body."""
        return self.send("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        """Send DELETE."""
        return self.send("DELETE", path, **options)

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        """Send any method; ``headers`` are added to the token's."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **options)
