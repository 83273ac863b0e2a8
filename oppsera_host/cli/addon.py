"""``oppsera addon``: what is installed, what is on for whom, and a start for a new one."""

from __future__ import annotations

from pathlib import Path

import click

from oppsera_host.addons import activation
from oppsera_host.addons.collection import collect
from oppsera_host.addons.discovery import InstalledAddon, installed_addons
from oppsera_host.addons.registration import build_plugin_manager
from oppsera_host.addons.registry import registry_of
from oppsera_host.cli import scaffold
from oppsera_host.cli.context import application, refusals, with_application
from oppsera_host.cli.output import emit, fail
from oppsera_host.identity.actor import system_actor
from oppsera_host.identity.tenants import find_tenant


@click.group()
def addon() -> None:
    """List, switch, check and begin addons."""


@addon.command("list")
@click.option("--tenant", "slug", help="Also tell what is on for this tenant.")
def list_addons(slug: str | None) -> None:
    """List the installed addons."""
    with refusals():
        installed = installed_addons()
        enabled = _enabled_for(slug) if slug else None
    items = [_described(each, enabled) for each in installed]
    emit({"items": items}, "\n".join(map(_line, items)) or "No addons are installed.")


@addon.command()
@click.argument("name")
@click.option("--tenant", "slug", required=True, help="Slug of the tenant.")
@with_application
def enable(name: str, slug: str) -> None:
    """Switch the addon NAME on for a tenant, and what comes on with it."""
    actor = system_actor(find_tenant(slug), "oppsera addon enable")
    switched = activation.enable(registry_of(), name, actor=actor)
    emit(
        {"tenant": slug, "switched": list(switched)},
        f"Switched on: {', '.join(switched) or 'it was on already'}.",
    )


@addon.command()
@click.argument("name")
@click.option("--tenant", "slug", required=True, help="Slug of the tenant.")
@with_application
def disable(name: str, slug: str) -> None:
    """Switch the addon NAME off for a tenant; its data stays."""
    actor = system_actor(find_tenant(slug), "oppsera addon disable")
    changed = activation.disable(registry_of(), name, actor=actor)
    emit(
        {"tenant": slug, "switched": [name] if changed else []},
        f"Switched off: {name if changed else 'it was off already'}.",
    )


@addon.command()
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="here",
    help="Where to put the addon's folder.",
)
def new(name: str, folder: Path) -> None:
    """Begin an addon called NAME: a folder that can be installed, with a page, an API route and a test."""
    if not scaffold.is_name(name):
        raise fail("VALIDATION_ERROR", "An addon's name is small letters, digits and underscores.")
    target = folder / name
    if target.exists():
        raise fail("EXISTS", f"{target} exists already.")
    files = scaffold.write(name, target)
    emit(
        {"folder": target, "files": [str(file) for file in files]},
        f"Made {target}. Next: pip install -e {target}, then oppsera addon check {name}",
    )


@addon.command()
@click.argument("name", required=False)
def check(name: str | None) -> None:
    """Check that all addons (or NAME among them) can be loaded: manifests, hooks, names, permissions."""
    with refusals():
        installed = installed_addons()
        if name is not None and name not in {each.name for each in installed}:
            raise fail("NOT_FOUND", f"There is no addon called {name!r}.")
        collect(build_plugin_manager(installed), installed)
    names = [each.name for each in installed if name in {None, each.name}]
    emit({"ok": True, "addons": names}, f"No fault found in {', '.join(names) or 'nothing'}.")


def _enabled_for(slug: str) -> frozenset[str]:
    with application() as app:
        return registry_of(app).enabled_for(find_tenant(slug))


def _line(item: dict[str, object]) -> str:
    state = {True: "  on", False: "  off"}.get(bool(item["enabled"])) if "enabled" in item else ""
    return f"{item['name']}  {item['version']}  {item['title']}{state}"


def _described(each: InstalledAddon, enabled: frozenset[str] | None) -> dict[str, object]:
    described: dict[str, object] = {
        "name": each.name,
        "version": each.manifest.version,
        "title": each.manifest.title,
    }
    if enabled is not None:
        described["enabled"] = each.name in enabled
    return described
