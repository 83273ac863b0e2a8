"""The running application's addons: what they bring, and for whom they are switched on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

import click
import pluggy
from flask import Flask, current_app

from oppsera_host.addons.collection import Collected, Owned
from oppsera_host.addons.discovery import InstalledAddon
from oppsera_host.addons.registration import HOST, hook_of
from oppsera_host.db.base import Base
from oppsera_host.db.fast_read import fetch_all, tenant_select
from oppsera_host.hookspecs.contributions import (
    AssetBundle,
    NavItem,
    Panel,
    Permission,
    Role,
    ScheduledJob,
    SettingsSchema,
    Subscriber,
)
from oppsera_host.tenancy.scope import tenant_scope

EXTENSION = "oppsera_addons"
ADMIN_ROLE = "host_admin"
REMEMBERED_SECONDS = 2.0
UNTIL_DONE_SECONDS = 10.0
"""How much longer what a request or job learned at its beginning counts for the hooks it calls."""
T = TypeVar("T")
_ENABLED = tenant_select("select addon from host_tenant_addons where tenant_id = %(tenant)s::uuid")


class AddonRegistry:
    """Everything the installed addons bring, and the per-tenant gates in front of it.

    Attributes:
        addons: the installed addons in start order.
        manager: the plugin manager, for calls that concern no tenant.
        settings: addon → its environment settings, defaults filled in.
        permissions, nav_items, settings_schemas, subscribers, scheduled_jobs, commands, assets, panels,
            models: contributions of all installed addons and the host, in start order (menu and panels by
            ``order``).
        roles: role name → role; ``host_admin`` holds every permission.
    """

    def __init__(
        self,
        addons: tuple[InstalledAddon, ...],
        manager: pluggy.PluginManager,
        collected: Collected,
        settings: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.addons = addons
        self.manager = manager
        self.collected = collected
        self.settings = settings
        self.permissions: tuple[Permission, ...] = _items(collected.permissions)
        self.nav_items: tuple[NavItem, ...] = tuple(
            sorted(_items(collected.nav_items), key=lambda i: i.order)
        )
        self.settings_schemas: tuple[SettingsSchema, ...] = _items(collected.settings_schemas)
        self.subscribers: tuple[Subscriber, ...] = _items(collected.subscribers)
        self.scheduled_jobs: tuple[ScheduledJob, ...] = _items(collected.scheduled_jobs)
        self.commands: tuple[click.Command, ...] = _items(collected.commands)
        self.assets: tuple[AssetBundle, ...] = _items(collected.assets)
        self.panels: tuple[Panel, ...] = tuple(sorted(_items(collected.panels), key=lambda i: i.order))
        self.models: tuple[type[Base], ...] = _items(collected.models)
        self.roles: Mapping[str, Role] = MappingProxyType(
            {role.name: role for role in (self._admin_role(), *_items(collected.roles))}
        )
        self._owner_of_subscriber = {owned.item.name: owned.addon for owned in collected.subscribers}
        self._owner_of_job = {owned.item.name: owned.addon for owned in collected.scheduled_jobs}
        self._enabled: dict[UUID, tuple[float, frozenset[str]]] = {}
        self._looking = threading.Lock()
        self._switches = 0
        self._callers: dict[tuple[str, frozenset[str]], pluggy.HookCaller] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the installed addons, in start order."""
        return tuple(addon.name for addon in self.addons)

    @property
    def queues(self) -> tuple[str, ...]:
        """Names of the RQ queues the installed addons use besides the host's."""
        return tuple(name for addon in self.addons for name in addon.manifest.queues)

    def addon(self, name: str) -> InstalledAddon | None:
        """Return the installed addon called ``name``, or None."""
        return next((addon for addon in self.addons if addon.name == name), None)

    def permissions_of(self, role: str) -> frozenset[str]:
        """Return the permissions ``role`` holds; none for a role whose addon is gone."""
        held = self.roles.get(role)
        return held.permissions if held else frozenset()

    def enabled_for(self, tenant_id: UUID) -> frozenset[str]:
        """Return the names of the addons switched on for the tenant.

        Remembered for two seconds per process, so another process's switch is seen at most that much later; twice
        that while somebody else looks, because a caller may stand in a transaction: were all of a pool's users to
        ask for a second connection at once, none would get it.
        """
        held = self._enabled.get(tenant_id)
        late = time.monotonic() - held[0] if held else REMEMBERED_SECONDS
        if held is not None and late < 0:
            return held[1]
        looking = self._looking.acquire(blocking=False)
        if held is not None and not looking and late < REMEMBERED_SECONDS:
            return held[1]
        try:
            return self._look_up(tenant_id)
        finally:
            if looking:
                self._looking.release()

    def _look_up(self, tenant_id: UUID) -> frozenset[str]:
        learn = self.learner()
        with tenant_scope(tenant_id):
            return learn(tenant_id, [name for (name,) in fetch_all(_ENABLED, {})])

    def learner(self) -> Callable[[UUID, Iterable[str]], frozenset[str]]:
        """Return what takes in the names of a tenant's addons that are read from now on, and returns those installed.

        What was read before a switch that is over by now is not remembered.
        """
        switches = self._switches

        def learn(tenant_id: UUID, names: Iterable[str]) -> frozenset[str]:
            enabled = frozenset(names).intersection(self.names)
            if switches == self._switches:
                self._enabled[tenant_id] = (time.monotonic() + REMEMBERED_SECONDS, enabled)
            return enabled

        return learn

    def _enabled_for_running(self, tenant_id: UUID) -> frozenset[str]:
        """Return what the running request or job was let in with.

        Hooks are called in the middle of transactions. A second connection there, while others wait for a lock of
        ours with the rest of the pool in their hands, would come only when they give up.
        """
        held = self._enabled.get(tenant_id)
        if held is not None and held[0] + UNTIL_DONE_SECONDS > time.monotonic():
            return held[1]
        return self.enabled_for(tenant_id)

    def is_enabled(self, addon: str, tenant_id: UUID) -> bool:
        """Tell whether ``addon`` is on for the tenant; the host always is."""
        return addon == HOST or addon in self.enabled_for(tenant_id)

    def forget(self, tenant_id: UUID) -> None:
        """Drop what is remembered about the tenant, after a switch in this process."""
        self._switches += 1
        self._enabled.pop(tenant_id, None)

    def is_subscriber_enabled(self, subscriber: str, tenant_id: UUID) -> bool:
        """Tell whether the addon that brought ``subscriber`` is on for the tenant."""
        owner = self._owner_of_subscriber.get(subscriber)
        return owner is not None and self.is_enabled(owner, tenant_id)

    def owner_of_job(self, job: str) -> str:
        """Return the name of the addon that brought the scheduled ``job``.

        Raises:
            KeyError: no installed addon did.
        """
        return self._owner_of_job[job]

    def package_of(self, addon: str) -> str:
        """Return the package of ``addon``.

        Raises:
            LookupError: it is not installed.
        """
        found = self.addon(addon)
        if found is None:
            raise LookupError(f"there is no addon called {addon!r}")
        return found.package

    def call_for_tenant(self, tenant_id: UUID, hook: str, **arguments: Any) -> Any:
        """Call ``hook`` on the host and the addons that are on for the tenant.

        Returns:
            What the hook returns: a list, or one value or None for a firstresult hook.
        """
        return self._caller(hook, self._enabled_for_running(tenant_id))(**arguments)

    def callers_for_tenant(self, tenant_id: UUID, hook: str) -> list[tuple[str, pluggy.HookCaller]]:
        """Return the name of each addon that is on for the tenant and implements ``hook``, and what asks it alone."""
        answering = self._caller(hook, self._enabled_for_running(tenant_id)).get_hookimpls()
        return [(answer.plugin_name, self.hook_of(answer.plugin_name, hook)) for answer in answering]

    def _caller(self, hook: str, enabled: frozenset[str]) -> pluggy.HookCaller:
        """Return what calls ``hook`` where these addons are on; kept, because making one costs more than a call."""
        caller = self._callers.get((hook, enabled))
        if caller is None:
            off = [self.manager.get_plugin(name) for name in self.names if name not in enabled]
            caller = self._callers[hook, enabled] = self.manager.subset_hook_caller(hook, remove_plugins=off)
        return caller

    def hook_of(self, addon: str, hook: str) -> pluggy.HookCaller:
        """Return a caller that reaches ``hook`` of one addon only."""
        return hook_of(self.manager, addon, hook)

    def nav_items_for(self, tenant_id: UUID) -> tuple[NavItem, ...]:
        """Return the menu of the tenant's addons, by order."""
        return tuple(
            sorted(self._of_enabled(self.collected.nav_items, tenant_id), key=lambda item: item.order)
        )

    def panels_for(self, tenant_id: UUID) -> tuple[Panel, ...]:
        """Return the panels of the tenant's addons, by order."""
        return tuple(sorted(self._of_enabled(self.collected.panels, tenant_id), key=lambda item: item.order))

    def settings_schemas_for(self, tenant_id: UUID) -> tuple[SettingsSchema, ...]:
        """Return the settings sections of the tenant's addons."""
        return self._of_enabled(self.collected.settings_schemas, tenant_id)

    def assets_for(self, tenant_id: UUID) -> tuple[AssetBundle, ...]:
        """Return the stylesheets and scripts of the tenant's addons."""
        return self._of_enabled(self.collected.assets, tenant_id)

    def _of_enabled(self, owned: Iterable[Owned[T]], tenant_id: UUID) -> tuple[T, ...]:
        return tuple(item.item for item in owned if self.is_enabled(item.addon, tenant_id))

    def _admin_role(self) -> Role:
        every = frozenset(permission.name for permission in self.permissions)
        return Role(ADMIN_ROLE, "Administrator", every)


def registry_of(app: Flask | None = None) -> AddonRegistry:
    """Return the registry of ``app``, or of the current application."""
    registry: AddonRegistry = (app or current_app).extensions[EXTENSION]
    return registry


def _items(owned: Iterable[Owned[T]]) -> tuple[T, ...]:
    return tuple(item.item for item in owned)
