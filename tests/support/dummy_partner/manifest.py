"""A test-only addon that extends the dummy and comes on with it."""

from __future__ import annotations

from oppsera_host.addons.manifest import Manifest

MANIFEST = Manifest(
    name="dummy_partner",
    version="0.1",
    title="Dummy partner",
    depends={"dummy_addon": ">=1,<2"},
)
