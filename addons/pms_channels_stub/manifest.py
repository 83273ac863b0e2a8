"""What the host must know of the channels stub before it loads it."""

from __future__ import annotations

from oppsera_host.addons.manifest import Manifest

MANIFEST = Manifest(
    name="pms_channels_stub",
    version="0.1.0",
    title="Channels (stub)",
    depends={"pms": ">=0.1,<1"},
    requires_host=">=0.1,<1",
    table_prefixes=("pms_channels_stub_",),
    migrations="migrations",
    branch_label="pms_channels_stub",
)
