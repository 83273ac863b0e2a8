"""Asks every addon once for what it brings, and refuses what does not belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import click
import pluggy

from oppsera_host.addons.discovery import InstalledAddon
from oppsera_host.addons.errors import AddonError
from oppsera_host.addons.registration import HOST, hook_of
from oppsera_host.db.base import Base
from oppsera_host.hookspecs.contributions import (
    AssetBundle,
    BlueprintContribution,
    NavItem,
    Panel,
    Permission,
    Role,
    ScheduledJob,
    SettingsSchema,
    Subscriber,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Owned(Generic[T]):
    """A contribution and the addon that brought it (``host`` for the host's own)."""

    addon: str
    item: T


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything the installed addons bring, each kind in start order."""

    blueprints: tuple[Owned[BlueprintContribution], ...]
    models: tuple[Owned[type[Base]], ...]
    permissions: tuple[Owned[Permission], ...]
    roles: tuple[Owned[Role], ...]
    nav_items: tuple[Owned[NavItem], ...]
    settings_schemas: tuple[Owned[SettingsSchema], ...]
    subscribers: tuple[Owned[Subscriber], ...]
    scheduled_jobs: tuple[Owned[ScheduledJob], ...]
    commands: tuple[Owned[click.Command], ...]
    assets: tuple[Owned[AssetBundle], ...]
    panels: tuple[Owned[Panel], ...]


def collect(manager: pluggy.PluginManager, addons: Sequence[InstalledAddon]) -> Collected:
    """Ask for all contributions, once.

    Raises:
        AddonError: a hook that raises or answers with the wrong type, a name used twice, a name or table that
            does not begin with the addon's, a permission the manifest does not list, a role with an unknown
            permission.
    """
    names = [HOST, *(addon.name for addon in addons)]

    def ask(subject: str, kind: type[T], key: Callable[[T], str]) -> tuple[Owned[T], ...]:
        answers = tuple(
            Owned(name, item)
            for name in names
            for item in _answers(manager, name, f"oppsera_register_{subject}", kind)
        )
        _refuse_twins(answers, key, subject)
        return answers

    collected = Collected(
        blueprints=ask("blueprints", BlueprintContribution, lambda item: item.blueprint.name),
        models=ask("models", type, lambda model: model.__tablename__),
        permissions=ask("permissions", Permission, lambda item: item.name),
        roles=ask("roles", Role, lambda item: item.name),
        nav_items=ask("nav_items", NavItem, lambda item: item.id),
        settings_schemas=ask("settings_schema", SettingsSchema, lambda item: item.id),
        subscribers=ask("subscribers", Subscriber, lambda item: item.name),
        scheduled_jobs=ask("scheduled_jobs", ScheduledJob, lambda item: item.name),
        commands=ask("commands", click.Command, lambda item: item.name or ""),
        assets=ask("assets", AssetBundle, lambda item: item.id),
        panels=ask("panels", Panel, lambda item: item.id),
    )
    for addon in addons:
        _refuse_foreign_names(collected, addon)
        _refuse_foreign_tables(collected, addon)
        _refuse_unlisted_permissions(collected, addon)
    _refuse_unknown_permissions(collected)
    return collected


def _answers(manager: pluggy.PluginManager, addon: str, hook: str, kind: type[T]) -> Iterable[T]:
    try:
        answers: list[Any] = [item for answer in hook_of(manager, addon, hook)() for item in answer]
    except Exception as error:
        raise AddonError(addon, f"{hook} failed ({type(error).__name__}: {error}).") from error
    for item in answers:
        if not isinstance(item, kind):
            raise AddonError(addon, f"{hook} answered with {item!r}, which is not a {kind.__name__}.")
    return answers


def _refuse_twins(answers: Iterable[Owned[T]], key: Callable[[T], str], subject: str) -> None:
    first: dict[str, str] = {}
    for owned in answers:
        name = key(owned.item)
        if name in first:
            raise AddonError(owned.addon, f"{name!r} ({subject}) exists already, from {first[name]!r}.")
        first[name] = owned.addon


def _refuse_foreign_names(collected: Collected, addon: InstalledAddon) -> None:
    named = [
        *((owned.addon, owned.item.blueprint.name) for owned in collected.blueprints),
        *((owned.addon, owned.item.name) for owned in collected.permissions),
        *((owned.addon, owned.item.name) for owned in collected.roles),
        *((owned.addon, owned.item.name) for owned in collected.subscribers),
        *((owned.addon, owned.item.name) for owned in collected.scheduled_jobs),
    ]
    for owner, name in named:
        if (
            owner == addon.name
            and name != addon.name
            and not name.startswith((f"{addon.name}.", f"{addon.name}_"))
        ):
            raise AddonError(addon.name, f"the name {name!r} does not begin with {addon.name!r}.")


def _refuse_foreign_tables(collected: Collected, addon: InstalledAddon) -> None:
    for owned in collected.models:
        table = owned.item.__tablename__
        if owned.addon == addon.name and not table.startswith(addon.manifest.table_prefixes):
            prefixes = ", ".join(addon.manifest.table_prefixes) or "none"
            raise AddonError(addon.name, f"its table {table!r} has none of its table prefixes ({prefixes}).")


def _refuse_unlisted_permissions(collected: Collected, addon: InstalledAddon) -> None:
    brought = {owned.item.name for owned in collected.permissions if owned.addon == addon.name}
    differing = brought.symmetric_difference(addon.manifest.permissions)
    if differing:
        sentence = f"manifest and plugin do not name the same permissions: {', '.join(sorted(differing))}."
        raise AddonError(addon.name, sentence)


def _refuse_unknown_permissions(collected: Collected) -> None:
    known = {owned.item.name for owned in collected.permissions}
    for owned in collected.roles:
        unknown = owned.item.permissions - known
        if unknown:
            sentence = (
                f"its role {owned.item.name!r} holds unknown permissions: {', '.join(sorted(unknown))}."
            )
            raise AddonError(owned.addon, sentence)
