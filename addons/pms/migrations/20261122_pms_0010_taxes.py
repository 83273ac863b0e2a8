"""Create the tax rules."""

from __future__ import annotations

revision = "pms_0010"
down_revision = "pms_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
