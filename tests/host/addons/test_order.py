"""Addons start after what they depend on, or not at all."""

from __future__ import annotations

import pytest

from oppsera_host.addons.errors import AddonError
from oppsera_host.addons.manifest import Manifest
from oppsera_host.addons.order import in_start_order


def manifest(name, version="1.0", **rest):
    return Manifest(name=name, version=version, title=name.title(), **rest)


def names(manifests):
    return [each.name for each in manifests]


def test_a_dependency_comes_first_whatever_the_alphabet_says():
    found = [manifest("a", depends={"z": ""}), manifest("z"), manifest("b", depends={"a": ">=1"})]
    assert names(in_start_order(found, "0.1.0")) == ["z", "a", "b"]


def test_the_order_does_not_hang_on_the_order_of_discovery():
    found = [manifest("c"), manifest("a"), manifest("b", depends={"c": ""})]
    assert in_start_order(found, "0.1.0") == in_start_order(found[::-1], "0.1.0")


def test_a_missing_dependency_is_named_with_who_wants_it():
    with pytest.raises(AddonError, match="'crm': it depends on the addon 'pms', which is not installed"):
        in_start_order([manifest("crm", depends={"pms": ""})], "0.1.0")


def test_a_cycle_is_spelt_out():
    found = [
        manifest("a", depends={"b": ""}),
        manifest("b", depends={"c": ""}),
        manifest("c", depends={"a": ""}),
    ]
    with pytest.raises(AddonError, match="in a circle: ") as refusal:
        in_start_order(found, "0.1.0")
    assert all(name in str(refusal.value) for name in "abc")


@pytest.mark.parametrize(
    ("wanted", "installed", "fits"),
    [
        (">=1,<2", "1.0", True),
        (">=1,<2", "1.9.3", True),
        (">=1,<2", "2.0", False),
        (">=1,<2", "0.9", False),
        ("", "0.0.1", True),
        ("==1.4.*", "1.4.2", True),
        (">=1.0", "1.1.dev3", True),
    ],
)
def test_version_ranges(wanted, installed, fits):
    found = [manifest("pms", installed), manifest("crm", depends={"pms": wanted})]
    if fits:
        assert names(in_start_order(found, "0.1.0")) == ["pms", "crm"]
    else:
        with pytest.raises(AddonError, match=f"'crm': it needs 'pms' in version {wanted}, but {installed}"):
            in_start_order(found, "0.1.0")


def test_the_host_version_is_checked():
    with pytest.raises(AddonError, match=r"needs the host in version >=9, but 0\.1\.0 is installed"):
        in_start_order([manifest("crm", requires_host=">=9")], "0.1.0")


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (manifest("crm", "first"), "'first' is not a version number"),
        (manifest("crm", requires_host="about 3"), "'about 3' is not a version range"),
    ],
)
def test_unreadable_versions_are_named(broken, sentence):
    with pytest.raises(AddonError, match=sentence):
        in_start_order([broken], "0.1.0")
