"""Begin the pms line."""

from __future__ import annotations

revision = "pms_0001"
down_revision = None
branch_labels = ("pms",)
depends_on = ("host_0001",)


def upgrade() -> None:
    """Nothing: the first revision of a line only anchors it."""


def downgrade() -> None:
    """Nothing."""
