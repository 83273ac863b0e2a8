"""Writes small addons to disk and announces them as a package installer would."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

SUPPORT = Path(__file__).parent


def write_addon(folder: Path, name: str, *, manifest: str = "", plugin: str = "") -> str:
    """Write a package and its entry point into ``folder``; return the package's name.

    Args:
        folder: goes on ``sys.path``.
        name: the addon's name; the package is called ``written_<name>``.
        manifest: further arguments of the manifest, e.g. ``depends={"pms": ">=1"}``.
        plugin: source of the plugin module.
    """
    package = f"written_{name}"
    home = folder / package
    home.mkdir(parents=True)
    (home / "__init__.py").touch()
    (home / "manifest.py").write_text(
        "from oppsera_host.addons.manifest import Manifest\n"
        f"MANIFEST = Manifest(name={name!r}, version='1.0', title={name!r}, {manifest})\n",
        encoding="utf-8",
    )
    (home / "plugin.py").write_text(dedent(plugin), encoding="utf-8")
    announce(folder, name, package)
    return package


def announce(folder: Path, name: str, package: str) -> None:
    """Write the metadata by which an installed package offers its entry point."""
    metadata = folder / f"{package}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8"
    )
    (metadata / "entry_points.txt").write_text(f"[oppsera.addons]\n{name} = {package}\n", encoding="utf-8")
