"""The frame around every page: menu, tenant switcher, colours, and what scripts need to know."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request

from oppsera_host.addons.registry import registry_of
from oppsera_host.hookspecs.contributions import AssetBundle, NavItem
from oppsera_host.identity.authentication import Caller
from oppsera_host.identity.login import tenants_of
from oppsera_host.identity.models import Tenant
from oppsera_host.web.request_context import current_caller
from oppsera_host.web.security_headers import ABSENT

SETTINGS_ITEMS = (
    NavItem("host.users", "Users", "/settings/users", "host.users.read", order=910),
    NavItem("host.roles", "Roles", "/settings/roles", "host.roles.read", order=920),
    NavItem("host.addons", "Addons", "/settings/addons", "host.addons.read", order=930),
    NavItem("host.tokens", "API tokens", "/settings/tokens", "host.tokens.read", order=940),
    NavItem("host.jobs", "Scheduled jobs", "/settings/jobs", "host.jobs.read", order=950),
)


@dataclass(frozen=True, slots=True)
class Shell:
    """What the frame of one page shows.

    Attributes:
        user_name: who is signed in.
        csrf_token: for scripts that change things; empty for token callers, who need none.
        items: the menu entries this person may open.
        settings_items: those that are settings, of the addons and the host's own: ``settings`` is part of their path.
        tenants: where this person may switch to, the present one included.
        tenant: the present one.
        assets: stylesheets and scripts of the tenant's addons.
        active_path: path of the menu entry the page belongs to; of several that fit the longest.
    """

    user_name: str
    csrf_token: str
    items: tuple[NavItem, ...]
    settings_items: tuple[NavItem, ...]
    tenants: tuple[Tenant, ...]
    tenant: Tenant | None
    assets: tuple[AssetBundle, ...]
    active_path: str


def install(app: Flask) -> None:
    """Make ``shell()`` and ``asset(path)`` known to templates, and static addresses change with the file."""
    app.jinja_env.globals.update(shell=shell, asset=asset)
    app.url_default_functions.setdefault(None, []).append(_mark_static_address)


def shell() -> Shell:
    """Return the frame of the running request's page; made once per request."""
    if "shell" not in g:
        g.shell = _make(current_caller())
    made: Shell = g.shell
    return made


def menu_of(caller: Caller) -> tuple[NavItem, ...]:
    """Return every menu entry ``caller`` may open, the host's settings last."""
    actor = caller.actor
    items = (*registry_of().nav_items_for(actor.tenant_id), *SETTINGS_ITEMS)
    return tuple(item for item in items if actor.may(item.permission))


def asset(path: str) -> str:
    """Return the address of a static file of the host; needs no routing, so it serves refused hosts too."""
    return f"/static/{path}?v={_fingerprint(Path(current_app.static_folder or ''), path)}"


def _mark_static_address(endpoint: str, values: dict[str, Any]) -> None:
    """Let ``url_for("….static")`` name the file's present content too, so browsers may keep it for good."""
    name, _, last = endpoint.rpartition(".")
    blueprint = current_app.blueprints.get(name)
    if last == "static" and blueprint is not None and blueprint.static_folder and "filename" in values:
        values.setdefault("v", _fingerprint(Path(blueprint.static_folder), values["filename"]))


def _make(caller: Caller) -> Shell:
    session = caller.session
    menu = menu_of(caller)
    tenants = tuple(_tenants(caller))
    return Shell(
        user_name=session.user_name if session else caller.actor.name,
        csrf_token=session.csrf_token if session else "",
        items=tuple(item for item in menu if not _is_settings(item)),
        settings_items=tuple(item for item in menu if _is_settings(item)),
        tenants=tenants,
        tenant=next((tenant for tenant in tenants if tenant.id == caller.actor.tenant_id), None),
        assets=registry_of().assets_for(caller.actor.tenant_id),
        active_path=_active_path(menu, request.path),
    )


def _is_settings(item: NavItem) -> bool:
    return "settings" in item.path.split("/")


def _active_path(menu: tuple[NavItem, ...], path: str) -> str:
    fitting = [item.path for item in menu if path == item.path or path.startswith(f"{item.path}/")]
    return max(fitting, key=len, default="")


def _tenants(caller: Caller) -> list[Tenant]:
    return tenants_of(caller.session.user_id) if caller.session else []


def _fingerprint(folder: Path, path: str) -> str:
    """Built files may be absent, in tests for one; their address is then simply a 404."""
    try:
        return _digest(folder / path, (folder / path).stat().st_mtime_ns)
    except OSError:
        return ABSENT


@lru_cache(maxsize=256)
def _digest(file: Path, _modified: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
