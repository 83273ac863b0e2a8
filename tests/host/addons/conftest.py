from __future__ import annotations

import sys

import pytest

from tests.support.addon_writing import SUPPORT, announce, write_addon


@pytest.fixture
def addon_folder(tmp_path, monkeypatch):
    """A folder on the import path whose packages are forgotten after the test."""
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("written_")]:
        del sys.modules[name]


@pytest.fixture
def install_addon(addon_folder):
    """``install_addon("crm", manifest=…, plugin=…)`` writes an addon that the host will find."""
    return lambda name, **parts: write_addon(addon_folder, name, **parts)


@pytest.fixture
def dummy_addons(addon_folder, monkeypatch):
    """Install the dummy addon and its partner."""
    monkeypatch.syspath_prepend(SUPPORT)
    announce(addon_folder, "dummy_addon", "dummy_addon")
    announce(addon_folder, "dummy_partner", "dummy_partner")
