"""An application with the dummy addons installed; a test module imports all four fixtures."""

from __future__ import annotations

import importlib
import os

import pytest

from oppsera_host.app import create_app
from oppsera_host.outbox import subscribers, wake
from oppsera_host.settings import Settings
from tests.support.addon_writing import SUPPORT, announce, write_addon

GLUE = "auto_enable_with=('dummy_addon', 'dummy_partner')"


@pytest.fixture(name="dummies", scope="module")
def dummies_fixture(tmp_path_factory):
    """The folders that hold the dummy addons, on the import path of this process."""
    folder = tmp_path_factory.mktemp("dummies")
    announce(folder, "dummy_addon", "dummy_addon")
    announce(folder, "dummy_partner", "dummy_partner")
    write_addon(folder, "dummy_glue", manifest=GLUE)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SUPPORT)
        patch.syspath_prepend(folder)
        yield [str(folder), str(SUPPORT)]


@pytest.fixture(name="environment", scope="module")
def environment_fixture(environment, dummies):
    """The environment of a process that has the dummy addons too."""
    inherited = [os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else []
    return {**environment, "PYTHONPATH": os.pathsep.join([*dummies, *inherited])}


@pytest.fixture(name="application", scope="module")
def application_fixture(environment):
    """The application with the dummy addons; afterwards the usual one has the process's outbox again."""
    usual = list(subscribers.all_subscribers()), list(subscribers._is_enabled), list(wake._sender)
    yield create_app(Settings.from_env(environment))
    subscribers.install_subscribers(usual[0], lambda *key: all(check(*key) for check in usual[1]))
    wake._sender[:] = usual[2]


@pytest.fixture(name="dummy")
def dummy_fixture(application):
    """The plugin module of the dummy addon, for its notes of what was done to it."""
    return importlib.import_module("dummy_addon.plugin")
