"""Installed addons are found by entry point; their manifests are read before any of their code."""

from __future__ import annotations

import subprocess
import sys

import pytest

from oppsera_host.addons.discovery import installed_addons, ordered, read_addon
from oppsera_host.addons.errors import AddonError


def found(name):
    return next((each for each in installed_addons() if each.name == name), None)


def test_an_installed_addon_is_found_without_loading_its_plugin(install_addon):
    package = install_addon("crm", plugin="raise RuntimeError('loaded too early')")
    assert found("crm").package == package
    assert f"{package}.plugin" not in sys.modules


def test_nothing_is_found_once_it_is_gone():
    assert found("crm") is None


def test_the_migrations_folder_is_inside_the_package(install_addon, addon_folder):
    install_addon("crm", manifest="migrations='migrations'")
    assert found("crm").migrations_folder == addon_folder / "written_crm" / "migrations"


def test_an_addon_without_tables_has_no_migrations_folder(install_addon):
    install_addon("crm")
    assert found("crm").migrations_folder is None


def test_a_broken_manifest_is_named(install_addon):
    install_addon("crm", manifest="colour='red'")
    with pytest.raises(AddonError, match=r"Addon 'crm': its manifest cannot be imported .*colour"):
        installed_addons()


def test_a_package_without_a_manifest_is_named(addon_folder):
    (addon_folder / "written_bare").mkdir()
    with pytest.raises(AddonError, match="Addon 'bare': its manifest cannot be imported"):
        read_addon("bare", "written_bare")


def test_a_manifest_of_another_kind_is_named(install_addon, addon_folder):
    package = install_addon("crm")
    (addon_folder / package / "manifest.py").write_text("MANIFEST = {'name': 'crm'}\n", encoding="utf-8")
    with pytest.raises(AddonError, match="has no MANIFEST of the type Manifest"):
        read_addon("crm", package)


def test_entry_point_and_manifest_must_agree_on_the_name(install_addon):
    package = install_addon("crm")
    with pytest.raises(AddonError, match="Addon 'customers': its manifest carries another name, 'crm'"):
        read_addon("customers", package)


def test_two_packages_cannot_share_a_name(install_addon, addon_folder):
    first = read_addon("crm", install_addon("crm"))
    twin = addon_folder / "written_twin"
    (addon_folder / "written_crm").rename(twin)
    second = read_addon("crm", "written_twin")
    with pytest.raises(AddonError, match="two packages use this name: written_crm and written_twin"):
        ordered([first, second])


def test_reading_a_manifest_loads_none_of_the_framework():
    program = "import sys, oppsera_host.addons.manifest; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "oppsera_host.addons.manifest" in loaded
    assert {"flask", "sqlalchemy", "pluggy", "oppsera_host.db", "marshmallow"}.isdisjoint(loaded)
