"""Keep the night audit's steps."""

from __future__ import annotations

revision = "pms_0012"
down_revision = "pms_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
