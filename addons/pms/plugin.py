"""Hook implementations of the PMS; each hands over what another module holds."""

from __future__ import annotations

from collections.abc import Sequence

import click
import pluggy

from addons.pms.cli import COMMANDS
from addons.pms.db import constraints, models
from addons.pms.defaults import (
    pms_authorize_payment,
    pms_cancellation_terms,
    pms_capture_payment,
    pms_find_guest,
    pms_map_folio_entry,
    pms_no_show_at,
    pms_quote_stay,
    pms_rank_rooms,
    pms_refund_payment,
    pms_resolve_guest,
)
from addons.pms.demo.hooks import oppsera_add_demo_data
from addons.pms.hookspecs import accounting, assignment, crm, notices, payments, policies, pricing, ui
from addons.pms.jobs.mark_no_shows import mark_no_shows
from addons.pms.jobs.night_audit import close_due_dates
from addons.pms.jobs.purge_idempotency_keys import purge_idempotency_keys
from addons.pms.jobs.release_holds import release_holds
from addons.pms.permissions import PERMISSIONS, ROLES
from addons.pms.projections import SUBSCRIBERS
from addons.pms.projections.notices import notice_subscribers
from addons.pms.web import error_status
from addons.pms.web.blueprint import routes
from addons.pms.web.pages.blueprint import NAV_ITEMS, pages
from oppsera_host.db.base import Base
from oppsera_host.hookspecs import hookimpl
from oppsera_host.hookspecs.contributions import (
    AssetBundle,
    BlueprintContribution,
    NavItem,
    Permission,
    Role,
    ScheduledJob,
    Subscriber,
)

__all__ = [
    "oppsera_add_demo_data",
    "pms_authorize_payment",
    "pms_cancellation_terms",
    "pms_capture_payment",
    "pms_find_guest",
    "pms_map_folio_entry",
    "pms_no_show_at",
    "pms_quote_stay",
    "pms_rank_rooms",
    "pms_refund_payment",
    "pms_resolve_guest",
]

HOOKSPECS = (accounting, assignment, crm, notices, payments, policies, pricing, ui)
_manager: list[pluggy.PluginManager] = []


@hookimpl
def oppsera_add_hookspecs(plugin_manager: pluggy.PluginManager) -> None:
    """What partners' addons may answer or hear of."""
    for module in HOOKSPECS:
        plugin_manager.add_hookspecs(module)
    _manager[:] = [plugin_manager]


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
def oppsera_register_assets() -> Sequence[AssetBundle]:
    """Forms and dialogs, on every page."""
    return [
        AssetBundle(
            "pms.components",
            stylesheets=("/pms/static/components.css",),
            modules=("/pms/static/components.js",),
        )
    ]


@hookimpl
def oppsera_register_subscribers() -> Sequence[Subscriber]:
    """The projections behind the board, and the notices of every addon that listens."""
    return [*SUBSCRIBERS, *notice_subscribers(_manager[0])]


@hookimpl
def oppsera_register_scheduled_jobs() -> Sequence[ScheduledJob]:
    """What happens in every hotel without anybody asking."""
    return [
        ScheduledJob("pms.release_holds", 30, release_holds, "Release holds"),
        ScheduledJob("pms.mark_no_shows", 60, mark_no_shows, "Mark no-shows"),
        ScheduledJob("pms.night_audit", 60, close_due_dates, "Night audit"),
        ScheduledJob("pms.purge_idempotency_keys", 3600, purge_idempotency_keys, "Forget old answers"),
    ]


@hookimpl
def oppsera_register_commands() -> Sequence[click.Command]:
    """`oppsera pms …`."""
    return COMMANDS
