"""Hook implementations of the PMS; each hands over what another module holds."""

from __future__ import annotations

from collections.abc import Sequence

import click

from addons.pms.cli import COMMANDS
from addons.pms.db import constraints, models
from addons.pms.permissions import PERMISSIONS, ROLES
from addons.pms.projections import SUBSCRIBERS
from addons.pms.web import error_status
from addons.pms.web.blueprint import routes
from addons.pms.web.pages.blueprint import NAV_ITEMS, pages
from oppsera_host.db.base import Base
from oppsera_host.hookspecs import hookimpl
from oppsera_host.hookspecs.contributions import BlueprintContribution, NavItem, Permission, Role, Subscriber


@hookimpl
def oppsera_register_blueprints() -> Sequence[BlueprintContribution]:
    """The JSON API and the screens."""
    constraints.install()
    error_status.install()
    return [BlueprintContribution(routes(), api=True), BlueprintContribution(pages(), api=False)]


@hookimpl
def oppsera_register_models() -> Sequence[type[Base]]:
    """Every table of the addon."""
    return [getattr(models, name) for name in models.__all__]


@hookimpl
def oppsera_register_permissions() -> Sequence[Permission]:
    """What a role may allow in the hotel."""
    return PERMISSIONS


@hookimpl
def oppsera_register_roles() -> Sequence[Role]:
    """The roles a hotel starts with."""
    return ROLES


@hookimpl
def oppsera_register_nav_items() -> Sequence[NavItem]:
    """Entries of the main menu."""
    return NAV_ITEMS


@hookimpl
def oppsera_register_subscribers() -> Sequence[Subscriber]:
    """The projections behind the board."""
    return SUBSCRIBERS


@hookimpl
def oppsera_register_commands() -> Sequence[click.Command]:
    """`oppsera pms …`."""
    return COMMANDS


