"""Checks version ranges and sorts addons so that each starts after all it depends on."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from oppsera_host.addons.errors import AddonError
from oppsera_host.addons.manifest import Manifest


def in_start_order(manifests: Sequence[Manifest], host_version: str) -> tuple[Manifest, ...]:
    """Return ``manifests`` so that every addon follows its dependencies; names break ties.

    Raises:
        AddonError: a version or range that cannot be read, a range the host or a dependency does not fit,
            a dependency that is not installed, or a cycle.
    """
    by_name = {manifest.name: manifest for manifest in manifests}
    for manifest in manifests:
        _check_version(manifest)
        _check_host(manifest, host_version)
        _check_dependencies(manifest, by_name)
    graph = {name: sorted(by_name[name].depends) for name in sorted(by_name)}
    try:
        return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle: list[str] = error.args[1]
        raise AddonError(
            circle[0], f"addons depend on each other in a circle: {' → '.join(circle)}."
        ) from None


def _check_version(manifest: Manifest) -> None:
    try:
        Version(manifest.version)
    except InvalidVersion:
        raise AddonError(manifest.name, f"{manifest.version!r} is not a version number.") from None


def _check_host(manifest: Manifest, host_version: str) -> None:
    if not _fits(host_version, manifest.requires_host, manifest.name):
        sentence = f"it needs the host in version {manifest.requires_host}, but {host_version} is installed."
        raise AddonError(manifest.name, sentence)


def _check_dependencies(manifest: Manifest, by_name: dict[str, Manifest]) -> None:
    for name, wanted in manifest.depends.items():
        dependency = by_name.get(name)
        if dependency is None:
            raise AddonError(manifest.name, f"it depends on the addon {name!r}, which is not installed.")
        if not _fits(dependency.version, wanted, manifest.name):
            sentence = f"it needs {name!r} in version {wanted}, but {dependency.version} is installed."
            raise AddonError(manifest.name, sentence)


def _fits(version: str, wanted: str, addon: str) -> bool:
    try:
        return SpecifierSet(wanted).contains(version, prereleases=True)
    except InvalidSpecifier:
        raise AddonError(addon, f"{wanted!r} is not a version range.") from None
