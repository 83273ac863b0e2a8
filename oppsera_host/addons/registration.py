"""Registers hook specifications and addons with pluggy; a broken or misspelt addon stops the start."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import pluggy

from oppsera_host.addons import host_plugin
from oppsera_host.addons.discovery import InstalledAddon, installed_addons
from oppsera_host.addons.errors import AddonError
from oppsera_host.hookspecs import PROJECT, contributions, lifecycle

HOST = "host"


def build_plugin_manager(addons: Sequence[InstalledAddon] | None = None) -> pluggy.PluginManager:
    """Return a plugin manager with every specification added and every addon registered, in start order.

    Args:
        addons: what to register, in start order; None = everything installed.

    Raises:
        AddonError: a plugin that cannot be imported, a hook nobody declared, or an argument the hook lacks.
    """
    addons = installed_addons() if addons is None else addons
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(lifecycle)
    manager.add_hookspecs(contributions)
    manager.register(host_plugin, name=HOST)
    for addon in addons:
        _register(manager, addon)
    for addon in addons:
        _add_hookspecs_of(manager, addon)
    _refuse_unknown_hooks(manager)
    return manager


def hook_of(manager: pluggy.PluginManager, addon: str, hook: str) -> pluggy.HookCaller:
    """Return a caller that reaches the implementations of ``addon`` only."""
    others = [plugin for name, plugin in manager.list_name_plugin() if name != addon]
    return manager.subset_hook_caller(hook, remove_plugins=others)


def _register(manager: pluggy.PluginManager, addon: InstalledAddon) -> None:
    try:
        manager.register(addon.load_plugin(), name=addon.name)
    except pluggy.PluginValidationError as error:
        raise AddonError(addon.name, _in_one_line(error)) from error
    except ValueError as error:
        raise AddonError(
            addon.name, "its plugin module is registered already, under another name."
        ) from error


def _add_hookspecs_of(manager: pluggy.PluginManager, addon: InstalledAddon) -> None:
    try:
        hook_of(manager, addon.name, "oppsera_add_hookspecs")(plugin_manager=manager)
    except pluggy.PluginValidationError as error:
        # A specification added late is checked against earlier implementations: theirs is the fault.
        raise AddonError(_name_of(manager, error.plugin), _in_one_line(error)) from error
    except Exception as error:
        raise AddonError(addon.name, f"adding its hook specifications failed ({error}).") from error


def _refuse_unknown_hooks(manager: pluggy.PluginManager) -> None:
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise _unknown_hook(manager, error) from error


def _unknown_hook(manager: pluggy.PluginManager, error: pluggy.PluginValidationError) -> AddonError:
    callers = [caller for caller in vars(manager.hook).values() if isinstance(caller, pluggy.HookCaller)]
    known = [caller.name for caller in callers if caller.has_spec()]
    unknown = next(
        caller.name
        for caller in callers
        if not caller.has_spec() and any(answer.plugin is error.plugin for answer in caller.get_hookimpls())
    )
    close = get_close_matches(unknown, known, n=1)
    guess = f" Did you mean {close[0]!r}?" if close else ""
    sentence = f"it implements the hook {unknown!r}, which nobody declares.{guess}"
    return AddonError(_name_of(manager, error.plugin), sentence)


def _name_of(manager: pluggy.PluginManager, plugin: Any) -> str:
    return manager.get_name(plugin) or repr(plugin)


def _in_one_line(error: pluggy.PluginValidationError) -> str:
    return " ".join(str(error).split()) + "."
