"""A broken or misspelt addon stops the start with a sentence that names it."""

from __future__ import annotations

import pytest

from oppsera_host.addons.collection import collect
from oppsera_host.addons.discovery import ordered, read_addon
from oppsera_host.addons.errors import AddonError
from oppsera_host.addons.registration import build_plugin_manager

IMPORTS = """
from oppsera_host.hookspecs import hookimpl, hookspec
from oppsera_host.hookspecs.contributions import NavItem, Permission, Role, Subscriber
"""


@pytest.fixture
def start(install_addon):
    """``start(crm="plugin source")`` registers the written addons and takes their contributions."""

    def run(manifests=None, **plugins):
        addons = ordered(
            read_addon(
                name, install_addon(name, manifest=(manifests or {}).get(name, ""), plugin=IMPORTS + source)
            )
            for name, source in plugins.items()
        )
        manager = build_plugin_manager(addons)
        return manager, collect(manager, addons)

    return run


def test_a_good_addon_starts(start):
    _, collected = start(
        {"crm": "permissions=('crm.read',)"},
        crm="""
@hookimpl
def oppsera_register_permissions():
    return [Permission("crm.read", "Read")]
""",
    )
    assert [(each.addon, each.item.name) for each in collected.permissions][-1] == ("crm", "crm.read")


def test_a_misspelt_hook_stops_the_start_and_is_named_with_a_guess(start):
    with pytest.raises(AddonError) as refusal:
        start(crm="@hookimpl\ndef oppsera_register_blueprint():\n    return []\n")
    assert str(refusal.value) == (
        "Addon 'crm': it implements the hook 'oppsera_register_blueprint', which nobody declares."
        " Did you mean 'oppsera_register_blueprints'?"
    )


def test_the_misspelt_addon_is_named_and_not_its_neighbour(start):
    with pytest.raises(AddonError) as refusal:
        start(good="", wrong="@hookimpl\ndef quite_unlike_any_of_them():\n    return []\n")
    assert refusal.value.addon == "wrong"
    assert "Did you mean" not in str(refusal.value)


def test_an_argument_the_hook_does_not_have_is_named(start):
    with pytest.raises(AddonError, match=r"Addon 'crm': .*oppsera_addon_enabled.*'colour'"):
        start(crm="@hookimpl\ndef oppsera_addon_enabled(tenant, colour):\n    pass\n")


def test_a_plugin_that_cannot_be_imported_is_named(start):
    with pytest.raises(
        AddonError, match=r"Addon 'crm': its plugin module cannot be imported .*no_such_module"
    ):
        start(crm="import no_such_module")


def test_an_addon_may_implement_a_hook_of_an_addon_started_later(start):
    manager, _ = start(
        {"crm": "depends={}"},
        crm="@hookimpl\ndef pms_wave(name):\n    return f'crm waves at {name}'\n",
        pms="""
class Specifications:
    @hookspec
    def pms_wave(self, name): ...

@hookimpl
def oppsera_add_hookspecs(plugin_manager):
    plugin_manager.add_hookspecs(Specifications)
""",
    )
    assert manager.hook.pms_wave(name="Ada") == ["crm waves at Ada"]


def test_a_late_specification_that_an_earlier_addon_misuses_blames_that_addon(start):
    with pytest.raises(AddonError) as refusal:
        start(
            crm="@hookimpl\ndef pms_wave(nickname):\n    pass\n",
            pms="""
class Specifications:
    @hookspec
    def pms_wave(self, name): ...

@hookimpl
def oppsera_add_hookspecs(plugin_manager):
    plugin_manager.add_hookspecs(Specifications)
""",
        )
    assert refusal.value.addon == "crm"


def test_a_hook_that_raises_is_named(start):
    with pytest.raises(
        AddonError, match=r"Addon 'crm': oppsera_register_nav_items failed \(KeyError: 'menu'\)"
    ):
        start(crm="@hookimpl\ndef oppsera_register_nav_items():\n    raise KeyError('menu')\n")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            "@hookimpl\ndef oppsera_register_nav_items():\n    return ['menu']\n",
            "answered with 'menu', which is not a NavItem",
        ),
        (
            "@hookimpl\ndef oppsera_register_permissions():\n    return [Permission('pms.read', 'Read')]\n",
            "the name 'pms.read' does not begin with 'crm'",
        ),
        (
            "@hookimpl\ndef oppsera_register_permissions():\n    return [Permission('crm.read', 'Read')]\n",
            "do not name the same permissions: crm.read",
        ),
        (
            "@hookimpl\ndef oppsera_register_roles():\n return [Role('crm_boss', '', frozenset({'x.y'}))]\n",
            "its role 'crm_boss' holds unknown permissions: x.y",
        ),
        (
            "@hookimpl\ndef oppsera_register_subscribers():\n return [Subscriber('crm.a', 1, print)] * 2\n",
            r"'crm.a' \(subscribers\) exists already",
        ),
        (
            (
                "class Row:\n    __tablename__ = 'guests'\n\n"
                "@hookimpl\ndef oppsera_register_models():\n    return [Row]\n"
            ),
            r"its table 'guests' has none of its table prefixes \(crm_\)",
        ),
    ],
)
def test_contributions_that_do_not_belong_to_the_addon_are_refused(start, source, sentence):
    with pytest.raises(AddonError, match=f"Addon 'crm': .*{sentence}"):
        start({"crm": "table_prefixes=('crm_',)"}, crm=source)


def test_a_role_may_hold_a_permission_of_another_addon(start):
    _, collected = start(
        {"pms": "permissions=('pms.read',)", "crm": "depends={'pms': ''}"},
        pms="@hookimpl\ndef oppsera_register_permissions():\n    return [Permission('pms.read', 'Read')]\n",
        crm="@hookimpl\ndef oppsera_register_roles():\n"
        "    return [Role('crm_clerk', 'Clerk', frozenset({'pms.read'}))]\n",
    )
    assert [each.item.name for each in collected.roles] == ["crm_clerk"]
