"""Begin the pms_channels_stub line."""

from __future__ import annotations

revision = "channels_0001"
down_revision = None
branch_labels = ("pms_channels_stub",)
depends_on = ("pms_0003",)


def upgrade() -> None:
    """Nothing: the first revision of a line only anchors it."""


def downgrade() -> None:
    """Nothing."""
