from __future__ import annotations

import pytest
from flask import request

from oppsera_host.app import create_app
from oppsera_host.errors import AppError
from oppsera_host.settings import Settings
from oppsera_host.testing.client import FreshClient
from oppsera_host.web import problems
from oppsera_host.web.access import public
from oppsera_host.web.bodies import BULK_LIMIT, body_limit
from tests.support.browsers import browser, make_user, new_browser, signed_in  # noqa: F401 - fixtures
from tests.support.process_state import process_put_back  # noqa: F401 - used by every test here


class RoomTakenError(Exception):
    """Stands for an addon's domain error."""


class NarrowerError(RoomTakenError):
    """A subclass of it."""


@pytest.fixture
def broken_app(environment):
    """A client of an application with routes that fail."""
    app = create_app(Settings.from_env(environment))

    def broken():
        raise ValueError("secret guest name")

    def measured():
        return {"size": len(request.get_data())}

    def registered():
        raise NarrowerError

    problems.register(
        RoomTakenError,
        lambda _error: AppError(
            "ROOM_ALREADY_BOOKED", 409, "Taken.", facts={"conflicts": [{"kind": "RESERVATION"}]}
        ),
    )
    app.add_url_rule("/api/bulk", "bulk", body_limit(BULK_LIMIT)(public(measured)), methods=["POST"])
    app.add_url_rule("/api/broken", "broken_api", public(broken))
    app.add_url_rule("/broken", "broken_page", public(broken))
    app.add_url_rule("/api/registered", "registered", public(registered))
    return FreshClient(app, app.response_class)
