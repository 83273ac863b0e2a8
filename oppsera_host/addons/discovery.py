"""Finds the installed addons through their entry points and reads their manifests, loading nothing else."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from oppsera_host.addons.errors import AddonError
from oppsera_host.addons.manifest import Manifest
from oppsera_host.addons.order import in_start_order

GROUP = "oppsera.addons"


@dataclass(frozen=True, slots=True)
class InstalledAddon:
    """An addon found on the import path: its manifest, and the package that holds it.

    Attributes:
        manifest: what it says about itself.
        package: importable name of the package with the modules ``manifest`` and ``plugin``.
    """

    manifest: Manifest
    package: str

    @property
    def name(self) -> str:
        """The addon's name."""
        return self.manifest.name

    @property
    def folder(self) -> Path:
        """The package's folder on disk."""
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise AddonError(self.name, f"{self.package} is not a package.")
        return Path(next(iter(spec.submodule_search_locations)))

    @property
    def migrations_folder(self) -> Path | None:
        """Where its Alembic revisions are; None for an addon without tables."""
        return self.folder / self.manifest.migrations if self.manifest.migrations else None

    def load_plugin(self) -> ModuleType:
        """Import and return the addon's ``plugin`` module.

        Raises:
            AddonError: when the import fails, whatever the reason: a broken addon stops the start.
        """
        try:
            return importlib.import_module(f"{self.package}.plugin")
        except Exception as error:
            raise AddonError(self.name, f"its plugin module cannot be imported ({_said(error)}).") from error


def installed_addons() -> tuple[InstalledAddon, ...]:
    """Return every installed addon in start order: an addon follows all it depends on.

    Raises:
        AddonError: for a manifest that cannot be read, a missing or unfitting dependency, or a cycle.
    """
    entry_points = importlib.metadata.entry_points(group=GROUP)
    return ordered(read_addon(entry.name, entry.value) for entry in entry_points)


def ordered(addons: Iterable[InstalledAddon]) -> tuple[InstalledAddon, ...]:
    """Return ``addons`` in start order; the same package found twice counts once.

    Raises:
        AddonError: two packages with one name, or anything ``in_start_order`` refuses.
    """
    by_name: dict[str, InstalledAddon] = {}
    for addon in addons:
        held = by_name.setdefault(addon.name, addon)
        if held.package != addon.package:
            raise AddonError(addon.name, f"two packages use this name: {held.package} and {addon.package}.")
    manifests = [addon.manifest for addon in by_name.values()]
    return tuple(by_name[manifest.name] for manifest in in_start_order(manifests, host_version()))


def read_addon(name: str, package: str) -> InstalledAddon:
    """Read the manifest of the addon that the entry point ``name = package`` announces.

    Raises:
        AddonError: when the package has no ``manifest.MANIFEST``, or it carries another name.
    """
    try:
        module = importlib.import_module(f"{package}.manifest")
    except Exception as error:
        raise AddonError(name, f"its manifest cannot be imported ({_said(error)}).") from error
    manifest = getattr(module, "MANIFEST", None)
    if not isinstance(manifest, Manifest):
        raise AddonError(name, f"{package}.manifest has no MANIFEST of the type Manifest.")
    if manifest.name != name:
        raise AddonError(name, f"its manifest carries another name, {manifest.name!r}.")
    if not name.isidentifier() or name != name.lower():
        raise AddonError(name, "an addon's name is lower case letters, digits and underscores.")
    return InstalledAddon(manifest, package)


def host_version() -> str:
    """Return the version of the installed host."""
    return importlib.metadata.version("oppsera-pms")


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
