"""Starts the installed addons in one application."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask

from oppsera_host.addons.collection import collect
from oppsera_host.addons.discovery import InstalledAddon, installed_addons
from oppsera_host.addons.errors import AddonError
from oppsera_host.addons.guards import guard_blueprint
from oppsera_host.addons.registration import build_plugin_manager
from oppsera_host.addons.registry import EXTENSION, AddonRegistry
from oppsera_host.jobs import wake_sender
from oppsera_host.outbox.subscribers import install_subscribers

API_EXTENSION = "oppsera_api"


def load(app: Flask, environ: Mapping[str, str] = os.environ) -> AddonRegistry:
    """Register every installed addon, take its contributions and put them into ``app``.

    Needs the flask-smorest ``Api`` at ``app.extensions["oppsera_api"]`` and the settings at
    ``"oppsera_settings"``; leaves the registry at ``"oppsera_addons"``.

    Args:
        app: the application being built; no request was served yet.
        environ: where the addons' settings are read.

    Raises:
        AddonError: whatever is wrong with an addon, in a sentence that names it. Nothing is skipped.
    """
    addons = installed_addons()
    settings = MappingProxyType({addon.name: settings_of(addon, environ) for addon in addons})
    manager = build_plugin_manager(addons)
    registry = AddonRegistry(addons, manager, collect(manager, addons), settings)
    app.extensions[EXTENSION] = registry
    _register_blueprints(app, registry)
    return registry


def subscribe(app: Flask, registry: AddonRegistry) -> None:
    """Make this process's outbox know the addons' subscribers and wake them; needs a database and Redis."""
    install_subscribers(registry.subscribers, registry.is_subscriber_enabled)
    wake_sender.install(app)


def settings_of(addon: InstalledAddon, environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the addon's environment settings, defaults filled in.

    Raises:
        AddonError: a required setting is missing or empty.
    """
    missing = [name for name in addon.manifest.required_settings if not environ.get(name)]
    if missing:
        raise AddonError(addon.name, f"please set {', '.join(missing)} in the environment.")
    names = (*addon.manifest.required_settings, *addon.manifest.default_settings)
    return MappingProxyType(
        {name: environ.get(name) or addon.manifest.default_settings[name] for name in names}
    )


def _register_blueprints(app: Flask, registry: AddonRegistry) -> None:
    for owned in registry.collected.blueprints:
        guard_blueprint(app, registry, owned)
        if owned.item.api:
            app.extensions[API_EXTENSION].register_blueprint(owned.item.blueprint)
        else:
            app.register_blueprint(owned.item.blueprint)
