"""What an addon may bring: hooks asked once at start, and the value types of their answers."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import click
import flask
from marshmallow import Schema

from oppsera_host.db.base import Base
from oppsera_host.hookspecs.markers import hookspec
from oppsera_host.outbox.subscribers import Handle


@dataclass(frozen=True, slots=True)
class BlueprintContribution:
    """A blueprint with its URL prefix set.

    Attributes:
        blueprint: a flask-smorest ``Blueprint`` when ``api``, else a plain Flask one.
        api: True for JSON routes, which then stand in the OpenAPI document; False for pages and files.
    """

    blueprint: flask.Blueprint
    api: bool


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a role may allow, e.g. ``Permission("pms.reservations.move", "Move reservations")``."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions that can be given to users and tokens."""

    name: str
    title: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main menu, shown to those who hold ``permission``; lower ``order`` comes first."""

    id: str
    label: str
    path: str
    permission: str
    icon: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class SettingsSchema:
    """A section of the tenant's settings screen; ``schema`` gives its fields and defaults."""

    id: str
    title: str
    schema: type[Schema]
    permission: str


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader of the tenant's outbox with a cursor of its own.

    Attributes:
        name: unique; begins with the addon's name, e.g. ``pms.calendar_segments``.
        version: raise it to rebuild from the first event.
        handle: ``handle(connection, tenant_id, version, events)``; runs in the cursor's transaction and must
            be safe to repeat, since a batch may come again after a crash.
        event_types: wire types it wants; None = all.
        payload_members: members of the payloads it reads, each None where an event has none; None = all. Worth
            naming for a reader of few that must be quick on a backlog.
    """

    name: str
    version: int
    handle: Handle
    event_types: frozenset[str] | None = None
    payload_members: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """Work done over and over in every tenant that has the addon on.

    Attributes:
        name: unique; begins with the addon's name, e.g. ``pms.release_holds``.
        every_seconds: pause between the end of one round and the start of the next.
        function: called once per tenant and round as ``function(tenant_id)``, with that tenant in scope;
            must be safe to repeat, since a worker may die half-way.
        title: what the jobs screen calls it; without one its name.
    """

    name: str
    every_seconds: int
    function: Callable[[UUID], None]
    title: str = ""


@dataclass(frozen=True, slots=True)
class AssetBundle:
    """Built files that the shell loads on pages of the addon: URL paths of stylesheets and ES modules."""

    id: str
    stylesheets: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A box on the host's start page or settings: an HTML fragment at ``url``, or a custom element.

    Attributes:
        id: unique; begins with the addon's name.
        title: heading of the box.
        order: lower comes first.
        permission: who sees it.
        url: path of the fragment; empty when ``element`` is given.
        element: name of a custom element; empty when ``url`` is given.
        module: URL path of the ES module that defines ``element``.
    """

    id: str
    title: str
    order: int = 100
    permission: str = ""
    url: str = ""
    element: str = ""
    module: str = ""


@hookspec
def oppsera_register_blueprints() -> Sequence[BlueprintContribution]:
    """Bring routes: JSON endpoints and pages.

    Every request to them answers 404 for a tenant that has the addon switched off.

    Returns:
        Blueprints, each with a name that begins with the addon's name.
    """


@hookspec
def oppsera_register_models() -> Sequence[type[Base]]:
    """Bring database tables.

    Returns:
        Model classes; each table name begins with one of the manifest's ``table_prefixes``.
    """


@hookspec
def oppsera_register_permissions() -> Sequence[Permission]:
    """Bring permissions that routes may require and roles may hold.

    Returns:
        Exactly the permissions listed in the manifest, each named ``<addon>.<area>.<action>``.
    """


@hookspec
def oppsera_register_roles() -> Sequence[Role]:
    """Bring roles. ``host_admin`` exists already and holds every permission.

    Returns:
        Roles whose names begin with the addon's name; their permissions must exist in this addon, the host or
        an addon it depends on.
    """


@hookspec
def oppsera_register_nav_items() -> Sequence[NavItem]:
    """Bring entries of the main menu.

    Returns:
        Menu entries, shown to those who hold the entry's permission where the addon is on. One with ``settings`` in
        its path, as ``/hotel/settings/rooms``, stands under Settings.
    """


@hookspec
def oppsera_register_settings_schema() -> Sequence[SettingsSchema]:
    """Bring sections of the tenant's settings.

    Returns:
        Sections with a marshmallow schema each.
    """


@hookspec
def oppsera_register_subscribers() -> Sequence[Subscriber]:
    """Bring readers of the event outbox: projections, notices, synchronisation with partners.

    Returns:
        Subscribers; one that fails delays no other.
    """


@hookspec
def oppsera_register_scheduled_jobs() -> Sequence[ScheduledJob]:
    """Bring work to be done over and over.

    Returns:
        Jobs; however many workers run, each round is done by one of them.
    """


@hookspec
def oppsera_register_commands() -> Sequence[click.Command]:
    """Bring commands of the ``oppsera`` program.

    Returns:
        Click commands or groups; they appear as ``oppsera <name>``.
    """


@hookspec
def oppsera_register_assets() -> Sequence[AssetBundle]:
    """Bring stylesheets and scripts.

    Returns:
        Bundles of URL paths served by the addon's own blueprint.
    """


@hookspec
def oppsera_register_panels() -> Sequence[Panel]:
    """Bring boxes of the host's screens.

    Returns:
        Panels, shown where the addon is on.
    """
