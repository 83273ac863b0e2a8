"""A test-only addon without tables."""

from __future__ import annotations

from oppsera_host.addons.manifest import Manifest

MANIFEST = Manifest(
    name="dummy_addon",
    version="1.2.0",
    title="Dummy",
    permissions=("dummy_addon.greetings.read",),
    default_settings={"DUMMY_GREETING": "Hello"},
)
