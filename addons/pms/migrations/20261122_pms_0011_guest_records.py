"""Keep guests' preferences, merges and keys."""

from __future__ import annotations

revision = "pms_0011"
down_revision = "pms_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
