"""The host's own routes."""

from __future__ import annotations

from flask import Flask

from oppsera_host.web import docs, probes
from oppsera_host.web.host_api import addons, events, jobs, session, tokens, users
from oppsera_host.web.pages import account, settings


def register_host_routes(app: Flask) -> None:
    """Add the host's API and pages to ``app``."""
    api = app.extensions["oppsera_api"]
    for part in (users, tokens, addons, jobs, session, events):
        api.register_blueprint(part.blueprint)
    for page in (probes, docs, account, settings):
        app.register_blueprint(page.blueprint)
