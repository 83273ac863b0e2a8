"""docs/hooks.md is written from the specifications, and is current."""

from __future__ import annotations

from pathlib import Path

import pluggy
import pytest

from oppsera_host.addons.hook_reference import reference, undocumented
from oppsera_host.addons.registration import build_plugin_manager
from oppsera_host.hookspecs import PROJECT, contributions, hookspec, lifecycle

DOCUMENT = Path(__file__).parents[3] / "docs" / "hooks.md"


def manager_with(*specifications):
    manager = pluggy.PluginManager(PROJECT)
    for each in specifications:
        manager.add_hookspecs(each)
    return manager


class Wave:
    @hookspec(firstresult=True)
    def pms_wave(self, name: str) -> str | None:
        """Wave at somebody.

        Args:
            name: whom;
                by first name.

        Returns:
            The gesture, or None.
        """


def test_an_entry_has_signature_kind_and_docstring():
    text = reference(manager_with(Wave))
    assert "### `pms_wave`" in text
    assert "*Ask*" in text
    assert "def pms_wave(self, name: str) -> str | None" in text
    assert "**Arguments**\n\n- name: whom;\n  by first name." in text
    assert "**Returns**\n\nThe gesture, or None." in text


@pytest.mark.parametrize("kind", ["*Contribution*", "*Call*"])
def test_the_host_hooks_have_their_kinds(kind):
    assert kind in reference(manager_with(lifecycle, contributions))


def test_an_undocumented_argument_is_found():
    class Careless:
        @hookspec
        def pms_point(self, where):
            """Point."""

    assert undocumented(manager_with(Careless)) == ["pms_point"]


def test_every_installed_hook_is_documented():
    assert undocumented(build_plugin_manager()) == []


def test_the_document_is_current():
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == reference(build_plugin_manager()), "run: make docs"
