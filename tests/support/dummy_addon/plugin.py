"""One contribution of each kind, and notes of what was done to the addon."""

from __future__ import annotations

from uuid import UUID

import click
from flask import Blueprint
from flask.views import MethodView

from dummy_addon import hookspecs
from oppsera_host.errors import AppError
from oppsera_host.hookspecs import hookimpl
from oppsera_host.hookspecs.contributions import (
    AssetBundle,
    BlueprintContribution,
    NavItem,
    Panel,
    Permission,
    Role,
    ScheduledJob,
    Subscriber,
)
from oppsera_host.web.access import public, require, signed_in
from oppsera_host.web.api import ApiBlueprint

api = ApiBlueprint("dummy_addon", __name__, url_prefix="/api/dummy")
pages = Blueprint("dummy_addon_pages", __name__, url_prefix="/dummy")
switched_on: list[UUID] = []
switched_off: list[UUID] = []
handled: list[tuple[UUID, int]] = []
ran: list[UUID] = []
refusing: set[UUID] = set()
failing: set[UUID] = set()
broken_for: UUID | None = None


@api.route("/greetings")
class Greetings(MethodView):
    @require("dummy_addon.greetings.read")
    @api.response(200)
    def get(self):
        return {"greeting": "Hello"}


@pages.get("/leaflet")
@public
def leaflet():
    return "Dummy"


@pages.get("/desk")
@signed_in
def desk():
    return "Dummy desk"


def do_rounds(tenant_id):
    ran.append(tenant_id)
    if tenant_id in failing:
        raise ValueError("the dummy stumbled")


def handle(connection, tenant_id, version, events):
    if tenant_id == broken_for:
        raise ValueError("the dummy chokes")
    handled.extend((tenant_id, event.seq) for event in events)


@hookimpl
def oppsera_add_hookspecs(plugin_manager):
    plugin_manager.add_hookspecs(hookspecs)


@hookimpl
def oppsera_addon_enabled(tenant, uow):
    if tenant in refusing:
        raise AppError("DUMMY_REFUSES", 409, "The dummy does not want to.")
    switched_on.append(uow.tenant_id)


@hookimpl
def oppsera_addon_disabled(tenant):
    switched_off.append(tenant)


@hookimpl
def oppsera_register_blueprints():
    return [BlueprintContribution(api, api=True), BlueprintContribution(pages, api=False)]


@hookimpl
def oppsera_register_permissions():
    return [Permission("dummy_addon.greetings.read", "Read greetings")]


@hookimpl
def oppsera_register_roles():
    return [Role("dummy_addon_reader", "Reader", frozenset({"dummy_addon.greetings.read"}))]


@hookimpl
def oppsera_register_nav_items():
    return [NavItem("dummy_addon", "Dummy", "/dummy/leaflet", "dummy_addon.greetings.read")]


@hookimpl
def oppsera_register_subscribers():
    return [Subscriber("dummy_addon.notes", 1, handle)]


@hookimpl
def oppsera_register_scheduled_jobs():
    return [ScheduledJob("dummy_addon.rounds", 60, do_rounds)]


@hookimpl
def oppsera_register_commands():
    return [click.Command("dummy", callback=lambda: click.echo("dummy"))]


@hookimpl
def oppsera_register_assets():
    return [AssetBundle("dummy_addon", stylesheets=("/dummy/dummy.css",))]


@hookimpl
def oppsera_register_panels():
    return [Panel("dummy_addon.box", "Box", url="/dummy/leaflet")]


@hookimpl
def dummy_greet(name):
    return f"Hello {name}"
